/** Every kind of fact. A new noun is one file beside this one and one line in the list below. */
import type { FactDefinition } from '../fact.ts'
import * as access from './access.ts'
import * as alarms from './alarms.ts'
import * as alerts from './alerts.ts'
import * as causes from './causes.ts'
import * as changes from './changes.ts'
import * as dependencies from './dependencies.ts'
import * as drills from './drills.ts'
import * as escalation from './escalation.ts'
import * as eventSources from './event-sources.ts'
import * as improvements from './improvements.ts'
import * as incidents from './incidents.ts'
import * as inventory from './inventory.ts'
import * as journeys from './journeys.ts'
import * as ledger from './ledger.ts'
import * as lessons from './lessons.ts'
import * as model from './model.ts'
import * as notifications from './notifications.ts'
import * as oncall from './oncall.ts'
import * as problems from './problems.ts'
import * as procedureRuns from './procedure-runs.ts'
import * as response from './response.ts'
import * as retrospectives from './retrospectives.ts'
import * as reviews from './reviews.ts'
import * as status from './status.ts'
import * as subscribers from './subscribers.ts'
import * as suppression from './suppression.ts'
import * as telemetry from './telemetry.ts'
import * as timers from './timers.ts'

const nouns = [
  procedureRuns,
  access,
  causes,
  changes,
  eventSources,
  incidents,
  alarms,
  alerts,
  journeys,
  ledger,
  model,
  timers,
  escalation,
  notifications,
  oncall,
  problems,
  status,
  subscribers,
  dependencies,
  drills,
  improvements,
  lessons,
  response,
  retrospectives,
  reviews,
  suppression,
  telemetry,
  inventory,
]

/** All kinds by type. */
export const eventTypes: ReadonlyMap<string, FactDefinition> = new Map(
  nouns
    .flatMap((noun) => Object.values(noun) as unknown[])
    .filter((value): value is FactDefinition => typeof value === 'function' && 'schema' in value)
    .map((definition) => [definition.type, definition]),
)

export * from './access.ts'
export * from './alarms.ts'
export * from './alerts.ts'
export * from './causes.ts'
export * from './changes.ts'
export * from './dependencies.ts'
export * from './drills.ts'
export * from './escalation.ts'
export * from './event-sources.ts'
export * from './improvements.ts'
export * from './incidents.ts'
export * from './inventory.ts'
export * from './journeys.ts'
export * from './ledger.ts'
export * from './lessons.ts'
export * from './model.ts'
export * from './notifications.ts'
export * from './oncall.ts'
export * from './problems.ts'
export * from './procedure-runs.ts'
export * from './response.ts'
export * from './retrospectives.ts'
export * from './reviews.ts'
export * from './status.ts'
export * from './subscribers.ts'
export * from './suppression.ts'
export * from './telemetry.ts'
export * from './timers.ts'
