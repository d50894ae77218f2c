/** When a message is tried again: later each time, at a random moment, so that receivers that come back are not overrun. */

const FIRST_MS = 1_000
const LONGEST_MS = 60_000
const SHORTEST_MS = 100

/**
 * Milliseconds to wait after an attempt (from 1). `random` is in [0, 1). A receiver that asks for more time
 * gets it.
 */
export function retryDelayMs(attempt: number, random: number, askedMs = 0): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1))
  return Math.max(SHORTEST_MS, Math.round(ceiling * random), askedMs)
}
