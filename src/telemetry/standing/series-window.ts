/**
 * The samples of one series that standing queries look at, in order of time, each time once, in one stretch of
 * memory: functions run over it where it lies. The head keeps all series in small blocks, which is best for
 * writing; this is best for reading the same end again and again.
 */
import type { Series } from '../catalog.ts'
import { writeStale } from '../promql/index.ts'
import type { Samples } from '../sample-blocks.ts'
import type { SampleBudget } from './sample-budget.ts'

/** A query may be asked about a moment so long before the newest sample. */
const SLACK_MS = 60_000
/** Who asks for the present value only needs the last samples. */
const LAST_FEW = 8

/** Who reads a window, and is told of each of its samples. */
export interface WindowReader {
  /** How far back it looks, in milliseconds. */
  readonly needMs: number
  heard(timeMs: number): void
}

export class SeriesWindow {
  readonly series: Series
  readonly readers: WindowReader[] = []
  times: Float64Array
  values: Float64Array
  /** Positions of the first sample and behind the last one. */
  start = 0
  end = 0
  /** Since when it has every sample, in milliseconds since 1970. */
  completeFromMs: number
  /** When the newest stale marker was set. */
  staleMs = Number.NEGATIVE_INFINITY
  readonly #budget: SampleBudget
  #keepMs = 0

  constructor(series: Series, completeFromMs: number, budget: SampleBudget) {
    this.series = series
    this.completeFromMs = completeFromMs
    this.#budget = budget
    const capacity = LAST_FEW * 2
    budget.reserve(capacity)
    this.times = new Float64Array(capacity)
    this.values = new Float64Array(capacity)
  }

  get lastMs(): number {
    return this.end > this.start ? this.times[this.end - 1]! : Number.NEGATIVE_INFINITY
  }

  /** How far back it is kept; 0 for the last few samples. */
  get keepMs(): number {
    return this.#keepMs
  }

  keep(ms: number): void {
    this.#keepMs = ms
  }

  /** Adds a sample; a late one finds its place, a second one of the same time is left out. */
  add(timeMs: number, value: number): void {
    if (timeMs < this.completeFromMs) return
    if (this.end === this.times.length) {
      this.#makeRoom(timeMs)
      // What comes late may belong to what has just been let go of.
      if (timeMs < this.completeFromMs) return
    }
    let at = this.end
    if (timeMs <= this.lastMs) {
      at = this.firstAfter(timeMs)
      if (at > this.start && this.times[at - 1] === timeMs) return
      this.times.copyWithin(at + 1, at, this.end)
      this.values.copyWithin(at + 1, at, this.end)
    }
    this.times[at] = timeMs
    this.#put(at, timeMs, value)
    this.end++
  }

  /** Begins anew with samples that were read elsewhere; what has arrived meanwhile is added to them. */
  load(samples: Samples, completeFromMs: number): void {
    const arrived = {
      times: this.times.slice(this.start, this.end),
      values: this.values.slice(this.start, this.end),
    }
    this.start = 0
    this.end = 0
    this.completeFromMs = completeFromMs
    for (const { times, values } of [samples, arrived])
      for (let i = 0; i < times.length; i++) this.add(times[i]!, values[i]!)
  }

  /** Lets go of all memory. */
  release(): void {
    this.#budget.giveBack(this.times.length)
    this.start = 0
    this.end = 0
    this.times = new Float64Array(0)
    this.values = new Float64Array(0)
  }

  /** Position of the first sample after a time; most questions are about the end. */
  firstAfter(timeMs: number): number {
    const { times } = this
    let high = this.end
    if (high > this.start && times[high - 1]! <= timeMs) return high
    let low = this.start
    while (low < high) {
      const middle = (low + high) >>> 1
      if (times[middle]! <= timeMs) low = middle + 1
      else high = middle
    }
    return low
  }

  #put(at: number, timeMs: number, value: number): void {
    this.values[at] = value
    if (!Number.isNaN(value)) return
    writeStale(this.values, at)
    this.staleMs = Math.max(this.staleMs, timeMs)
  }

  #makeRoom(newestMs: number): void {
    this.#letGo(newestMs)
    const size = this.end - this.start
    const capacity = this.times.length
    if (size > capacity / 2 && this.#budget.take(capacity)) this.#moveTo(capacity * 2)
    else {
      if (size > capacity / 2) {
        // No memory is left: it reaches less far back, and longer questions go to the store.
        this.start += size >> 1
        this.completeFromMs = Math.max(this.completeFromMs, this.times[this.start]!)
      }
      this.#moveTo(capacity)
    }
  }

  #letGo(newestMs: number): void {
    if (this.#keepMs === 0) {
      if (this.end - this.start <= LAST_FEW) return
      this.start = this.end - LAST_FEW
      this.completeFromMs = Math.max(this.completeFromMs, this.times[this.start]!)
      return
    }
    const fromMs = Math.max(newestMs, this.lastMs) - this.#keepMs - SLACK_MS
    this.completeFromMs = Math.max(this.completeFromMs, fromMs)
    this.start = this.firstAfter(fromMs - 1)
  }

  #moveTo(capacity: number): void {
    const { start, end } = this
    if (capacity === this.times.length) {
      this.times.copyWithin(0, start, end)
      this.values.copyWithin(0, start, end)
    } else {
      const times = new Float64Array(capacity)
      const values = new Float64Array(capacity)
      times.set(this.times.subarray(start, end))
      values.set(this.values.subarray(start, end))
      this.times = times
      this.values = values
    }
    this.start = 0
    this.end = end - start
  }
}
