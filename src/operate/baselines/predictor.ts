/**
 * One way to expect a signal: nothing but its recent level, or that beside what is usual at this hour. It keeps
 * the score of its own mistakes, so that the best of several can be asked.
 */
import { type HourState, Hours } from './hours.ts'

/** Of the level: what happened three hours ago counts a third. */
const LEVEL_MS = 3 * 3_600_000
/** Of mistakes: two days, so that a day with an outage does not choose another way. */
const MISTAKE_MS = 2 * 86_400_000

export interface PredictorState {
  readonly hours: HourState | null
  readonly level: number | null
  readonly mistake: number
  readonly count: number
  readonly lastMs: number | null
}

export class Predictor {
  #hours: Hours | undefined
  /** How far the signal is from what is usual now; its plain level when nothing is usual. */
  #level: number | undefined
  #mistake = 0
  #count = 0
  #lastMs: number | undefined

  /** @param cycle hours after which the usual begins anew; 0 when nothing is usual */
  constructor(cycle: number) {
    this.#hours = cycle > 0 ? new Hours(cycle) : undefined
  }

  /** Undefined while it does not know. */
  expected(timeMs: number): number | undefined {
    if (this.#level === undefined) return undefined
    const usual = this.#hours ? this.#hours.at(timeMs) : 0
    return usual === undefined ? undefined : usual + this.#level
  }

  /** Its usual mistake, in the unit of the signal; undefined while it has made none. */
  get mistake(): number | undefined {
    return this.#count === 0 ? undefined : this.#mistake
  }

  learn(timeMs: number, value: number, spread: number): void {
    const expected = this.expected(timeMs)
    const passedMs = this.#lastMs === undefined ? 0 : Math.max(0, timeMs - this.#lastMs)
    this.#lastMs = timeMs
    if (expected !== undefined) {
      const mistake = Math.abs(value - expected)
      // One that has just begun to know is judged by its mean so far.
      const weight = Math.max(shareOf(passedMs, MISTAKE_MS), 1 / ++this.#count)
      this.#mistake += Math.min(1, weight) * (mistake - this.#mistake)
    }
    const usual = this.#hours ? this.#hours.at(timeMs) : 0
    if (usual !== undefined) {
      const off = value - usual
      // A single value moves the level no further than usual mistakes go.
      const most = spread > 0 ? 5 * spread : Number.POSITIVE_INFINITY
      if (this.#level === undefined) this.#level = this.#hours ? 0 : off
      const moved = Math.max(-most, Math.min(most, off - this.#level))
      this.#level += shareOf(passedMs, LEVEL_MS) * moved
    }
    this.#hours?.learn(timeMs, value, spread)
  }

  /** The signal goes on from another level: a deployment, or a change that has lasted. */
  shift(timeMs: number, by: number): void {
    const usual = this.#hours ? this.#hours.at(timeMs) : 0
    if (usual !== undefined && this.#level !== undefined) this.#level += by
  }

  toState(): PredictorState {
    return {
      hours: this.#hours?.toState() ?? null,
      level: this.#level ?? null,
      mistake: this.#mistake,
      count: this.#count,
      lastMs: this.#lastMs ?? null,
    }
  }

  static fromState(cycle: number, state: PredictorState): Predictor {
    const predictor = new Predictor(cycle)
    if (state.hours) predictor.#hours = Hours.fromState(cycle, state.hours)
    predictor.#level = state.level ?? undefined
    predictor.#mistake = state.mistake
    predictor.#count = state.count
    predictor.#lastMs = state.lastMs ?? undefined
    return predictor
  }
}

/** How much of a memory of this length is new after so long. */
const shareOf = (passedMs: number, memoryMs: number): number => 1 - Math.exp(-passedMs / memoryMs)
