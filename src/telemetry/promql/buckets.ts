/** What can be said about observations of which only the counts below some bounds are known. */

/** Observations at or below a bound, all smaller ones included. */
export interface Bucket {
  readonly upper: number
  count: number
}

/** Differences this small come from arithmetic on the counts, not from the counts. */
const TOLERANCE = 1e-12
const SMALLEST_NORMAL = 2.2250738585072014e-308

/** The quantile by linear interpolation within a bucket; `fixed` says that counts went down on the way up. */
export function bucketQuantile(q: number, given: Bucket[]): { value: number; fixed: boolean } {
  if (Number.isNaN(q)) return { value: Number.NaN, fixed: false }
  if (q < 0) return { value: Number.NEGATIVE_INFINITY, fixed: false }
  if (q > 1) return { value: Number.POSITIVE_INFINITY, fixed: false }
  const { buckets, fixed } = ordered(given)
  const last = buckets.at(-1)
  if (
    !last ||
    last.upper !== Number.POSITIVE_INFINITY ||
    buckets.length < 2 ||
    !(last.count > 0 || Number.isNaN(last.count))
  )
    return { value: Number.NaN, fixed }
  let rank = q * last.count
  let index = buckets.findIndex(({ count }) => count >= rank)
  if (index === -1) index = buckets.length - 1
  if (index === buckets.length - 1) return { value: buckets[index - 1]!.upper, fixed }
  const { upper } = buckets[index]!
  if (index === 0 && upper <= 0) return { value: upper, fixed }
  let { count } = buckets[index]!
  let lower = 0
  if (index > 0) {
    lower = buckets[index - 1]!.upper
    count -= buckets[index - 1]!.count
    rank -= buckets[index - 1]!.count
  }
  return { value: lower + (upper - lower) * (rank / count), fixed }
}

/** The share of observations between two values. */
export function bucketFraction(lower: number, upper: number, given: Bucket[]): number {
  const { buckets } = ordered(given)
  const last = buckets.at(-1)
  if (last?.upper !== Number.POSITIVE_INFINITY) return Number.NaN
  if (!(last.count > 0) || Number.isNaN(lower) || Number.isNaN(upper)) return Number.NaN
  if (lower >= upper) return 0
  return (below(upper, buckets) - below(lower, buckets)) / last.count
}

/** How many observations are below a value. */
function below(value: number, buckets: readonly Bucket[]): number {
  let rank = 0
  for (const [index, { upper, count }] of buckets.entries()) {
    const start = index > 0 ? buckets[index - 1]!.upper : upper > 0 ? 0 : Number.NEGATIVE_INFINITY
    if (start >= value) return rank
    if (upper > value) {
      if (start === Number.NEGATIVE_INFINITY) return count
      if (upper === Number.POSITIVE_INFINITY) return rank
      return rank + (count - rank) * ((value - start) / (upper - start))
    }
    rank = count
  }
  return rank
}

/** Sorted by bound, equal bounds added, and never going down. */
function ordered(given: Bucket[]): { buckets: Bucket[]; fixed: boolean } {
  const buckets: Bucket[] = []
  for (const bucket of given.toSorted((a, b) => (a.upper === b.upper ? 0 : a.upper - b.upper))) {
    const before = buckets.at(-1)
    if (before && before.upper === bucket.upper) before.count += bucket.count
    else buckets.push({ ...bucket })
  }
  let fixed = false
  let previous = buckets[0]?.count ?? 0
  for (const bucket of buckets.slice(1)) {
    if (almostEqual(previous, bucket.count, TOLERANCE)) bucket.count = previous
    else if (bucket.count < previous) {
      bucket.count = previous
      fixed = true
    } else previous = bucket.count
  }
  return { buckets, fixed }
}

/** Whether two numbers differ by no more than a share of their size. */
export function almostEqual(a: number, b: number, share: number): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true
  const size = Math.abs(a) + Math.abs(b)
  const difference = Math.abs(a - b)
  if (a === 0 || b === 0 || size < SMALLEST_NORMAL) return difference < share * SMALLEST_NORMAL
  return difference / Math.min(size, Number.MAX_VALUE) < share
}
