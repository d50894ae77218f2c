/** The quantile of a set of numbers, between its two neighbours in proportion. NaN counts as the smallest. */

export function quantile(q: number, values: ArrayLike<number>): number {
  const count = values.length
  if (count === 0 || Number.isNaN(q)) return Number.NaN
  if (q < 0) return Number.NEGATIVE_INFINITY
  if (q > 1) return Number.POSITIVE_INFINITY
  const sorted = Float64Array.from(values)
  sorted.sort((a, b) => {
    if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : -1
    if (Number.isNaN(b)) return 1
    return a - b || 0
  })
  const rank = q * (count - 1)
  const lower = Math.max(0, Math.floor(rank))
  const upper = Math.min(count - 1, lower + 1)
  const weight = rank - Math.floor(rank)
  return sorted[lower]! * (1 - weight) + sorted[upper]! * weight
}

/** The warning that belongs to a q outside 0 to 1, or undefined. */
export function quantileProblem(q: number): string | undefined {
  if (q >= 0 && q <= 1) return undefined
  const text = Number.isNaN(q) ? 'NaN' : q === Infinity ? '+Inf' : String(q)
  return `quantile value should be between 0 and 1, got ${text}`
}
