/**
 * A signal will cross a limit before long, if it goes on as it does. The trend is Theil and Sen’s: the median of the
 * slopes between all pairs of sixty points, which up to a fourth of wild points do not bend; it knows no seasons. The
 * sample is the value that is expected at the end of the time that is looked ahead, or the present one when that is
 * over the limit already.
 */
import { durationMs } from '#base'
import { readCondition } from '../condition.ts'
import type { SignalPoint } from '../reader.ts'
import { type AlarmKind, nameOf } from './kind.ts'

const POINTS = 60
/** Fewer say nothing about the future. */
const FEWEST = 15

export const forecast: AlarmKind<'forecast'> = {
  kind: 'forecast',
  source({ forecast: spec }, { model }) {
    const signal = spec && model.find(spec.signal, 'signal')?.spec
    if (!spec || !signal) return undefined
    const fromMs = durationMs(spec.from)
    const withinMs = durationMs(spec.within)
    const stepMs = Math.max(1_000, Math.floor(fromMs / POINTS))
    const over = readCondition(spec.limit)
    return {
      reads: signal.query,
      async read(atMs, { reader }) {
        const toMs = Math.floor(atMs / stepMs) * stepMs
        const all = await reader.range(signal.query, { fromMs: toMs - fromMs, toMs, stepMs })
        return all.flatMap(({ labels, points }) => {
          const trend = trendOf(points, atMs)
          if (!trend) return []
          const ahead = trend.now + trend.perMs * withinMs
          const value = over(trend.last) ? trend.last : ahead
          return [{ labels, value, words: wordsOf(trend, spec.limit, over, withinMs, atMs) }]
        })
      },
      breached: over,
      recovered: (value) => !over(value),
      // Too few points are no silence: whoever watches the signal itself says when it is gone.
      onMissing: 'keep',
      leastIntervalMs: Math.min(60_000, stepMs),
    }
  },
  words: ({ forecast: spec }) => ({
    looksAt: nameOf(spec?.signal ?? ''),
    when: `${spec?.limit} within ${spec?.within}, as it goes`,
  }),
  picture({ forecast: spec }, model) {
    const query = spec && model.find(spec.signal, 'signal')?.spec.query
    if (query === undefined) return undefined
    return { query, bound: Number(spec!.limit.replace(/^[^\d.-]+/, '')) }
  },
}

export interface Trend {
  /** The newest value as it is. */
  readonly last: number
  /** The value of the line now. */
  readonly now: number
  readonly perMs: number
}

/** Undefined when there are too few points for it. */
export function trendOf(points: readonly SignalPoint[], nowMs: number): Trend | undefined {
  const known = points.filter(({ value }) => Number.isFinite(value))
  if (known.length < FEWEST) return undefined
  const slopes: number[] = []
  for (const [i, a] of known.entries())
    for (const b of known.slice(i + 1)) slopes.push((b.value - a.value) / (b.timeMs - a.timeMs))
  const perMs = median(slopes)
  const now = median(known.map(({ timeMs, value }) => value + perMs * (nowMs - timeMs)))
  return { last: known.at(-1)!.value, now, perMs }
}

function wordsOf(
  { last, now, perMs }: Trend,
  limit: string,
  over: (value: number) => boolean,
  withinMs: number,
  atMs: number,
): string {
  const course = `now ${rounded(last)}, ${perMs < 0 ? '−' : '+'}${rounded(Math.abs(perMs) * 3_600_000)} an hour`
  if (over(last)) return `it is ${limit} already: ${course}`
  if (!over(now + perMs * withinMs)) return `it stays on this side of ${limit}: ${course}`
  const bound = Number(limit.replace(/^[^\d.-]+/, ''))
  const leftMs = Math.max(0, (bound - now) / perMs)
  const when = new Date(atMs + leftMs).toISOString().slice(0, 16).replace('T', ' ')
  return `it will be ${limit} in about ${inWords(leftMs)}, at ${when} UTC: ${course}`
}

function inWords(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  if (minutes < 60) return `${minutes} min`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

const rounded = (value: number) => String(Number(value.toPrecision(3)))

function median(values: number[]): number {
  const sorted = values.sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
