/**
 * Tells a change that lasts from an outage: samples that lie on one side outside of the band for an hour are the new
 * level, after a deployment within minutes. Until then they are deviations.
 */

const LASTING_MS = 3_600_000
const AFTER_DEPLOYMENT_MS = 5 * 60_000
const FEWEST = 12
/** So long after a deployment another level is no surprise. */
const SETTLING_MS = 2 * 3_600_000

export interface ShiftState {
  readonly side: number
  readonly sinceMs: number
  readonly count: number
  readonly sum: number
  readonly settlingUntilMs: number
}

export class Shift {
  #side = 0
  #sinceMs = 0
  #count = 0
  #sum = 0
  #settlingUntilMs = 0

  /** A deployment, or whatever else may have moved it. */
  announce(timeMs: number): void {
    this.#settlingUntilMs = timeMs + SETTLING_MS
  }

  isSettling(timeMs: number): boolean {
    return timeMs < this.#settlingUntilMs
  }

  /** By how much the level has moved for good; 0 as long as it has not. */
  take(timeMs: number, residual: number, isOutside: boolean): number {
    const side = isOutside ? Math.sign(residual) : 0
    if (side === 0 || side !== this.#side) {
      this.#side = side
      this.#sinceMs = timeMs
      this.#count = 0
      this.#sum = 0
    }
    if (side === 0) return 0
    this.#count++
    this.#sum += residual
    const lastsMs = this.isSettling(timeMs) ? AFTER_DEPLOYMENT_MS : LASTING_MS
    if (timeMs - this.#sinceMs < lastsMs || this.#count < FEWEST) return 0
    const by = this.#sum / this.#count
    this.#side = 0
    return by
  }

  toState(): ShiftState {
    return {
      side: this.#side,
      sinceMs: this.#sinceMs,
      count: this.#count,
      sum: this.#sum,
      settlingUntilMs: this.#settlingUntilMs,
    }
  }

  restore(state: ShiftState): void {
    this.#side = state.side
    this.#sinceMs = state.sinceMs
    this.#count = state.count
    this.#sum = state.sum
    this.#settlingUntilMs = state.settlingUntilMs
  }
}
