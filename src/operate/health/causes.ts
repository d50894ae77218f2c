/** Why an outcome suffers: what it rests on that is in a bad way, with the alarm that says so. Pure. */
import type { Model } from '#model'
import type { AlarmView } from '../alarms/index.ts'
import type { ComponentHealth } from './components.ts'

export interface Cause {
  /** component:name */
  readonly component: string
  readonly title: string
  readonly reason: string
  /** Since when its alarm is raised; ISO 8601, null when no alarm says it. */
  readonly since: string | null
  /** From the outcome’s own component down to this one. */
  readonly path: readonly string[]
}

/** The components that an outcome rests on, each with the way down to it, its own first. */
export function restsOn(model: Model, outcome: string): ReadonlyMap<string, readonly string[]> {
  const spec = model.find(outcome, 'outcome')?.spec
  const paths = new Map<string, readonly string[]>()
  if (!spec) return paths
  const measured = [spec.signal, spec.objective?.good, spec.objective?.total]
  const own = measured.flatMap((signal) => {
    const component = signal && model.find(signal, 'signal')?.spec.component
    return component ? [component] : []
  })
  const waiting = [...new Set(own)].map((component) => [component])
  for (let path = waiting.shift(); path; path = waiting.shift()) {
    const component = path.at(-1)!
    if (paths.has(component)) continue
    paths.set(component, path)
    for (const next of model.find(component, 'component')?.spec.dependsOn ?? [])
      waiting.push([...path, next])
  }
  return paths
}

/** What is in a bad way below an outcome: the deepest first, since that is where it comes from. */
export function causesOf(
  model: Model,
  outcome: string,
  components: readonly ComponentHealth[],
  alarms: readonly AlarmView[],
): Cause[] {
  const paths = restsOn(model, outcome)
  return components
    .flatMap((one): Cause[] => {
      const path = paths.get(one.component)
      if (!path || (one.status !== 'crit' && one.status !== 'warn')) return []
      const since = alarms
        .filter(({ name }) => one.raised.includes(name))
        .flatMap((alarm) => alarm.since ?? [])
        .sort()
        .at(0)
      const reason = one.reasons[0] ?? 'it is in a bad way'
      return [{ component: one.component, title: one.title, reason, since: since ?? null, path }]
    })
    .sort((a, b) => b.path.length - a.path.length)
}
