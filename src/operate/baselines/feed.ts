/**
 * How a baseline is fed, the same for alarms and for charts: values of a series in order, and the deployments that may
 * have moved it.
 */
import type { Sql } from '#base'
import { deploymentFinished } from '#ledger'
import type { Baseline, Observation } from './baseline.ts'

export interface TimedValue {
  readonly timeMs: number
  readonly value: number
}

/** What a deployment moves is another level, and not a deviation for hours. */
export function feedBaseline(
  baseline: Baseline,
  points: readonly TimedValue[],
  { shifts, stepMs }: { readonly shifts: readonly number[]; readonly stepMs: number },
  see: (point: TimedValue, seen: Observation) => void,
): void {
  for (const point of points) {
    const { timeMs, value } = point
    for (const shiftMs of shifts)
      if (shiftMs <= timeMs && shiftMs > timeMs - stepMs) baseline.levelShift(shiftMs)
    see(point, baseline.observe(timeMs, value))
  }
}

/** When a component was deployed, after a time. @param component its name, without its kind */
export async function deploymentsOf(
  sql: Sql,
  workload: string,
  component: string,
  afterMs: number,
): Promise<number[]> {
  const rows = await sql<{ time: Date }>`
    select time from ledger where type = ${deploymentFinished.type}
      and data->>'workload' = ${workload} and data->>'component' = ${component}
      and time > ${new Date(afterMs).toISOString()} order by position`
  return rows.map(({ time }) => time.getTime())
}
