/**
 * Samples for PromQL. A question about the recent past is answered from memory; one that reaches further back
 * reads the store once for all its series and adds what memory has and the store has not yet.
 */
import type { Catalog, Series } from './catalog.ts'
import type { Head } from './head.ts'
import { type SeriesData, type SeriesSource, writeStale } from './promql/index.ts'
import type { Samples } from './sample-blocks.ts'
import type { SampleColumns, TelemetryStore } from './store/telemetry-store.ts'

export function openRecentSource(
  catalog: Catalog,
  head: Head,
  store: TelemetryStore,
  rolledUpToMs: () => number,
): SeriesSource {
  return {
    select(matchers, fromMs, toMs) {
      const chosen = catalog.select(matchers, fromMs)
      if (fromMs >= head.fromMs || chosen.length === 0)
        return chosen.flatMap((series) => dataOf(series, head.between(series, fromMs, toMs)))
      const ids = chosen.map(({ id }) => id)
      // Memory has all since then; it is read at once, since it lets go of samples while the store is asked.
      const memoryMs = Math.max(fromMs, Math.min(head.fromMs, toMs))
      const recent = chosen.map((series) => head.between(series, memoryMs - 1, toMs))
      // Samples as they came begin where those of five minutes end.
      const bordersMs = rolledUpToMs()
      const asTheyCame = store.samples(Math.max(fromMs, bordersMs - 1), memoryMs, ids)
      const rolledUp =
        fromMs < bordersMs ? store.rollup(fromMs, Math.min(toMs, bordersMs), ids) : undefined
      return Promise.all([asTheyCame, rolledUp]).then(([columns, older]) => {
        const stored = bySeries(columns)
        const before = older ? bySeries(older) : undefined
        return chosen.flatMap((series, i) => {
          const rolled = before?.get(series.id)
          const exact = merge(stored.get(series.id), recent[i])
          const data = dataOf(series, rolled ? merge(rolled, exact) : exact)
          return rolled ? data.map((one) => ({ ...one, rolledUp: true })) : data
        })
      })
    },
  }
}

/** A series with its samples, unless there are none. Our NaN is PromQL's stale marker. */
function dataOf({ labels }: Series, samples: Samples | undefined): SeriesData[] {
  if (!samples || samples.times.length === 0) return []
  const { values } = samples
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) writeStale(values, i)
  return [{ labels, ...samples }]
}

function bySeries(columns: SampleColumns): Map<bigint, Samples> {
  const { seriesIds, timesMs, values } = columns
  const result = new Map<bigint, Samples>()
  const halves = new Uint32Array(seriesIds.buffer, seriesIds.byteOffset, seriesIds.length * 2)
  const isSame = (i: number, j: number) =>
    halves[2 * i] === halves[2 * j] && halves[2 * i + 1] === halves[2 * j + 1]
  for (let start = 0, end = 0; start < seriesIds.length; start = end) {
    while (end < seriesIds.length && isSame(start, end)) end++
    result.set(seriesIds[start]!, {
      times: timesMs.subarray(start, end),
      values: values.subarray(start, end),
    })
  }
  return result
}

/** Both in order of time, each time once; memory is right where they differ. */
function merge(stored: Samples | undefined, recent: Samples | undefined): Samples | undefined {
  const left = stored ?? recent
  const right = stored ? recent : undefined
  if (!left || !right) return left
  if (left.times.at(-1)! < right.times[0]!) return joined(left, right)
  const size = left.times.length + right.times.length
  const times = new Float64Array(size)
  const values = new Float64Array(size)
  let count = 0
  const put = (timeMs: number, value: number) => {
    if (count > 0 && times[count - 1] === timeMs) count--
    times[count] = timeMs
    values[count++] = value
  }
  let j = 0
  for (let i = 0; i < left.times.length; i++) {
    const timeMs = left.times[i]!
    while (j < right.times.length && right.times[j]! < timeMs) {
      put(right.times[j]!, right.values[j]!)
      j++
    }
    put(timeMs, left.values[i]!)
  }
  for (; j < right.times.length; j++) put(right.times[j]!, right.values[j]!)
  return { times: times.subarray(0, count), values: values.subarray(0, count) }
}

function joined(earlier: Samples, later: Samples): Samples {
  const times = new Float64Array(earlier.times.length + later.times.length)
  const values = new Float64Array(times.length)
  times.set(earlier.times)
  times.set(later.times, earlier.times.length)
  values.set(earlier.values)
  values.set(later.values, earlier.values.length)
  return { times, values }
}
