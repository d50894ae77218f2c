/** What stored telemetry says of the time in which nobody looked, and shortly before, at an alarm’s scheduled times. */
import type { SignalReader, SignalSeries } from './reader.ts'
import type { PastTick } from './resume.ts'
import type { Rule } from './rule.ts'

/** However long the gap and however short the interval. */
const MOST_TICKS = 2_000

export interface Past {
  readonly ticks: readonly PastTick[]
  /** Time of the newest sample; undefined when there is none. It may be newer than the last tick. */
  readonly newestMs: number | undefined
}

const NOTHING: Past = { ticks: [], newestMs: undefined }

/** Alarms on the same signal share one evaluation. */
export type Ranges = Map<string, Promise<readonly SignalSeries[]>>

/** How far back a look may depend on looks of which nothing was told, in milliseconds. */
export function memoryMs({ missingAfterMs, intervalMs, keepFiringForMs, mOfN }: Rule): number {
  const points = 2 * (mOfN?.n ?? 0)
  return Math.max(
    missingAfterMs,
    points * Math.max(intervalMs, missingAfterMs),
    2 * keepFiringForMs,
  )
}

/**
 * The ticks at which there was something new, the oldest first. Where nothing had arrived there is none: nobody
 * listened then, which does not say that nobody spoke.
 */
export async function readPast(
  reader: SignalReader,
  rule: Rule,
  { lookedMs, nowMs }: { readonly lookedMs: number; readonly nowMs: number },
  ranges: Ranges,
): Promise<Past> {
  // What was seen then is not what its samples of now say.
  if (rule.read) return NOTHING
  const { query, intervalMs, evalDelayMs, catchUpMs, mOfN, phaseMs } = rule
  const phase = mOfN ? phaseMs : 0
  const tickAfter = (atMs: number) =>
    Math.floor((atMs - phase) / intervalMs) * intervalMs + phase + intervalMs
  const learnMs = memoryMs(rule)
  const reachMs = Math.min(learnMs + Math.max(0, nowMs - lookedMs), learnMs + catchUpMs)
  const firstMs = tickAfter(nowMs - Math.min(reachMs, MOST_TICKS * intervalMs))
  const lastMs = tickAfter(nowMs) - intervalMs
  const fromMs = firstMs - evalDelayMs
  const toMs = lastMs - evalDelayMs
  const times = await reader.timesOf(query, { fromMs: fromMs - intervalMs, toMs: nowMs })
  const newestMs = times.at(-1)
  if (newestMs === undefined || lastMs < firstMs) return { ...NOTHING, newestMs }
  const key = `${query} ${fromMs} ${toMs} ${intervalMs}`
  const range = ranges.get(key) ?? reader.range(query, { fromMs, toMs, stepMs: intervalMs })
  ranges.set(key, range)
  const ticks = new Map<number, PastTick & { samples: { labels: object; value: number }[] }>()
  for (const timeMs of times) {
    const ripeMs = timeMs + evalDelayMs
    const tickMs = tickAfter(ripeMs - 1)
    // What the last holder has looked at already is nothing new.
    if (tickMs > lookedMs && ripeMs <= lookedMs) continue
    if (tickMs <= lastMs && !ticks.has(tickMs)) ticks.set(tickMs, { tickMs, samples: [] })
  }
  for (const { labels, points } of await range)
    for (const { timeMs, value } of points)
      ticks.get(timeMs + evalDelayMs)?.samples.push({ labels, value })
  return { ticks: [...ticks.values()].sort((a, b) => a.tickMs - b.tickMs), newestMs }
}
