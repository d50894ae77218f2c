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
  readonly missingAfterMs: number
  readonly onMissing: 'ok' | 'keep' | 'fire' | 'nodata'
  readonly severity: 'critical' | 'warning' | 'info'
  readonly owner: string
  readonly procedure: string
  readonly protects: readonly string[]
  readonly groupBy: readonly string[]
}

/** The rules of a model. An alarm whose signal is not declared cannot be applied, so none is left out. */
export function rulesOf(model: Model): Rule[] {
  return model.all('alarm').flatMap((alarm) => {
    const signal = model.find(alarm.spec.signal, 'signal')
    return signal ? [ruleOf(model.workload, alarm, signal.spec.query)] : []
  })
}

export function ruleOf(workload: string, alarm: Resource<'alarm'>, query: string): Rule {
  const { spec, name } = alarm
  const breached = readCondition(spec.when)
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
    intervalMs: durationMs(spec.interval),
    missingAfterMs: durationMs(spec.missingAfter),
    onMissing: spec.onMissing,
    severity: spec.severity,
    owner: spec.owner,
    procedure: spec.procedure,
    protects: spec.protects,
    groupBy: spec.groupBy,
  }
}
