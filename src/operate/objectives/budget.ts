/**
 * The error budget: how much may be bad, how much of that is gone, how fast it goes. Pure arithmetic.
 *
 * Formulas: The Site Reliability Workbook (Google, 2018), chapter 2 “Implementing SLOs” (error budget = 1 − target)
 * and chapter 5 “Alerting on SLOs” (burn rate = share of bad ÷ (1 − target); budget consumed = burn rate × elapsed ÷
 * window; time to exhaustion = window ÷ burn rate).
 */

import type { Objective } from '#model'
import { type Bucket, type Counted, countIn } from './bucket.ts'

type Terms = Pick<Objective, 'target' | 'windowMs' | 'missing'>

export interface Budget {
  /** The share that was good of what was measured; null when nothing was. */
  readonly attained: number | null
  readonly counted: Counted
  /** How many may be bad in a whole window, events or slices, at the rate that was measured; null when nothing was. */
  readonly allowed: number | null
  /** 1 when untouched, 0 when gone, below 0 when overdrawn; null when nothing was measured. */
  readonly left: number | null
  /** The same when all time without data was bad. */
  readonly leftAtWorst: number | null
}

/** From `sinceMs`, when it began to be measured, or from the beginning of the window. */
export function budgetOf(
  buckets: readonly Bucket[],
  terms: Terms,
  span: { readonly sinceMs: number; readonly nowMs: number },
): Budget {
  const { target, windowMs, missing } = terms
  const fromMs = Math.max(span.sinceMs, span.nowMs - windowMs)
  const counted = countIn(buckets, { fromMs, toMs: span.nowMs })
  const { good, total, bad, knownMs, unknownMs } = counted
  const room = 1 - target
  const measured = total > 0 && knownMs > 0
  const burnt = measured ? (bad / total / room) * (knownMs / windowMs) : 0
  const ofUnknown = unknownMs / windowMs / room
  const isKnown = knownMs > 0 || missing !== 'unknown'
  return {
    attained: total > 0 ? good / total : null,
    counted,
    allowed: measured ? (room * total * windowMs) / knownMs : null,
    left: isKnown ? 1 - burnt - (missing === 'bad' ? ofUnknown : 0) : null,
    leftAtWorst: isKnown ? 1 - burnt - ofUnknown : null,
  }
}

/**
 * How many times as fast as allowed it burns: at 1 the budget lasts exactly its window.
 * Null when nothing is known of the span.
 */
export function burnRateOf(
  counted: Pick<Counted, 'bad' | 'total' | 'knownMs' | 'unknownMs'>,
  { target, missing }: Pick<Terms, 'target' | 'missing'>,
): number | null {
  const { bad, total, knownMs, unknownMs } = counted
  const share = total > 0 ? bad / total : 0
  const spanMs = knownMs + unknownMs
  if (missing === 'bad' && spanMs > 0) return (share * knownMs + unknownMs) / spanMs / (1 - target)
  if (knownMs <= 0) return missing === 'good' && spanMs > 0 ? 0 : null
  return share / (1 - target)
}

/** When nothing is left at this rate; undefined when it lasts: at a rate of 1 or less, old harm leaves the window as fast. */
export function exhaustedAtMs(
  left: number,
  burnRate: number,
  { windowMs }: Pick<Terms, 'windowMs'>,
  nowMs: number,
): number | undefined {
  if (left <= 0) return nowMs
  if (burnRate <= 1) return undefined
  return nowMs + (left * windowMs) / burnRate
}
