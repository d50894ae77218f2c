/**
 * Samples for PromQL. A question about the recent past is answered from memory; one that reaches further back
 * reads the store once for all its series and adds what memory has and the store has not yet.
 */
import type { Catalog, Series } from './catalog.ts'
import type { Head } from './head.ts'
import { chooseSeries } from './matching.ts'
import type { Labels } from './model.ts'
import type { SampleColumns, TelemetryStore } from './store/telemetry-store.ts'

export interface Matcher {
  name: string
  op: '=' | '!=' | '=~' | '!~'
  value: string
}
export interface SeriesData {
  labels: Labels
  timesMs: Float64Array
  values: Float64Array
}
export interface SeriesSource {
  select(matchers: readonly Matcher[], fromMs: number, toMs: number): Promise<readonly SeriesData[]>
}

interface Samples {
  readonly timesMs: Float64Array
  readonly values: Float64Array
}

export function openRecentSource(
  catalog: Catalog,
  head: Head,
  store: TelemetryStore,
): SeriesSource {
  return {
    async select(matchers, fromMs, toMs) {
      const chosen = chooseSeries(catalog, matchers)
      const recent = (series: Series) => head.window(series)?.between(fromMs, toMs)
      if (fromMs >= head.fromMs || chosen.length === 0)
        return chosen.flatMap((series) => dataOf(series, recent(series)))
      const alive = chosen.filter(({ lastSeenMs }) => lastSeenMs >= fromMs)
      const ids = alive.map(({ id }) => id)
      const stored = bySeries(await store.samples(fromMs, toMs, ids))
      return alive.flatMap((series) => dataOf(series, merge(stored.get(series.id), recent(series))))
    },
  }
}

function dataOf({ labels }: Series, samples: Samples | undefined): SeriesData[] {
  return samples && samples.timesMs.length > 0 ? [{ labels, ...samples }] : []
}

function bySeries(columns: SampleColumns): Map<bigint, Samples> {
  const { seriesIds, timesMs, values } = columns
  const result = new Map<bigint, Samples>()
  for (let start = 0, end = 0; start < seriesIds.length; start = end) {
    const id = seriesIds[start]!
    while (end < seriesIds.length && seriesIds[end] === id) end++
    result.set(id, { timesMs: timesMs.subarray(start, end), values: values.subarray(start, end) })
  }
  return result
}

/** Both in order of time, each time once; memory is right where they differ. */
function merge(stored: Samples | undefined, recent: Samples | undefined): Samples | undefined {
  const left = stored ?? recent
  const right = stored ? recent : undefined
  if (!left) return undefined
  const size = left.timesMs.length + (right?.timesMs.length ?? 0)
  const timesMs = new Float64Array(size)
  const values = new Float64Array(size)
  let count = 0
  const put = (timeMs: number, value: number) => {
    if (count > 0 && timesMs[count - 1] === timeMs) count--
    timesMs[count] = timeMs
    values[count++] = value
  }
  let j = 0
  for (let i = 0; i < left.timesMs.length; i++) {
    const timeMs = left.timesMs[i]!
    while (right && j < right.timesMs.length && right.timesMs[j]! < timeMs) {
      put(right.timesMs[j]!, right.values[j]!)
      j++
    }
    put(timeMs, left.values[i]!)
  }
  for (; right && j < right.timesMs.length; j++) put(right.timesMs[j]!, right.values[j]!)
  return { timesMs: timesMs.subarray(0, count), values: values.subarray(0, count) }
}
