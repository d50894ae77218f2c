/**
 * The measure for streams whose rows are labelled: which labelled runs are found, how soon, and how many false alarms
 * a week there are. Alarms within an hour are one.
 */
import type { Stream } from './series.ts'

export interface EventResult {
  readonly runs: number
  readonly found: number
  /** Rows from the beginning of a run to its first alarm, in the middle of those that were found. */
  readonly delayRows: number
  readonly falseAlarms: number
  readonly weeks: number
}

const HOUR_MS = 3_600_000
const WEEK_MS = 7 * 24 * HOUR_MS

export function eventsOf(
  { timesMs, labelled }: Pick<Stream, 'timesMs' | 'labelled'>,
  isAlarm: (row: number) => boolean,
) {
  let runs = 0
  let falseAlarms = 0
  let lastFalseMs = Number.NEGATIVE_INFINITY
  const delays: number[] = []
  let begin = -1
  let isFound = false
  for (let row = 0; row < labelled.length; row++) {
    if (labelled[row] && begin < 0) {
      begin = row
      isFound = false
      runs++
    } else if (!labelled[row]) begin = -1
    if (!isAlarm(row)) continue
    if (begin >= 0) {
      if (!isFound) delays.push(row - begin)
      isFound = true
    } else if (timesMs[row]! - lastFalseMs > HOUR_MS) {
      falseAlarms++
      lastFalseMs = timesMs[row]!
    }
  }
  const weeks = labelled.length > 1 ? (timesMs.at(-1)! - timesMs[0]!) / WEEK_MS : 0
  return { runs, delays, falseAlarms, weeks }
}

export function sumOf(all: readonly ReturnType<typeof eventsOf>[]): EventResult {
  const delays = all.flatMap((one) => one.delays).sort((a, b) => a - b)
  const sum = (read: (one: ReturnType<typeof eventsOf>) => number) =>
    all.reduce((total, one) => total + read(one), 0)
  return {
    runs: sum(({ runs }) => runs),
    found: delays.length,
    delayRows: delays[delays.length >> 1] ?? 0,
    falseAlarms: sum(({ falseAlarms }) => falseAlarms),
    weeks: sum(({ weeks }) => weeks),
  }
}
