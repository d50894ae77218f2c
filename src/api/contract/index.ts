/** The whole contract, by name. A new route is an entry of its noun’s file; a new noun is a line here. */
import type { RouteName } from './addresses.ts'
import { bands } from './bands.ts'
import { causes } from './causes.ts'
import { dashboards } from './dashboards.ts'
import { drills } from './drills.ts'
import { escalations } from './escalations.ts'
import { eventSources } from './event-sources.ts'
import { evolve } from './evolve.ts'
import { incidents } from './incidents.ts'
import { journeys } from './journeys.ts'
import { ledger } from './ledger.ts'
import { logs } from './logs.ts'
import { model } from './model.ts'
import { network } from './network.ts'
import { notifications } from './notifications.ts'
import { oncall } from './oncall.ts'
import { outcomes } from './outcomes.ts'
import { overview } from './overview.ts'
import { problems } from './problems.ts'
import { procedures } from './procedures.ts'
import { query } from './query.ts'
import { response } from './response.ts'
import { review } from './review.ts'
import { scrape } from './scrape.ts'
import { session } from './session.ts'
import { silences } from './silences.ts'
import { subscribers } from './subscribers.ts'
import { telemetry } from './telemetry.ts'
import { traces } from './traces.ts'

export const contract = {
  ...session,
  ...model,
  ...dashboards,
  ...drills,
  ...evolve,
  ...overview,
  ...outcomes,
  ...bands,
  ...procedures,
  ...incidents,
  ...notifications,
  ...escalations,
  ...oncall,
  ...causes,
  ...problems,
  ...response,
  ...journeys,
  ...ledger,
  ...query,
  ...logs,
  ...traces,
  ...network,
  ...scrape,
  ...eventSources,
  ...review,
  ...silences,
  ...subscribers,
  ...telemetry,
} satisfies Record<RouteName, unknown>

export type Contract = typeof contract
