/** The health of a workload as one reading: all parts are of the same moment. */
import type { Sql } from '#base'
import type { Model } from '#model'
import { type AlarmView, readAlarms, type SignalReader } from '../alarms/index.ts'
import { type Cause, causesOf } from './causes.ts'
import { type ComponentHealth, rollUpComponents } from './components.ts'
import type { Span } from './measure.ts'
import { type OutcomeHealth, readOutcomes } from './outcomes.ts'
import { readSignals, type SignalHealth } from './signals.ts'
import { type WorkloadHealth, workloadHealth } from './workload.ts'

export interface HealthReading {
  /** ISO 8601 */
  readonly at: string
  readonly workload: WorkloadHealth
  readonly outcomes: readonly (OutcomeHealth & { readonly causes: readonly Cause[] })[]
  readonly signals: readonly SignalHealth[]
  readonly components: readonly ComponentHealth[]
  readonly alarms: readonly AlarmView[]
}

export async function readHealth(
  sql: Sql,
  model: Model,
  reader: SignalReader,
  nowMs: number,
  span?: Span,
): Promise<HealthReading> {
  const alarms = await readAlarms(sql, model)
  const outcomes = await readOutcomes(model, reader, nowMs, span)
  const signals = await readSignals(model, reader, alarms, nowMs, span)
  const components = rollUpComponents(model, signals, alarms)
  return {
    at: new Date(nowMs).toISOString(),
    workload: workloadHealth(outcomes, nowMs),
    outcomes: outcomes.map((one) => ({
      ...one,
      causes: causesOf(model, one.outcome, components, alarms),
    })),
    signals,
    components,
    alarms,
  }
}
