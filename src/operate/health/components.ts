/** The health of each component: what its alarms and signals say, rolled up, with the reasons. */
import type { Model } from '#model'
import type { AlarmView } from '../alarms/index.ts'
import { restsOn } from './causes.ts'
import { type SignalHealth, verdictOf } from './signals.ts'
import { type Health, worstHealth } from './status.ts'

export interface ComponentHealth {
  /** component:name */
  readonly component: string
  readonly title: string
  readonly layer: string
  readonly owner: string
  readonly vendor: string | null
  readonly dependsOn: readonly string[]
  readonly status: Health
  /** Why it is not well, the worst first; empty when it is. */
  readonly reasons: readonly string[]
  /** Names of its alarms that are raised. */
  readonly raised: readonly string[]
  /** component:name of everything below it that is in a bad way. */
  readonly hurtBy: readonly string[]
  /** outcome:name of what rests on it. */
  readonly carries: readonly string[]
}

/** Pure: from what was read to what is shown. */
export function rollUpComponents(
  model: Model,
  signals: readonly SignalHealth[],
  alarms: readonly AlarmView[],
): ComponentHealth[] {
  const counters = new Set(
    model.all('outcome').flatMap(({ spec }) => [spec.objective?.good, spec.objective?.total]),
  )
  // What an objective counts is judged by its budget: nobody expects a range of a counter.
  const isOnlyCounted = ({ signal, expected, alarms: on }: SignalHealth) =>
    counters.has(signal) && expected === null && on.length === 0
  const own = model.all('component').map(({ name, spec }) => {
    const component = `component:${name}`
    const itsSignals = signals.filter(
      (signal) => signal.component === component && !isOnlyCounted(signal),
    )
    const itsAlarms = alarms.filter((alarm) =>
      itsSignals.some(({ signal }) => signal === alarm.signal),
    )
    const ofAlarms = itsAlarms.map(verdictOf)
    const ofSignals = itsSignals
      // What an alarm says about its signal is said once, in the alarm’s words.
      .filter(({ reason }) => reason === null || !ofAlarms.some((one) => one.reason === reason))
      .map(({ status, reason, title }) => ({ status, reason: reason && `${title}: ${reason}` }))
    const verdicts = [...ofAlarms, ...ofSignals]
    if (verdicts.length === 0) verdicts.push({ status: 'unk', reason: 'no signal says how it is' })
    const status = worstHealth(verdicts.map((verdict) => verdict.status))
    return {
      ...{ component, title: spec.title ?? name, layer: spec.layer, owner: spec.owner },
      ...{ vendor: spec.vendor ?? null, dependsOn: spec.dependsOn, status },
      reasons: reasonsOf(verdicts),
      raised: itsAlarms
        .filter(({ state }) => state === 'firing' || state === 'recovering')
        .map((alarm) => alarm.name),
    }
  })
  const bad = new Set(
    own.filter(({ status }) => status === 'crit').map(({ component }) => component),
  )
  const outcomes = model.all('outcome').map(({ name }) => `outcome:${name}`)
  const carried = outcomes.map((outcome) => [outcome, restsOn(model, outcome)] as const)
  return own.map((one) => ({
    ...one,
    hurtBy: below(model, one.component).filter((component) => bad.has(component)),
    carries: carried.flatMap(([outcome, paths]) => (paths.has(one.component) ? [outcome] : [])),
  }))
}

const FROM_WORST: readonly Health[] = ['crit', 'warn', 'unk']

function reasonsOf(
  verdicts: readonly { readonly status: Health; readonly reason: string | null }[],
): string[] {
  const reasons = FROM_WORST.flatMap((status) =>
    verdicts.filter((verdict) => verdict.status === status).map(({ reason }) => reason),
  )
  return [...new Set(reasons.filter((reason) => reason !== null))]
}

/** Everything a component depends on, directly or not. */
function below(model: Model, component: string): string[] {
  const seen = new Set<string>()
  const visit = (reference: string) => {
    for (const next of model.find(reference, 'component')?.spec.dependsOn ?? []) {
      if (seen.has(next) || next === component) continue
      seen.add(next)
      visit(next)
    }
  }
  visit(component)
  return [...seen]
}
