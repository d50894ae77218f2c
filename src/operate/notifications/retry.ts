/** When a message is tried again: later each time, at a random moment, so that receivers that come back are not overrun. */

import type { Purpose } from './notification.ts'

const FIRST_MS = 1_000
const LONGEST_MS = 60_000
// Somebody is needed: when the receiver is back, a page is there before anybody has wondered.
const LONGEST_PAGE_MS = 15_000
const SHORTEST_MS = 100

/**
 * Milliseconds to wait after an attempt (from 1). `random` is in [0, 1). A receiver that asks for more time
 * gets it.
 */
export function retryDelayMs(
  attempt: number,
  random: number,
  { purpose, askedMs = 0 }: { purpose: Purpose; askedMs?: number | undefined },
): number {
  const longestMs = purpose === 'page' ? LONGEST_PAGE_MS : LONGEST_MS
  const ceiling = Math.min(longestMs, FIRST_MS * 2 ** (attempt - 1))
  return Math.max(SHORTEST_MS, Math.round(ceiling * random), askedMs)
}
