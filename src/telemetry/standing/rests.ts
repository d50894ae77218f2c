/**
 * Series of which nobody needs to hear while their values stay within bounds. Thousands of alarms have nothing else
 * to say than that all is well; for each of their samples a few numbers in arrays are looked at, and nothing more.
 */
import type { Series } from '../catalog.ts'
import type { WatchedSeries } from './watched-series.ts'

/** The bounds, both included, and how long silence is nothing new, in milliseconds. */
export interface RestTerms {
  readonly low: number
  readonly high: number
  readonly quietMs: number
  /** Rest is over, and not by a sample. */
  readonly wake: () => void
}

/** What has come while a series was at rest. */
export interface Seen {
  /** Time of the newest sample. */
  readonly timeMs: number
  /** When it was received. */
  readonly receivedMs: number
}

const FIRST = 64

export class Rests {
  readonly #watched: (WatchedSeries | undefined)[] = []
  readonly #series: (Series | undefined)[] = []
  readonly #free: number[] = []
  /** Places by the number of the series in the head, and one more: 0 is none. */
  #places = new Int32Array(FIRST)
  #low = new Float64Array(FIRST)
  #high = new Float64Array(FIRST)
  #quietMs = new Float64Array(FIRST)
  #newestMs = new Float64Array(FIRST)
  #receivedMs = new Float64Array(FIRST)
  #checkedMs = Number.NEGATIVE_INFINITY

  /** Begins to rest; all terms hold together. While others do not rest, every sample is told. */
  begin(
    watched: WatchedSeries,
    number: number,
    terms: readonly RestTerms[],
    others: boolean,
    seen: Seen,
  ): void {
    const at = watched.resting ?? this.#free.pop() ?? this.#watched.length
    if (at >= this.#low.length) this.#grow()
    if (number >= this.#places.length) {
      const larger = new Int32Array(Math.max(number + 1, this.#places.length * 2))
      larger.set(this.#places)
      this.#places = larger
    }
    this.#places[number] = at + 1
    this.#watched[at] = watched
    this.#series[at] = watched.series
    this.#low[at] = others ? Infinity : Math.max(...terms.map(({ low }) => low))
    this.#high[at] = Math.min(...terms.map(({ high }) => high))
    this.#quietMs[at] = Math.min(...terms.map(({ quietMs }) => quietMs))
    this.#newestMs[at] = seen.timeMs
    this.#receivedMs[at] = seen.receivedMs
    watched.resting = at
  }

  /** Takes note of a sample; false when it has to be told, or the series does not rest. */
  takes(series: Series, number: number, timeMs: number, value: number, nowMs: number): boolean {
    if (number >= this.#places.length) return false
    const at = this.#places[number]! - 1
    if (at < 0 || this.#series[at] !== series) return false
    // What comes late or from a clock that is ahead is told, and so is not-a-number, which is within no bounds.
    if (!(value >= this.#low[at]! && value <= this.#high[at]!)) return false
    if (timeMs <= this.#newestMs[at]! || timeMs > nowMs) return false
    this.#newestMs[at] = timeMs
    this.#receivedMs[at] = nowMs
    return true
  }

  seen(at: number): Seen {
    return { timeMs: this.#newestMs[at]!, receivedMs: this.#receivedMs[at]! }
  }

  end(watched: WatchedSeries): void {
    const at = watched.resting
    if (at === undefined) return
    watched.restedUntil = this.seen(at)
    watched.resting = undefined
    this.#watched[at] = undefined
    this.#series[at] = undefined
    this.#free.push(at)
  }

  /** Those that have been silent for longer than they may; looked for at most every `everyMs`. */
  silent(nowMs: number, everyMs: number): readonly WatchedSeries[] {
    if (nowMs - this.#checkedMs < everyMs) return NOBODY
    this.#checkedMs = nowMs
    const silent: WatchedSeries[] = []
    for (let at = 0; at < this.#watched.length; at++)
      if (nowMs - this.#receivedMs[at]! >= this.#quietMs[at]!) {
        const watched = this.#watched[at]
        if (watched) silent.push(watched)
      }
    return silent
  }

  #grow(): void {
    const grown = (column: Float64Array<ArrayBuffer>) => {
      const larger = new Float64Array(column.length * 2)
      larger.set(column)
      return larger
    }
    this.#low = grown(this.#low)
    this.#high = grown(this.#high)
    this.#quietMs = grown(this.#quietMs)
    this.#newestMs = grown(this.#newestMs)
    this.#receivedMs = grown(this.#receivedMs)
  }
}

const NOBODY: readonly WatchedSeries[] = []
