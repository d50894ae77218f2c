/**
 * How wide the band around what is expected is. It is a multiple of the usual mistake, and the multiple is learned:
 * the band is left as often as it should be, whatever the shape of the mistakes.
 * Source: Gibbs and Candès, "Adaptive conformal inference under distribution shift", 2021.
 */

/** The band is left by so many of the samples that come from within it. */
const LEFT = 0.005
const STEP = 0.02
const FIRST = 4
const LEAST = 2
const MOST = 25

export class Band {
  #factor: number
  #isOutside = false

  constructor(factor = FIRST) {
    this.#factor = factor
  }

  get factor(): number {
    return this.#factor
  }

  /** Half its width. @param hours of data behind the mistake: little of it makes it wide */
  halfWidth(mistake: number, hours: number): number {
    return this.#factor * mistake * (1 + 3 / Math.sqrt(1 + hours))
  }

  /** An hour outside is one time, and not one for each sample. */
  learn(isOutside: boolean): void {
    const entered = isOutside && !this.#isOutside
    if (entered || !isOutside)
      this.#factor = Math.max(
        LEAST,
        Math.min(MOST, this.#factor * Math.exp(STEP * ((entered ? 1 : 0) - LEFT))),
      )
    this.#isOutside = isOutside
  }
}
