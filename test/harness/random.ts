/** Random numbers that a seed repeats. */

export type Random = () => number

/** Numbers from 0 to below 1, small and quick; the same numbers for the same seed. Source: mulberry32 by Tommy Ettinger, public domain. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
