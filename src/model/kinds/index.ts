/** Every kind of resource. A new one is a file beside this one and a line in this list. */
import type { Kind } from '../kind.ts'
import { alarm } from './alarm.ts'
import { channel } from './channel.ts'
import { component } from './component.ts'
import { dashboard } from './dashboard.ts'
import { environment } from './environment.ts'
import { escalation } from './escalation.ts'
import { eventSource } from './event-source.ts'
import { experiment } from './experiment.ts'
import { gameDay } from './game-day.ts'
import { inhibition } from './inhibition.ts'
import { journey } from './journey.ts'
import { maintenance } from './maintenance.ts'
import { outcome } from './outcome.ts'
import { person } from './person.ts'
import { retention } from './retention.ts'
import { rotation } from './rotation.ts'
import { scrape } from './scrape.ts'
import { signal } from './signal.ts'
import { site } from './site.ts'
import { statusPage } from './status-page.ts'
import { team } from './team.ts'
import { thirdParty } from './third-party.ts'
import { workload } from './workload.ts'

export const kinds = {
  workload,
  component,
  environment,
  outcome,
  signal,
  scrape,
  alarm,
  team,
  person,
  rotation,
  'third-party': thirdParty,
  escalation,
  channel,
  'status-page': statusPage,
  experiment,
  'game-day': gameDay,
  retention,
  site,
  journey,
  dashboard,
  maintenance,
  inhibition,
  'event-source': eventSource,
} as const satisfies Record<string, unknown>

export type Kinds = typeof kinds
export type KindName = keyof Kinds

export function kindOf(name: string): Kind | undefined {
  return (kinds as unknown as Record<string, Kind>)[name]
}
