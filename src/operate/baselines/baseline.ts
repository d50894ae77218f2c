/**
 * What a signal is expected to be, learned from itself, sample by sample: a band, and how new the value is. It does
 * not know what is good; whoever asks says which direction is. Nothing of it is tuned to a signal: it chooses among
 * ways to expect by their own mistakes, and learns the width of its band from how often it is left.
 */
import { Band } from './band.ts'
import { Novelty, type NoveltyState } from './novelty.ts'
import { Peak, type PeakState } from './peak.ts'
import { Predictor, type PredictorState } from './predictor.ts'
import { Shift, type ShiftState } from './shift.ts'

export type Good = 'high' | 'low' | 'steady'

export interface BaselineOptions {
  /** Which direction is an improvement; `steady` when neither is. */
  readonly good?: Good
  /** What values can be, as far as that is known from elsewhere. */
  readonly range?: readonly [least: number, greatest: number]
  /** So long after something new, only what is newer still is told. */
  readonly holdOffMs?: number
}

export interface ExpectedBand {
  readonly expected: number
  readonly low: number
  readonly high: number
}

export interface Observation {
  /** Undefined while too little was seen to expect anything. */
  readonly band: ExpectedBand | undefined
  /** Less than a day of data: the band is wide, and says little. */
  readonly isCold: boolean
  /** How far outside the band, in half widths of it; 0 within, negative below. */
  readonly deviation: number
  /** Between 0 and 1: how new the value is, from what came before it alone; 0.5 is worth a look. */
  readonly score: number
  readonly direction: 'improvement' | 'degradation' | 'unusual' | 'expected'
  /** The level has moved for good, by so much. */
  readonly shifted: number
}

export interface BaselineState {
  readonly version: 1
  readonly predictors: readonly PredictorState[]
  readonly factor: number
  readonly shift: ShiftState
  readonly novelty: NoveltyState
  readonly peak: PeakState
  readonly seenMs: number
  readonly count: number
  readonly lastMs: number | null
}

/** Nothing but the level, beside the hour of the day, beside the hour of the week. */
const CYCLES = [0, 24, 168] as const
const HOUR_MS = 3_600_000
/** So much data makes it known. */
export const COLD_MS = 24 * HOUR_MS
const FEWEST = 10
/** A pause is no data: it counts for no more than this. */
const MOST_BETWEEN_MS = HOUR_MS
const HOLD_OFF_MS = 6 * HOUR_MS
/** The novelty that makes a score of one half. */
const NOTABLE = 0.17

export class Baseline {
  readonly #good: Good
  readonly #band: Band
  readonly #shift = new Shift()
  readonly #peak: Peak
  #predictors: readonly Predictor[] = CYCLES.map((cycle) => new Predictor(cycle))
  #novelty: Novelty
  #seenMs = 0
  #count = 0
  #lastMs: number | undefined

  constructor(options: BaselineOptions = {}, state?: BaselineState) {
    const { good = 'steady', range, holdOffMs = HOLD_OFF_MS } = options
    this.#good = good
    this.#peak = new Peak(holdOffMs)
    this.#band = new Band(state?.factor)
    this.#novelty = state ? Novelty.fromState(state.novelty) : new Novelty(range)
    if (!state) return
    this.#predictors = CYCLES.map((cycle, i) => Predictor.fromState(cycle, state.predictors[i]!))
    this.#shift.restore(state.shift)
    this.#peak.restore(state.peak)
    this.#seenMs = state.seenMs
    this.#count = state.count
    this.#lastMs = state.lastMs ?? undefined
  }

  /** Takes a sample and says how it stands beside all before it. Samples that are not newer change nothing. */
  observe(timeMs: number, value: number): Observation {
    const band = this.bandAt(timeMs)
    const deviation = band ? deviationOf(value, band) : 0
    const isCold = this.#seenMs < COLD_MS
    if (!Number.isFinite(value) || (this.#lastMs !== undefined && timeMs <= this.#lastMs))
      return { band, isCold, deviation, score: 0, direction: 'expected', shifted: 0 }
    const novelty = this.#novelty.take(timeMs, value)
    const isPeak = this.#peak.take(timeMs, novelty)
    const score = isPeak && this.#count >= FEWEST ? novelty / (novelty + NOTABLE) : 0
    const shifted = this.#learn(timeMs, value, band, deviation)
    return {
      band,
      isCold,
      deviation,
      score,
      direction: this.#directionOf(deviation, score),
      shifted,
    }
  }

  /** How much data is behind it: milliseconds, without pauses. */
  get knownMs(): number {
    return this.#seenMs
  }

  /** What is expected at a time; of the past it says what would be expected there from what is known now. */
  bandAt(timeMs: number): ExpectedBand | undefined {
    const best = this.#best(timeMs)
    if (!best || this.#count < FEWEST) return undefined
    const { expected, mistake } = best
    const half = this.#band.halfWidth(mistake, this.#seenMs / HOUR_MS)
    const wide = this.#shift.isSettling(timeMs) ? half * 2 : half
    return { expected, low: expected - wide, high: expected + wide }
  }

  /** Something was changed that may have moved it: another level is learned within minutes, not within an hour. */
  levelShift(timeMs: number): void {
    this.#shift.announce(timeMs)
  }

  toState(): BaselineState {
    return {
      version: 1,
      predictors: this.#predictors.map((predictor) => predictor.toState()),
      factor: this.#band.factor,
      shift: this.#shift.toState(),
      novelty: this.#novelty.toState(),
      peak: this.#peak.toState(),
      seenMs: this.#seenMs,
      count: this.#count,
      lastMs: this.#lastMs ?? null,
    }
  }

  #learn(timeMs: number, value: number, band: ExpectedBand | undefined, deviation: number): number {
    const spread = this.#best(timeMs)?.mistake ?? 0
    for (const predictor of this.#predictors) predictor.learn(timeMs, value, spread)
    if (this.#lastMs !== undefined) this.#seenMs += Math.min(MOST_BETWEEN_MS, timeMs - this.#lastMs)
    this.#lastMs = timeMs
    this.#count++
    if (!band) return 0
    this.#band.learn(deviation !== 0)
    const by = this.#shift.take(timeMs, value - band.expected, deviation !== 0)
    if (by !== 0) for (const predictor of this.#predictors) predictor.shift(timeMs, by)
    return by
  }

  /** The way to expect that has erred least of late. */
  #best(timeMs: number): { expected: number; mistake: number } | undefined {
    let best: { expected: number; mistake: number } | undefined
    for (const predictor of this.#predictors) {
      const expected = predictor.expected(timeMs)
      const { mistake } = predictor
      if (expected === undefined || mistake === undefined) continue
      if (!best || mistake < best.mistake) best = { expected, mistake }
    }
    return best
  }

  #directionOf(deviation: number, score: number): Observation['direction'] {
    if (deviation === 0) return score >= 0.5 ? 'unusual' : 'expected'
    if (this.#good === 'steady') return 'unusual'
    return deviation > 0 === (this.#good === 'high') ? 'improvement' : 'degradation'
  }
}

function deviationOf(value: number, { low, high }: ExpectedBand): number {
  const half = Math.max((high - low) / 2, Number.MIN_VALUE)
  if (value > high) return (value - high) / half
  return value < low ? (value - low) / half : 0
}
