/**
 * Exponential histograms as classic buckets. Their bounds follow from a scale, so nobody chooses them; what is
 * kept is at most scale 1, where each bound is 1.41 times the one before: a quantile is off by 19 % at most, and
 * a histogram whose resolution falls keeps its bounds.
 * Source: https://opentelemetry.io/docs/specs/otel/metrics/data-model/#exponentialhistogram
 */
import type { ExponentialPoint } from './shape.ts'

/** Up to here, observations: as `le` says it, and not those of one bucket alone. */
export interface CumulativeBucket {
  readonly bound: number
  readonly count: number
}

const KEPT_SCALE = 1
const MOST_BUCKETS = 400

/** In order of their bounds, without the one of all observations; undefined when they contradict each other. */
export function cumulativeBuckets(point: ExponentialPoint): CumulativeBucket[] | undefined {
  const { scale = 0, zeroCount = 0n, zeroThreshold = 0, positive, negative } = point
  const kept = Math.min(scale, KEPT_SCALE)
  const bound = (index: number) => 2 ** (index * 2 ** -kept)
  const above = countsByIndex(positive, scale - kept)
  const below = countsByIndex(negative, scale - kept)
  if (!above || !below || !(zeroThreshold >= 0)) return undefined
  const buckets: CumulativeBucket[] = []
  let sum = 0
  const put = (upTo: number, count: number) => {
    sum += count
    const last = buckets.at(-1)
    // Bounds beyond what a number holds fall together.
    if (last?.bound === upTo) buckets[buckets.length - 1] = { bound: upTo, count: sum }
    else if (Number.isFinite(upTo)) buckets.push({ bound: upTo, count: sum })
  }
  for (const [index, count] of [...below].reverse()) put(-bound(index), count)
  put(zeroThreshold, Number(zeroCount))
  for (const [index, count] of above)
    if (bound(index + 1) > zeroThreshold) put(bound(index + 1), count)
    else sum += count
  return sum <= Number(point.count ?? 0n) ? buckets : undefined
}

/** Counts by index at the scale that is kept, from the lowest to the highest; undefined when there are too many. */
function countsByIndex(
  sent: ExponentialPoint['positive'],
  coarserBy: number,
): ReadonlyMap<number, number> | undefined {
  const counts = new Map<number, number>()
  const { offset = 0, bucketCounts = [] } = sent ?? {}
  for (const [i, count] of bucketCounts.entries()) {
    const index = Math.floor((offset + i) / 2 ** coarserBy)
    counts.set(index, (counts.get(index) ?? 0) + Number(count))
  }
  return counts.size > MOST_BUCKETS ? undefined : counts
}
