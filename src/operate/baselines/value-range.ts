/** Where a value lies between the least and the greatest that were seen, as a number between 0 and 1. */

export class ValueRange {
  #least: number
  #greatest: number

  constructor(least = Number.POSITIVE_INFINITY, greatest = Number.NEGATIVE_INFINITY) {
    this.#least = least
    this.#greatest = greatest
  }

  get least(): number {
    return this.#least
  }

  get greatest(): number {
    return this.#greatest
  }

  get width(): number {
    return this.#greatest > this.#least ? this.#greatest - this.#least : 0
  }

  /** Whether the range had to grow for this value. */
  take(value: number): boolean {
    if (value >= this.#least && value <= this.#greatest) return false
    this.#least = Math.min(this.#least, value)
    this.#greatest = Math.max(this.#greatest, value)
    return true
  }

  place(value: number): number {
    return this.width === 0 ? 0 : (value - this.#least) / this.width
  }
}
