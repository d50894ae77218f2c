/** How long each signal is kept, in which tables it stands, and which of their days are over. */

const DAY_MS = 86_400_000

/** Milliseconds by signal. `rollup` is samples of five minutes, which follow the samples as they came. */
export interface Retention {
  readonly metrics: number
  readonly rollup: number
  readonly logs: number
  readonly spans: number
  readonly calls: number
  readonly flows: number
  readonly activity: number
}
export type KeptSignal = keyof Retention

export const DEFAULT_RETENTION: Retention = {
  metrics: 15 * DAY_MS,
  rollup: 400 * DAY_MS,
  logs: 30 * DAY_MS,
  spans: 14 * DAY_MS,
  calls: 14 * DAY_MS,
  flows: 30 * DAY_MS,
  activity: 400 * DAY_MS,
}

/** The tables of each signal that are cut into days or months. A table that is not there has no days. */
export const KEPT_TABLES: Readonly<Record<KeptSignal, readonly string[]>> = {
  metrics: ['samples'],
  rollup: ['samples_5m'],
  logs: ['logs'],
  spans: ['spans'],
  calls: ['service_calls'],
  flows: ['flows'],
  activity: ['activity'],
}

/** What is declared by some, over the defaults: the longest of each, and a rollup at least as long as its samples. */
export function longestRetention(declared: readonly Partial<Retention>[]): Retention {
  const result = { ...DEFAULT_RETENTION }
  for (const signal of Object.keys(result) as KeptSignal[]) {
    const told = declared.map((one) => one[signal]).filter((ms) => ms !== undefined)
    if (told.length > 0) result[signal] = Math.max(...told)
  }
  return { ...result, rollup: Math.max(result.rollup, result.metrics) }
}

/** The end of a partition, `2026-11-23` or `202611`, in milliseconds since 1970; undefined for other names. */
export function endOfPartition(partition: string): number | undefined {
  const [, year, month, day] = /^(\d{4})-?(\d{2})(?:-(\d{2}))?$/.exec(partition) ?? []
  if (!year) return undefined
  return day
    ? Date.UTC(Number(year), Number(month) - 1, Number(day) + 1)
    : Date.UTC(Number(year), Number(month), 1)
}

/** Whether all rows of the partition are older than they are kept. */
export function isOver(partition: string, keptMs: number, nowMs: number): boolean {
  const endMs = endOfPartition(partition)
  return endMs !== undefined && endMs + keptMs <= nowMs
}
