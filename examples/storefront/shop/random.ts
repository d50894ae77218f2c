/** Chance that can be repeated: the same seed is the same sequence. */

/** Numbers from 0 up to 1. Without a seed they are new each time. */
export function seededRandom(seed: number | undefined): () => number {
  if (seed === undefined) return Math.random
  // mulberry32: small, and good enough for the ways of customers.
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
