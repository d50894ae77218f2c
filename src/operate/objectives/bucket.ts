/** A stretch of time with what was counted in it. Time that nobody measured is told apart from time that was good. */

export interface Bucket {
  readonly fromMs: number
  readonly toMs: number
  /** Events or slices. */
  readonly good: number
  readonly total: number
  /** How much of the stretch was measured, in milliseconds. */
  readonly knownMs: number
  /** Measured on samples of five minutes, since the finer ones are not kept any more. */
  readonly coarse: boolean
}

/** What several stretches come to. */
export interface Counted {
  readonly good: number
  readonly total: number
  readonly bad: number
  readonly knownMs: number
  readonly unknownMs: number
  readonly coarse: boolean
}

/** Adds up; of `fromMs` to `toMs` whatever is in no bucket is unknown. */
export function countIn(
  buckets: readonly Bucket[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Counted {
  let [good, total, knownMs] = [0, 0, 0]
  let coarse = false
  for (const bucket of buckets) {
    if (bucket.toMs <= fromMs || bucket.fromMs >= toMs) continue
    good += bucket.good
    total += bucket.total
    knownMs += bucket.knownMs
    coarse ||= bucket.coarse
  }
  const spanMs = Math.max(0, toMs - fromMs)
  const known = Math.min(knownMs, spanMs)
  return { good, total, bad: total - good, knownMs: known, unknownMs: spanMs - known, coarse }
}
