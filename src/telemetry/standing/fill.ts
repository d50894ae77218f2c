/** Brings the windows of a query up to what is known: from memory at once, from the store when it has more. */
import type { Head } from '../head.ts'
import { labelsKey, type SeriesSource } from '../promql/index.ts'
import { SLACK_MS } from './series-window.ts'
import type { StandingQuery } from './standing-query.ts'

/** False when memory does not reach as far back as the query. */
export function fillFromHead({ selections }: StandingQuery, head: Head, nowMs: number): boolean {
  let isWhole = true
  for (const { reach, members } of selections) {
    if (reach.windowMs === 0) continue
    const fromMs = nowMs - reach.windowMs - SLACK_MS
    for (const { series, window } of members) {
      if (!window || window.completeFromMs <= fromMs) continue
      const samples = head.between(series, fromMs, Number.POSITIVE_INFINITY)
      window.load(samples ?? NO_SAMPLES, Math.max(fromMs, head.fromMs))
      if (window.completeFromMs > nowMs - reach.windowMs) isWhole = false
    }
  }
  return isWhole
}

export async function fillFromStore(
  { selections }: StandingQuery,
  source: SeriesSource,
  nowMs: number,
  rolledUpToMs: number,
): Promise<void> {
  for (const { reach, members } of selections) {
    const fromMs = nowMs - reach.windowMs - SLACK_MS
    // What is rolled up is not what came.
    if (reach.windowMs === 0 || fromMs <= rolledUpToMs) continue
    const windows = new Map(members.map((one) => [labelsKey(one.series.labels), one.window]))
    const toMs = nowMs + SLACK_MS
    for (const data of await source.select(reach.selector.matchers, fromMs, toMs)) {
      const key = labelsKey(data.labels)
      windows.get(key)?.load(data, fromMs)
      windows.delete(key)
    }
    // It knows nothing of the others, and that is complete.
    for (const window of windows.values()) window?.load(NO_SAMPLES, fromMs)
  }
}

const NO_SAMPLES = { times: new Float64Array(0), values: new Float64Array(0) }
