/**
 * How new a value is: how far from every value that was seen, and how far its step from the value before is from
 * every step that was seen, beside what the signal moves anyway. What came once is not new the second time, so
 * a signal may have spikes of its own without being called unusual for each.
 *
 * Distance to the nearest known value is the left discord of length one and two; see Yeh et al., "Matrix Profile
 * I", 2016. Its parts are in shares of the range of values, so that one threshold fits every signal.
 */
import { SeenBits } from './seen-bits.ts'
import { ValueRange } from './value-range.ts'

const VALUE_CELLS = 1_024
const STEP_CELLS = 64
/** A step is a pair of values: pairs lie further apart than values do. */
const STEP_WEIGHT = 0.2
/** What a signal that does not move at all may move, as a share of its range. */
const LEAST_NOISE = 0.03
const NOISE_MEMORY = 200
/** What was not seen for one to two of these is new again. */
const GENERATION_MS = 45 * 86_400_000

export interface NoveltyState {
  readonly range: readonly [least: number, greatest: number]
  readonly values: string
  readonly steps: string
  readonly noise: number
  readonly count: number
  readonly last: number | null
  readonly turnedMs: number
}

export class Novelty {
  #range: ValueRange
  #values = new SeenBits(VALUE_CELLS, 1)
  #steps = new SeenBits(STEP_CELLS, 2)
  /** Mean absolute step, in the unit of the signal. */
  #noise = 0
  #count = 0
  #last: number | undefined
  #turnedMs = Number.NEGATIVE_INFINITY

  /** @param range what values can be, as far as that is known from elsewhere */
  constructor(range?: readonly [least: number, greatest: number]) {
    this.#range = new ValueRange(...(range ?? []))
  }

  /** How new it is: 0 is known; around 0.17 few signals go in a week without a cause. */
  take(timeMs: number, value: number): number {
    this.#turn(timeMs)
    this.#grow(value)
    const novelty = this.#measure(value)
    this.#learn(value)
    return novelty
  }

  toState(): NoveltyState {
    return {
      range: [this.#range.least, this.#range.greatest],
      values: this.#values.toState(),
      steps: this.#steps.toState(),
      noise: this.#noise,
      count: this.#count,
      last: this.#last ?? null,
      turnedMs: this.#turnedMs,
    }
  }

  static fromState(state: NoveltyState): Novelty {
    const novelty = new Novelty(state.range)
    novelty.#values = SeenBits.fromState(VALUE_CELLS, 1, state.values)
    novelty.#steps = SeenBits.fromState(STEP_CELLS, 2, state.steps)
    novelty.#noise = state.noise
    novelty.#count = state.count
    novelty.#last = state.last ?? undefined
    novelty.#turnedMs = state.turnedMs
    return novelty
  }

  #measure(value: number): number {
    if (this.#range.width === 0) return 0
    const far = (this.#values.distance(this.#cell(value, VALUE_CELLS)) ?? 0) / (VALUE_CELLS - 1)
    let step = 0
    if (this.#last !== undefined && !this.#steps.isEmpty) {
      const from = this.#cell(this.#last, STEP_CELLS)
      const cells = this.#steps.distance(from, this.#cell(value, STEP_CELLS)) ?? 0
      step = cells / (STEP_CELLS - 1) / Math.SQRT2
    }
    const noise = this.#noise / this.#range.width
    return Math.max(far, STEP_WEIGHT * step) / (noise + LEAST_NOISE)
  }

  #learn(value: number): void {
    this.#values.add(this.#cell(value, VALUE_CELLS))
    if (this.#last !== undefined) {
      this.#steps.add(this.#cell(this.#last, STEP_CELLS), this.#cell(value, STEP_CELLS))
      this.#count++
      const weight = 1 / Math.min(this.#count, NOISE_MEMORY)
      this.#noise += weight * (Math.abs(value - this.#last) - this.#noise)
    }
    this.#last = value
  }

  #cell(value: number, side: number): number {
    return Math.round(this.#range.place(value) * (side - 1))
  }

  #turn(timeMs: number): void {
    if (this.#turnedMs === Number.NEGATIVE_INFINITY) this.#turnedMs = timeMs
    if (timeMs - this.#turnedMs < GENERATION_MS) return
    this.#turnedMs = timeMs
    this.#values.turn()
    this.#steps.turn()
  }

  /** A value beyond the range makes the cells wider: what was seen moves to the cells in which it lies now. */
  #grow(value: number): void {
    const before = this.#range
    const range = new ValueRange(before.least, before.greatest)
    if (!range.take(value)) return
    this.#range = range
    const moved = (cell: number, side: number) =>
      this.#cell(before.least + (cell / (side - 1)) * before.width, side)
    const values = new SeenBits(VALUE_CELLS, 1)
    for (const [x] of this.#values.cells()) values.add(moved(x, VALUE_CELLS))
    const steps = new SeenBits(STEP_CELLS, 2)
    for (const [x, y] of this.#steps.cells()) steps.add(moved(x, STEP_CELLS), moved(y, STEP_CELLS))
    this.#values = values
    this.#steps = steps
  }
}
