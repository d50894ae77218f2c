/**
 * The band of one series through time: for each value what was expected of it from what came before it alone, so that
 * a chart shows what was known then, and not what is known now.
 */
import {
  Baseline,
  type BaselineOptions,
  COLD_MS,
  type ExpectedBand,
  feedBaseline,
  type Observation,
  type TimedValue,
} from '../baselines/index.ts'

export interface Tracked extends TimedValue {
  /** Undefined while too little was seen to expect anything. */
  readonly band: ExpectedBand | undefined
  /** In half widths of the band; 0 within, negative below. */
  readonly deviation: number
  readonly direction: Observation['direction']
  /** Less than a day of data was behind it. */
  readonly isCold: boolean
}

/** One value that is missing is no pause. */
const MOST_APART = 2

export class BandTrack {
  readonly #baseline: Baseline
  readonly #stepMs: number
  #seen: Tracked[] = []
  #last: Tracked | undefined
  /** Values before are learned from, and not kept. */
  #keptFromMs: number
  #least = Number.POSITIVE_INFINITY
  readonly #range: BaselineOptions['range']

  constructor(options: BaselineOptions, stepMs: number, keptFromMs: number) {
    this.#baseline = new Baseline(options)
    this.#stepMs = stepMs
    this.#keptFromMs = keptFromMs
    this.#range = options.range
  }

  get knownMs(): number {
    return this.#baseline.knownMs
  }

  get isCold(): boolean {
    return this.#baseline.knownMs < COLD_MS
  }

  /** The newest value; undefined when there was none. */
  get last(): Tracked | undefined {
    return this.#last
  }

  /** Values in order, newer than all before. */
  take(points: readonly TimedValue[], shifts: readonly number[]): void {
    const finite = points.filter(({ value }) => Number.isFinite(value))
    const terms = { shifts, stepMs: this.#stepMs }
    feedBaseline(this.#baseline, finite, terms, (point, { band, deviation, direction, isCold }) => {
      this.#least = Math.min(this.#least, point.value)
      this.#last = {
        ...point,
        band: band && this.#possible(band),
        deviation,
        direction: deviation === 0 ? 'expected' : direction,
        isCold,
      }
      if (point.timeMs >= this.#keptFromMs) this.#seen.push(this.#last)
    })
  }

  /** Forgets how values stood before a time; what was learned from them stays. */
  forgetBefore(timeMs: number): void {
    this.#keptFromMs = timeMs
    this.#seen = this.#seen.slice(this.#placeOf(timeMs))
  }

  /** What was expected at a time, on the line between the values beside it; of the time after them, what is expected now. */
  bandAt(timeMs: number): ExpectedBand | undefined {
    const at = this.#placeOf(timeMs)
    const [before, after] = [this.#seen[at - 1], this.#seen[at]]
    const mostMs = MOST_APART * this.#stepMs
    if (after?.timeMs === timeMs) return after.band
    if (!before) return undefined
    if (!after) {
      const band = timeMs - before.timeMs <= mostMs ? this.#baseline.bandAt(timeMs) : undefined
      return band && this.#possible(band)
    }
    if (after.timeMs - before.timeMs > mostMs || !before.band || !after.band) return undefined
    const share = (timeMs - before.timeMs) / (after.timeMs - before.timeMs)
    const between = (a: number, b: number) => a + (b - a) * share
    return {
      expected: between(before.band.expected, after.band.expected),
      low: between(before.band.low, after.band.low),
      high: between(before.band.high, after.band.high),
    }
  }

  /** The value that was judged last up to a time; undefined when that was long before. */
  valueAt(timeMs: number): number | undefined {
    const at = this.#placeOf(timeMs + 1) - 1
    const one = this.#seen[at]
    return one && timeMs - one.timeMs <= MOST_APART * this.#stepMs ? one.value : undefined
  }

  /** Values from one time up to another. */
  between(fromMs: number, toMs: number): readonly Tracked[] {
    return this.#seen.slice(this.#placeOf(fromMs), this.#placeOf(toMs + 1))
  }

  /** The place of the first value that is not before a time. */
  #placeOf(timeMs: number): number {
    let [low, high] = [0, this.#seen.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#seen[middle]!.timeMs < timeMs) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Nobody expects what cannot be: below nothing, for what has never been below nothing. */
  #possible({ expected, low, high }: ExpectedBand): ExpectedBand {
    const [least, greatest] = this.#range ?? [
      this.#least >= 0 ? 0 : Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ]
    const within = (value: number) => Math.min(greatest, Math.max(least, value))
    return { expected: within(expected), low: within(low), high: within(high) }
  }
}
