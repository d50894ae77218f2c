/** Time is handed in, so that a rule is a table and a test does not wait. */
export interface Clock {
  /** The present, as milliseconds since 1970 UTC. */
  now(): number
}

/** The clock of the machine. Persisted times come from the database's clock instead. */
export const systemClock: Clock = { now: () => Date.now() }

/** A clock that stands still until it is moved. */
export class ManualClock implements Clock {
  #nowMs: number

  constructor(startMs: number = Date.UTC(2026, 0, 5, 9, 0, 0)) {
    this.#nowMs = startMs
  }

  now(): number {
    return this.#nowMs
  }

  /** Moves to a time; moving backwards is refused, as the database's clock never does it. */
  moveTo(ms: number): void {
    if (ms < this.#nowMs)
      throw new Error(`the clock stands at ${this.#nowMs} and cannot go back to ${ms}`)
    this.#nowMs = ms
  }

  advance(ms: number): void {
    this.moveTo(this.#nowMs + ms)
  }
}
