/** Sums and means that lose as little as possible, by the same steps as Prometheus, so that digits agree. */

/** A compensated sum (Neumaier). `total` and `rest` together are the sum. */
export class KahanSum {
  total = 0
  rest = 0

  add(value: number): void {
    const next = this.total + value
    if (next === Number.POSITIVE_INFINITY || next === Number.NEGATIVE_INFINITY) this.rest = 0
    else if (Math.abs(this.total) >= Math.abs(value)) this.rest += this.total - next + value
    else this.rest += value - next + this.total
    this.total = next
  }

  value(): number {
    return Number.isFinite(this.total) ? this.total + this.rest : this.total
  }
}

/** A mean that goes over to small steps when the sum would overflow. */
export class KahanMean {
  readonly #sum = new KahanSum()
  #count = 0
  #incremental = false

  add(value: number): void {
    this.#count++
    const sum = this.#sum
    if (!this.#incremental) {
      const before = sum.total
      const rest = sum.rest
      sum.add(value)
      if (this.#count === 1 || Math.abs(sum.total) !== Number.POSITIVE_INFINITY) return
      this.#incremental = true
      sum.total = before / (this.#count - 1)
      sum.rest = rest / (this.#count - 1)
    }
    const share = (this.#count - 1) / this.#count
    sum.total *= share
    sum.rest *= share
    sum.add(value / this.#count)
  }

  value(): number {
    const { total, rest } = this.#sum
    if (this.#incremental) return total + rest
    return total / this.#count + rest / this.#count
  }
}

/** The mean of squared distances from the mean, in one pass (Welford). */
export class Variance {
  readonly #mean = new KahanSum()
  readonly #squares = new KahanSum()
  #count = 0

  add(value: number): void {
    this.#count++
    const distance = value - (this.#mean.total + this.#mean.rest)
    this.#mean.add(distance / this.#count)
    this.#squares.add(distance * (value - (this.#mean.total + this.#mean.rest)))
  }

  value(): number {
    return (this.#squares.total + this.#squares.rest) / this.#count
  }
}
