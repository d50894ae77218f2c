/**
 * By how much two shares differ for certain: Newcombe's interval for a difference of proportions, made of
 * Wilson's intervals for each. It is honest with three of four and with none of nothing.
 */

export interface Certainty {
  /** The shares differ by at least so much; 0 when they may be the same. */
  readonly atLeast: number
  readonly verdict: 'more-in-a' | 'more-in-b' | 'may-be-chance'
}

interface Count {
  readonly hits: number
  readonly of: number
}

/** 99.9 %, two-sided. */
const Z = 3.2905

export function certaintyOf(a: Count, b: Count): Certainty {
  if (a.of === 0 || b.of === 0) return { atLeast: 0, verdict: 'may-be-chance' }
  const [lowA, highA] = wilson(a)
  const [lowB, highB] = wilson(b)
  const shareA = a.hits / a.of
  const shareB = b.hits / b.of
  const difference = shareA - shareB
  const low = difference - Math.hypot(shareA - lowA, highB - shareB)
  const high = difference + Math.hypot(highA - shareA, shareB - lowB)
  if (low > 0) return { atLeast: low, verdict: 'more-in-a' }
  if (high < 0) return { atLeast: -high, verdict: 'more-in-b' }
  return { atLeast: 0, verdict: 'may-be-chance' }
}

function wilson({ hits, of }: Count): [low: number, high: number] {
  const share = hits / of
  const z2 = Z * Z
  const middle = (share + z2 / (2 * of)) / (1 + z2 / of)
  const half = (Z / (1 + z2 / of)) * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of * of))
  return [Math.max(0, middle - half), Math.min(1, middle + half)]
}
