/**
 * The last minutes of one series that standing queries look at, in order of time, each time once, in one stretch of
 * memory: functions run over it where it lies. The head keeps all series in small blocks, which is best for
 * writing; this is best for reading the same end again and again, and reaches as far back as its queries do.
 */
import { writeStale } from '../promql/index.ts'
import type { Samples } from '../sample-blocks.ts'
import type { SampleBudget } from './sample-budget.ts'

/** A query may be asked about a moment so long before the newest sample. */
export const SLACK_MS = 60_000
const FIRST_CAPACITY = 16

export class SeriesWindow {
  times = new Float64Array(FIRST_CAPACITY)
  values = new Float64Array(FIRST_CAPACITY)
  /** Positions of the first sample and behind the last one. */
  start = 0
  end = 0
  /** Since when it has every sample, in milliseconds since 1970. */
  completeFromMs: number
  /** When the newest stale marker was set. */
  staleMs = Number.NEGATIVE_INFINITY
  /** How far back it is read. */
  keepMs = 0
  readonly #budget: SampleBudget

  constructor(completeFromMs: number, budget: SampleBudget) {
    this.completeFromMs = completeFromMs
    this.#budget = budget
    budget.reserve(FIRST_CAPACITY)
  }

  get lastMs(): number {
    return this.end > this.start ? this.times[this.end - 1]! : Number.NEGATIVE_INFINITY
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
    this.values[at] = value
    if (Number.isNaN(value)) {
      writeStale(this.values, at)
      this.staleMs = Math.max(this.staleMs, timeMs)
    }
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

  #makeRoom(timeMs: number): void {
    const fromMs = Math.max(timeMs, this.lastMs) - this.keepMs - SLACK_MS
    this.completeFromMs = Math.max(this.completeFromMs, fromMs)
    this.start = this.firstAfter(fromMs - 1)
    const capacity = this.times.length
    const size = this.end - this.start
    if (size <= capacity / 2) this.#moveTo(capacity)
    else if (this.#budget.take(capacity)) this.#moveTo(capacity * 2)
    else {
      // No memory is left: it reaches less far back, and longer questions go to the store.
      this.start += size >> 1
      this.completeFromMs = Math.max(this.completeFromMs, this.times[this.start]!)
      this.#moveTo(capacity)
    }
  }

  #moveTo(capacity: number): void {
    const { start, end, times, values } = this
    if (capacity !== times.length) {
      this.times = new Float64Array(capacity)
      this.values = new Float64Array(capacity)
    }
    this.times.set(times.subarray(start, end))
    this.values.set(values.subarray(start, end))
    this.start = 0
    this.end = end - start
  }
}
