/**
 * What a signal usually is at an hour of the day, or of the week. An hour counts as one observation however many
 * samples fell into it, so that the profile does not depend on how often somebody measures.
 */

const HOUR_MS = 3_600_000
/** How much of the profile an hour takes with it: four visits are half of what is remembered. */
const LEARNED = 0.2
/** An hour may move the profile by so many of its usual differences, so that one outage is not the new usual. */
const MOST_MOVED = 3

export interface HourState {
  readonly usual: readonly (number | null)[]
  readonly hour: number | null
  readonly sum: number
  readonly count: number
}

export class Hours {
  readonly #cycle: number
  readonly #usual: (number | null)[]
  #hour: number | null = null
  #sum = 0
  #count = 0

  /** @param cycle hours after which it begins anew: 24 or 168 */
  constructor(cycle: number) {
    this.#cycle = cycle
    this.#usual = new Array<number | null>(cycle).fill(null)
  }

  /** What is usual at a time, on the line between the hours beside it; undefined when one of them is not known. */
  at(timeMs: number): number | undefined {
    const position = timeMs / HOUR_MS - 0.5
    const first = Math.floor(position)
    const share = position - first
    const before = this.#usual[this.#bin(first)]
    const after = this.#usual[this.#bin(first + 1)]
    if (before === null || before === undefined || after === null || after === undefined)
      return undefined
    return before + (after - before) * share
  }

  /** @param spread usual difference between the signal and what is expected of it */
  learn(timeMs: number, value: number, spread: number): void {
    const hour = Math.floor(timeMs / HOUR_MS)
    if (hour !== this.#hour) {
      this.#close(spread)
      this.#hour = hour
      this.#sum = 0
      this.#count = 0
    }
    this.#sum += value
    this.#count++
  }

  toState(): HourState {
    return { usual: [...this.#usual], hour: this.#hour, sum: this.#sum, count: this.#count }
  }

  static fromState(cycle: number, state: HourState): Hours {
    const hours = new Hours(cycle)
    for (const [i, value] of state.usual.entries()) hours.#usual[i] = value
    hours.#hour = state.hour
    hours.#sum = state.sum
    hours.#count = state.count
    return hours
  }

  #close(spread: number): void {
    if (this.#hour === null || this.#count === 0) return
    const bin = this.#bin(this.#hour)
    const mean = this.#sum / this.#count
    const usual = this.#usual[bin]
    if (usual === null || usual === undefined) this.#usual[bin] = mean
    else {
      const most = spread > 0 ? MOST_MOVED * spread : Number.POSITIVE_INFINITY
      this.#usual[bin] = usual + LEARNED * Math.max(-most, Math.min(most, mean - usual))
    }
  }

  #bin(hour: number): number {
    return ((hour % this.#cycle) + this.#cycle) % this.#cycle
  }
}
