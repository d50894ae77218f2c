/** How many samples all windows together may have room for, so that memory stays bounded whatever is asked. */
export const BYTES_PER_SAMPLE = 16

export class SampleBudget {
  readonly limit: number
  #used = 0
  /** How often there was not enough. */
  refusals = 0

  constructor(limit: number) {
    this.limit = limit
  }

  get used(): number {
    return this.#used
  }

  get isSpent(): boolean {
    return this.#used >= this.limit
  }

  /** Whether there was room for so many more; then they are taken. */
  take(samples: number): boolean {
    if (this.#used + samples > this.limit) {
      this.refusals++
      return false
    }
    this.#used += samples
    return true
  }

  /** Takes the few without which there is no window at all. */
  reserve(samples: number): void {
    this.#used += samples
  }

  giveBack(samples: number): void {
    this.#used -= samples
  }
}
