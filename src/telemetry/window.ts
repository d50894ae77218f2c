/** The samples of one series in memory, by time, each time once. */
const FIRST_CAPACITY = 16

export class SampleWindow {
  #times = new Float64Array(FIRST_CAPACITY)
  #values = new Float64Array(FIRST_CAPACITY)
  #start = 0
  #end = 0

  get size(): number {
    return this.#end - this.#start
  }

  get lastMs(): number | undefined {
    return this.size === 0 ? undefined : this.#times[this.#end - 1]
  }

  get lastValue(): number | undefined {
    return this.size === 0 ? undefined : this.#values[this.#end - 1]
  }

  has(timeMs: number): boolean {
    if (this.size === 0 || timeMs > this.#times[this.#end - 1]!) return false
    return this.#times[this.#firstAtOrAfter(timeMs)] === timeMs
  }

  /** Adds a sample; a late one finds its place, a second one of the same time is left out. */
  add(timeMs: number, value: number): boolean {
    if (this.has(timeMs)) return false
    this.#room()
    const at = this.size === 0 ? this.#end : this.#firstAtOrAfter(timeMs)
    this.#times.copyWithin(at + 1, at, this.#end)
    this.#values.copyWithin(at + 1, at, this.#end)
    this.#times[at] = timeMs
    this.#values[at] = value
    this.#end++
    return true
  }

  /** Drops what is older. Returns how many samples that were. */
  dropBefore(timeMs: number): number {
    const start = this.#firstAtOrAfter(timeMs)
    const dropped = start - this.#start
    this.#start = start
    return dropped
  }

  /** Copies of the samples with `fromMs < time <= toMs`. */
  between(fromMs: number, toMs: number): { times: Float64Array; values: Float64Array } {
    const from = this.#firstAfter(fromMs)
    const to = this.#firstAfter(toMs)
    return { times: this.#times.slice(from, to), values: this.#values.slice(from, to) }
  }

  #firstAfter(timeMs: number): number {
    const at = this.#firstAtOrAfter(timeMs)
    return at < this.#end && this.#times[at] === timeMs ? at + 1 : at
  }

  #firstAtOrAfter(timeMs: number): number {
    let low = this.#start
    let high = this.#end
    // Nearly every question and sample is about the end.
    if (low < high && this.#times[high - 1]! < timeMs) return high
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#times[middle]! < timeMs) low = middle + 1
      else high = middle
    }
    return low
  }

  #room(): void {
    if (this.#end < this.#times.length) return
    const capacity = Math.max(FIRST_CAPACITY, this.size * 2)
    const times = new Float64Array(capacity)
    const values = new Float64Array(capacity)
    times.set(this.#times.subarray(this.#start, this.#end))
    values.set(this.#values.subarray(this.#start, this.#end))
    this.#end -= this.#start
    this.#start = 0
    this.#times = times
    this.#values = values
  }
}
