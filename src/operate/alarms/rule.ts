/** An alarm of the model, made ready to be decided: its signal’s query, its predicates, its times in numbers. */
import { contentHash, durationMs } from '#base'
import type { Model, Resource } from '#model'
import { type Predicate, readCondition } from './condition.ts'

export interface Rule {
  readonly workload: string
  /** Name of the alarm. */
  readonly alarm: string
  /** Hash of what decides: the alarm’s spec and its signal’s query. */
  readonly version: string
  readonly title: string
  /** PromQL; returns all series, breached or not. */
  readonly query: string
  readonly breached: Predicate
  readonly recovered: Predicate
  readonly forMs: number
  readonly keepFiringForMs: number
  readonly intervalMs: number
  /** Where in its interval its scheduled times lie. */
  readonly phaseMs: number
  /** Breached when so many of the last values are; undefined when each decides for itself. */
  readonly mOfN: { readonly m: number; readonly n: number } | undefined
  /** Data younger than this is not looked at yet. */
  readonly evalDelayMs: number
  readonly catchUpMs: number
  readonly missingAfterMs: number
  readonly onMissing: 'ok' | 'keep' | 'fire' | 'nodata'
  /** Its query answers only with what is breached, so that silence says “not breached” and loss is not seen. */
  readonly opaque: boolean
  /** Labels that tell instances apart; undefined when all do. */
  readonly identityLabels: readonly string[] | undefined
  /** So many instances are watched; more are counted and reported. */
  readonly limit: number
  readonly severity: 'critical' | 'warning' | 'info'
  readonly owner: string
  readonly procedure: string
  readonly protects: readonly string[]
  readonly groupBy: readonly string[]
}

/** What a rule takes from its signal. */
export interface Source {
  /** PromQL */
  readonly query: string
  readonly cadence?: 'steady' | 'sparse' | 'heartbeat' | undefined
  /** How often a sample is expected, such as 10s. */
  readonly every?: string | undefined
}

const LIMIT = 1_000
const EXPECTED_EVERY = '10s'
const ON_MISSING = { steady: 'nodata', sparse: 'ok', heartbeat: 'fire' } as const

/** The rules of a model. An alarm whose signal is not declared cannot be applied; a paused one has no rule. */
export function rulesOf(model: Model): Rule[] {
  return model.all('alarm').flatMap((alarm) => {
    const signal = model.find(alarm.spec.signal, 'signal')
    return signal && !alarm.spec.paused ? [ruleOf(model.workload, alarm, signal.spec)] : []
  })
}

export function ruleOf(workload: string, alarm: Resource<'alarm'>, source: Source): Rule {
  const { spec, name } = alarm
  const { query, cadence = 'steady', every = EXPECTED_EVERY } = source
  const breached = readCondition(spec.when)
  const intervalMs = durationMs(spec.interval)
  const missingAfterMs =
    spec.missingAfter === undefined
      ? Math.max(2 * intervalMs, 3 * durationMs(every))
      : durationMs(spec.missingAfter)
  return {
    workload,
    alarm: name,
    version: contentHash({ spec, query }),
    title: spec.title,
    query,
    breached,
    recovered: spec.recover ? readCondition(spec.recover) : (value) => !breached(value),
    forMs: durationMs(spec.for),
    keepFiringForMs: durationMs(spec.keepFiringFor),
    intervalMs,
    phaseMs: Number.parseInt(contentHash({ workload, alarm: name }).slice(-8), 16) % intervalMs,
    mOfN: spec.mOfN,
    evalDelayMs: durationMs(spec.evalDelay ?? '0s'),
    catchUpMs: durationMs(spec.catchUp ?? '1h'),
    missingAfterMs,
    onMissing: spec.onMissing ?? ON_MISSING[cadence],
    opaque: spec.when === 'present',
    identityLabels: spec.identityLabels,
    limit: spec.limit ?? LIMIT,
    severity: spec.severity,
    owner: spec.owner,
    procedure: spec.procedure,
    protects: spec.protects,
    groupBy: spec.groupBy,
  }
}

/** The last scheduled time of an alarm at or before a time. Alarms are spread over their interval. */
export function gridTick({ phaseMs, intervalMs }: Rule, atMs: number): number {
  return Math.floor((atMs - phaseMs) / intervalMs) * intervalMs + phaseMs
}
