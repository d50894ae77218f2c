/**
 * Recent samples of many series in a few large arrays. Senders write a sample of each of thousands of series in
 * turn; arrays of its own for each series would make every one of those writes a walk through memory.
 *
 * A series is a number here. Its samples stand in a chain of blocks, in order of time, each time once.
 */

/** Samples in a block: one of each 15 seconds for four minutes. */
const BLOCK = 16
const BLOCK_NUMBERS = BLOCK * 2
const FIRST_BLOCKS = 64
const NONE = -1

export interface Samples {
  readonly times: Float64Array
  readonly values: Float64Array
}

export class SampleBlocks {
  /** Time and value in turn. */
  #numbers = new Float64Array(FIRST_BLOCKS * BLOCK_NUMBERS)
  #next = new Int32Array(FIRST_BLOCKS)
  #previous = new Int32Array(FIRST_BLOCKS)
  #used = 0
  #free: number[] = []
  /** By series: its first and last block, where in them it begins and ends, and the last time. */
  #first = new Int32Array(0)
  #last = new Int32Array(0)
  #begin = new Uint8Array(0)
  #end = new Uint8Array(0)
  #lastMs = new Float64Array(0)
  #counts = new Uint32Array(0)

  count(series: number): number {
    return this.#counts[series] ?? 0
  }

  lastMs(series: number): number | undefined {
    return this.count(series) === 0 ? undefined : this.#lastMs[series]
  }

  lastValue(series: number): number | undefined {
    if (this.count(series) === 0) return undefined
    return this.#numbers[this.#at(this.#last[series]!, this.#end[series]! - 1) + 1]
  }

  has(series: number, timeMs: number): boolean {
    if (this.count(series) === 0 || timeMs > this.#lastMs[series]!) return false
    const { times } = this.between(series, timeMs - 1, timeMs)
    return times.length > 0 && times[times.length - 1] === timeMs
  }

  /** Adds a sample; a late one finds its place, a second one of the same time is left out. */
  add(series: number, timeMs: number, value: number): boolean {
    if (this.count(series) > 0 && timeMs <= this.#lastMs[series]!)
      return this.#addLate(series, timeMs, value)
    this.#append(series, timeMs, value)
    return true
  }

  /** Drops what is older. Returns how many samples that were. */
  dropBefore(series: number, timeMs: number): number {
    const before = this.count(series)
    if (before === 0) return 0
    if (this.#lastMs[series]! < timeMs) return this.drop(series)
    for (let block = this.#first[series]!; ; ) {
      const end = block === this.#last[series] ? this.#end[series]! : BLOCK
      if (this.#timeAt(block, end - 1) >= timeMs) break
      const next = this.#next[block]!
      this.#counts[series]! -= end - this.#begin[series]!
      this.#begin[series] = 0
      this.#first[series] = next
      this.#previous[next] = NONE
      this.#free.push(block)
      block = next
    }
    while (this.#timeAt(this.#first[series]!, this.#begin[series]!) < timeMs) {
      this.#begin[series]!++
      this.#counts[series]!--
    }
    return before - this.count(series)
  }

  /** Drops all samples of a series, whose number may then be given to another. */
  drop(series: number): number {
    const dropped = this.count(series)
    if (dropped === 0) return 0
    for (let block = this.#first[series]!; block !== NONE; block = this.#next[block]!)
      this.#free.push(block)
    this.#counts[series] = 0
    return dropped
  }

  /** Copies of the samples with `fromMs < time <= toMs`. */
  between(series: number, fromMs: number, toMs: number): Samples {
    if (this.count(series) === 0) return NO_SAMPLES
    const first = this.#first[series]!
    const last = this.#last[series]!
    // Nearly every question is about the end, so it is walked from there.
    let size = 0
    let from = last
    for (let block = last; ; block = this.#previous[block]!) {
      size += this.#countWithin(series, block, fromMs, toMs)
      from = block
      if (block === first || this.#timeAt(block, 0) <= fromMs) break
    }
    const times = new Float64Array(size)
    const values = new Float64Array(size)
    for (let block = from, made = 0; made < size; block = this.#next[block]!) {
      const end = block === last ? this.#end[series]! : BLOCK
      for (let i = block === first ? this.#begin[series]! : 0; i < end; i++) {
        const at = this.#at(block, i)
        const timeMs = this.#numbers[at]!
        if (timeMs <= fromMs || timeMs > toMs) continue
        times[made] = timeMs
        values[made++] = this.#numbers[at + 1]!
      }
    }
    return { times, values }
  }

  #countWithin(series: number, block: number, fromMs: number, toMs: number): number {
    const end = block === this.#last[series] ? this.#end[series]! : BLOCK
    let count = 0
    for (let i = block === this.#first[series] ? this.#begin[series]! : 0; i < end; i++) {
      const timeMs = this.#timeAt(block, i)
      if (timeMs > fromMs && timeMs <= toMs) count++
    }
    return count
  }

  #append(series: number, timeMs: number, value: number): void {
    if (series >= this.#counts.length) this.#growSeries(series + 1)
    const isEmpty = this.#counts[series] === 0
    if (isEmpty || this.#end[series] === BLOCK) {
      const block = this.#takeBlock()
      const last = isEmpty ? NONE : this.#last[series]!
      this.#previous[block] = last
      this.#next[block] = NONE
      if (last === NONE) {
        this.#first[series] = block
        this.#begin[series] = 0
      } else this.#next[last] = block
      this.#last[series] = block
      this.#end[series] = 0
    }
    const at = this.#at(this.#last[series]!, this.#end[series]!)
    this.#numbers[at] = timeMs
    this.#numbers[at + 1] = value
    this.#end[series]!++
    this.#counts[series]!++
    this.#lastMs[series] = timeMs
  }

  /** What comes late is rare: all that is later is taken out and put back behind it. */
  #addLate(series: number, timeMs: number, value: number): boolean {
    if (this.has(series, timeMs)) return false
    const { times, values } = this.between(series, Number.NEGATIVE_INFINITY, this.#lastMs[series]!)
    this.drop(series)
    let isIn = false
    for (let i = 0; i < times.length; i++) {
      if (!isIn && times[i]! > timeMs) {
        this.#append(series, timeMs, value)
        isIn = true
      }
      this.#append(series, times[i]!, values[i]!)
    }
    return true
  }

  #at(block: number, i: number): number {
    return block * BLOCK_NUMBERS + i * 2
  }

  #timeAt(block: number, i: number): number {
    return this.#numbers[this.#at(block, i)]!
  }

  #takeBlock(): number {
    const free = this.#free.pop()
    if (free !== undefined) return free
    if (this.#used === this.#next.length) this.#growBlocks()
    return this.#used++
  }

  #growBlocks(): void {
    const blocks = Math.ceil(this.#next.length * 1.5)
    const numbers = new Float64Array(blocks * BLOCK_NUMBERS)
    numbers.set(this.#numbers)
    this.#numbers = numbers
    this.#next = grown(this.#next, blocks)
    this.#previous = grown(this.#previous, blocks)
  }

  #growSeries(atLeast: number): void {
    const size = Math.max(FIRST_BLOCKS, atLeast, Math.ceil(this.#counts.length * 1.5))
    this.#first = grown(this.#first, size)
    this.#last = grown(this.#last, size)
    const begin = new Uint8Array(size)
    begin.set(this.#begin)
    this.#begin = begin
    const end = new Uint8Array(size)
    end.set(this.#end)
    this.#end = end
    const lastMs = new Float64Array(size)
    lastMs.set(this.#lastMs)
    this.#lastMs = lastMs
    const counts = new Uint32Array(size)
    counts.set(this.#counts)
    this.#counts = counts
  }
}

const NO_SAMPLES: Samples = { times: new Float64Array(0), values: new Float64Array(0) }

function grown(column: Int32Array<ArrayBuffer>, size: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(size)
  larger.set(column)
  return larger
}
