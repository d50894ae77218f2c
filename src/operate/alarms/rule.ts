/** An alarm of the model, made ready to be decided: its signal’s query, its predicates, its times in numbers. */
import { contentHash, durationMs } from '#base'
import type { Model, Resource } from '#model'
import { groupingFor } from '../oncall/index.ts'
import { type Predicate, readCondition } from './condition.ts'
import type { Labels } from './instance.ts'
import { alarmKindOf } from './kinds/index.ts'
import type { Sampler, Source } from './kinds/kind.ts'

export interface Rule {
  readonly workload: string
  /** Name of the alarm. */
  readonly alarm: string
  /** Hash of what decides: the alarm’s spec and its signal’s query. */
  readonly version: string
  readonly title: string
  /** PromQL; returns all series, breached or not. Empty when it looks at something else than samples. */
  readonly query: string
  /** Its samples, when they are not what its query answers. */
  readonly read: Sampler | undefined
  /** How long a sample stands for the present one; undefined for as long as queries take it. */
  readonly lookbackMs: number | undefined
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
  /** Why it is cleared when it is good again. */
  readonly clearedBy: 'condition' | 'source'
  /** Labels that tell instances apart; undefined when all do. */
  readonly identityLabels: readonly string[] | undefined
  /** So many instances are watched; more are counted and reported. */
  readonly limit: number
  readonly severity: 'critical' | 'warning' | 'info'
  readonly owner: string
  readonly procedure: string
  readonly protects: readonly string[]
  readonly groupBy: readonly string[]
  /** Alarms of the same route share incidents: escalation:name; undefined when it has its own. */
  readonly route?: string | undefined
  /** Templates of what it adds to the labels of an instance. */
  readonly labels: Labels
  /** Templates of what is told with it. */
  readonly annotations: Labels
}

const LIMIT = 1_000
const EXPECTED_EVERY = '10s'
const ON_MISSING = { steady: 'nodata', sparse: 'ok', heartbeat: 'fire' } as const

/** The rules of a model. An alarm that names what is not declared cannot be applied; a paused one has no rule. */
export function rulesOf(model: Model): Rule[] {
  return model.all('alarm').flatMap((alarm) => {
    if (alarm.spec.paused) return []
    const source = alarmKindOf(alarm.spec).source(alarm.spec, { model, name: alarm.name })
    if (!source) return []
    const { route, groupBy } = groupingFor(model, alarm.name, alarm.spec.owner)
    const rule = ruleOf(model.workload, alarm, source)
    return [route === alarm.name ? rule : { ...rule, route, groupBy }]
  })
}

/** What its kind does not say of a signal, the spec does. */
export function ruleOf(workload: string, alarm: Resource<'alarm'>, source: Source): Rule {
  const { spec, name } = alarm
  const { query = '', cadence = 'steady', every = EXPECTED_EVERY } = source
  const breached = source.breached ?? readCondition(spec.when ?? '')
  const recovered = source.recovered ?? (spec.recover ? readCondition(spec.recover) : undefined)
  const intervalMs = Math.max(durationMs(spec.interval), source.leastIntervalMs ?? 0)
  const missingAfterMs =
    spec.missingAfter === undefined
      ? (source.missingAfterMs ?? Math.max(2 * intervalMs, 3 * durationMs(every)))
      : durationMs(spec.missingAfter)
  return {
    workload,
    alarm: name,
    version: contentHash({ spec, query, ...(source.reads ? { reads: source.reads } : {}) }),
    title: spec.title,
    query,
    read: source.read,
    lookbackMs: source.lookbackMs,
    breached,
    recovered: recovered ?? ((value) => !breached(value)),
    forMs: durationMs(spec.for),
    keepFiringForMs: durationMs(spec.keepFiringFor),
    intervalMs,
    phaseMs: Number.parseInt(contentHash({ workload, alarm: name }).slice(-8), 16) % intervalMs,
    mOfN: spec.mOfN,
    evalDelayMs: durationMs(spec.evalDelay ?? '0s'),
    catchUpMs: durationMs(spec.catchUp ?? '1h'),
    missingAfterMs,
    onMissing: spec.onMissing ?? source.onMissing ?? ON_MISSING[cadence],
    opaque: source.opaque ?? spec.when === 'present',
    clearedBy: source.clearedBy ?? 'condition',
    identityLabels: spec.identityLabels,
    limit: spec.limit ?? LIMIT,
    severity: spec.severity,
    owner: spec.owner,
    procedure: spec.procedure,
    protects: spec.protects,
    groupBy: spec.groupBy,
    labels: spec.labels ?? {},
    annotations: spec.annotations ?? {},
  }
}

/** Whether what is known of one’s instances is known of the other’s. */
export function looksAtTheSame(one: Rule, other: Rule): boolean {
  return one.query === other.query && (!one.read || one.version === other.version)
}

/** The last scheduled time of an alarm at or before a time. Alarms are spread over their interval. */
export function gridTick({ phaseMs, intervalMs }: Rule, atMs: number): number {
  return Math.floor((atMs - phaseMs) / intervalMs) * intervalMs + phaseMs
}
