/** A source in memory: series by their labels. For tests, and for samples that have not reached a store. */
import { labelsKey } from './labels.ts'
import { compileMatchers } from './matcher.ts'
import type { Labels, Matcher, SeriesData, SeriesSource } from './source.ts'

export class MemorySource implements SeriesSource {
  readonly #series = new Map<string, SeriesData>()

  /** Adds samples to a series. A later value for the same time replaces the earlier one. */
  add(labels: Labels, times: Float64Array, values: Float64Array): void {
    const key = labelsKey(labels)
    const before = this.#series.get(key)
    this.#series.set(key, before ? join(before, times, values) : { labels, times, values })
  }

  select(matchers: readonly Matcher[], fromMs: number, toMs: number): SeriesData[] {
    const matches = compileMatchers(matchers)
    const found: SeriesData[] = []
    for (const { labels, times, values } of this.#series.values()) {
      if (!matches(labels)) continue
      const from = firstAfter(times, fromMs)
      const to = firstAfter(times, toMs)
      if (from < to)
        found.push({ labels, times: times.subarray(from, to), values: values.subarray(from, to) })
    }
    return found
  }
}

/** Position of the first time later than the given one. */
function firstAfter(times: Float64Array, timeMs: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (times[middle]! <= timeMs) low = middle + 1
    else high = middle
  }
  return low
}

function join(before: SeriesData, times: Float64Array, values: Float64Array): SeriesData {
  // Copied as bits: a stale marker must not pass through a number.
  const bits = (array: Float64Array) => new BigUint64Array(array.slice().buffer)
  const merged = new Map<number, bigint>()
  const [old, fresh] = [bits(before.values), bits(values)]
  for (const [i, time] of before.times.entries()) merged.set(time, old[i]!)
  for (const [i, time] of times.entries()) merged.set(time, fresh[i]!)
  const sorted = [...merged].sort(([a], [b]) => a - b)
  return {
    labels: before.labels,
    times: Float64Array.from(sorted, ([time]) => time),
    values: new Float64Array(BigUint64Array.from(sorted, ([, value]) => value).buffer),
  }
}
