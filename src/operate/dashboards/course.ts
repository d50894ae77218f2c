/** The course of a query on the moments of a dashboard, with what can be said of its newest value. */
import type { SignalReader, SignalSeries } from '../alarms/index.ts'
import type { Moments } from './moments.ts'
import type { Line } from './panel-data.ts'

export interface Course {
  readonly lines: readonly Line[]
  readonly more: number
  /** Of each line; none when nobody knows them. */
  readonly newest: readonly number[]
  /** Why the newest value is not known. */
  readonly unknown: string | null
}

const MOST_LINES = 8
/** A value that is older is not the present any more. */
const STALE_AFTER_MS = 60_000

export async function readCourse(
  reader: Pick<SignalReader, 'range' | 'instant' | 'newestMs'>,
  query: string,
  moments: Moments,
  /** The moment that is looked at: now, or the end of a range in the past. */
  atMs: number,
): Promise<Course> {
  const { fromMs, toMs, stepMs } = moments
  const [newestMs, all] = await Promise.all([
    reader.newestMs(query, atMs),
    reader.range(query, { fromMs, toMs, stepMs }),
  ])
  const { lines, more } = linesOf(all, moments, newestMs ?? atMs)
  if (newestMs === undefined)
    return { lines, more, newest: [], unknown: 'no sample in the last five minutes' }
  if (atMs - newestMs > STALE_AFTER_MS)
    return { lines, more, newest: [], unknown: 'no sample in the last minute' }
  const newest = (await reader.instant(query, Math.min(newestMs, atMs)))
    .map(({ value }) => value)
    .filter(Number.isFinite)
  const unknown = newest.length === 0 ? 'its query answers with nothing' : null
  return { lines, more, newest, unknown }
}

/** The largest by their newest values, each on all moments; a window over silence shows nothing. Pure. */
export function linesOf(
  all: readonly SignalSeries[],
  { fromMs, stepMs, count }: Moments,
  untilMs: number,
): { lines: Line[]; more: number } {
  const measured = all
    .map(({ labels, points }) => ({
      labels,
      points: points.filter(({ timeMs, value }) => timeMs <= untilMs && Number.isFinite(value)),
    }))
    .filter(({ points }) => points.length > 0)
    .sort((a, b) => b.points.at(-1)!.value - a.points.at(-1)!.value)
  const shown = measured.slice(0, MOST_LINES)
  const lines = shown.map(({ labels, points }) => {
    const values = new Array<number | null>(count).fill(null)
    for (const { timeMs, value } of points) {
      const at = Math.round((timeMs - fromMs) / stepMs)
      if (at >= 0 && at < count) values[at] = value
    }
    return { name: nameOf(labels, shown), values }
  })
  return { lines, more: measured.length - shown.length }
}

/** What sets a line apart from the others, in its labels. */
function nameOf(
  labels: SignalSeries['labels'],
  all: readonly Pick<SignalSeries, 'labels'>[],
): string {
  return Object.entries(labels)
    .filter(([key, value]) => all.some((other) => other.labels[key] !== value))
    .map(([, value]) => value)
    .join(' ')
}
