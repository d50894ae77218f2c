/** The width of buckets: a round one, so that a range that moves does not move its buckets. */
const S = 1_000
const ROUND_MS = [
  ...[0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30].map((seconds) => seconds * S),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * 60 * S),
  ...[1, 2, 3, 6, 12, 24, 48, 168].map((hours) => hours * 3_600 * S),
]
export const MOST_BUCKETS = 500

/** Milliseconds of a bucket, so that there are at most about so many. */
export function stepOf(fromMs: number, toMs: number, buckets = 60): number {
  const most = Math.min(Math.max(1, Math.floor(buckets)), MOST_BUCKETS)
  const least = Math.max(1, toMs - fromMs) / most
  return ROUND_MS.find((step) => step >= least) ?? Math.ceil(least / 604_800_000) * 604_800_000
}
