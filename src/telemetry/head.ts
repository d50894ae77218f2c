/**
 * The recent samples of every series in memory, so that alarms are evaluated where samples arrive. It holds a
 * span of time, and less of it when the samples would be too many; `fromMs` says since when it is complete.
 */
import { SAVE_EVERY_MS, type Series } from './catalog.ts'
import { SampleBlocks, type Samples } from './sample-blocks.ts'

export interface HeadOptions {
  readonly windowMs: number
  readonly maxSamples: number
}

const SWEEP_EVERY_MS = 10_000

export class Head {
  readonly #options: HeadOptions
  readonly #blocks = new SampleBlocks()
  /** Series by their number here; a number is given again when its series has no samples left. */
  readonly #series: (Series | undefined)[] = []
  readonly #freeNumbers: number[] = []
  #samples = 0
  #sweptMs = 0
  #fromMs: number

  constructor(options: HeadOptions, fromMs: number) {
    this.#options = options
    this.#fromMs = fromMs
  }

  /** Since when every sample is here, in milliseconds since 1970. */
  get fromMs(): number {
    return this.#fromMs
  }

  get samples(): number {
    return this.#samples
  }

  /** Copies of the samples with `fromMs < time <= toMs`. */
  between({ inHead }: Series, fromMs: number, toMs: number): Samples | undefined {
    return inHead === undefined ? undefined : this.#blocks.between(inHead, fromMs, toMs)
  }

  has({ inHead }: Series, timeMs: number): boolean {
    return inHead !== undefined && this.#blocks.has(inHead, timeMs)
  }

  lastMs({ inHead }: Series): number | undefined {
    return inHead === undefined ? undefined : this.#blocks.lastMs(inHead)
  }

  lastValue({ inHead }: Series): number | undefined {
    return inHead === undefined ? undefined : this.#blocks.lastValue(inHead)
  }

  add(series: Series, timeMs: number, value: number): void {
    if (timeMs >= this.#fromMs) this.addAs(this.numberOf(series), series, timeMs, value)
  }

  /** The number of a series here, which holds until its samples are let go. */
  numberOf(series: Series): number {
    if (series.inHead !== undefined) return series.inHead
    const number = this.#freeNumbers.pop() ?? this.#series.length
    series.inHead = number
    this.#series[number] = series
    return number
  }

  /** As `add`, with a number that was asked for a while ago: the series itself is not looked at. */
  addAs(number: number, series: Series, timeMs: number, value: number): void {
    if (timeMs < this.#fromMs) return
    if (this.#series[number] !== series) this.add(series, timeMs, value)
    else if (this.#blocks.add(number, timeMs, value)) this.#samples++
  }

  /** Drops all samples of a series. */
  forget(series: Series): void {
    if (series.inHead === undefined) return
    this.#samples -= this.#blocks.drop(series.inHead)
    this.#release(series, series.inHead)
  }

  /** Lets go of what is too old or too much, and tells series when they were seen; cheap when called often. */
  sweep(nowMs: number): void {
    const { windowMs, maxSamples } = this.#options
    if (nowMs - this.#sweptMs >= SWEEP_EVERY_MS) {
      this.#sweptMs = nowMs
      this.#tell(nowMs)
      this.#dropBefore(nowMs - windowMs)
    }
    while (this.#samples > maxSamples && this.#fromMs < nowMs)
      this.#dropBefore(this.#fromMs + Math.max(1_000, (nowMs - this.#fromMs) / 8))
  }

  #tell(nowMs: number): void {
    for (const [number, series] of this.#series.entries()) {
      if (!series) continue
      series.lastSeenMs = Math.max(series.lastSeenMs, this.#blocks.lastMs(number) ?? 0)
      if (nowMs - (series.savedMs ?? 0) > SAVE_EVERY_MS) series.isUnsaved = true
    }
  }

  #dropBefore(timeMs: number): void {
    if (timeMs <= this.#fromMs) return
    this.#fromMs = timeMs
    for (const [number, series] of this.#series.entries()) {
      if (!series) continue
      const lastMs = this.#blocks.lastMs(number) ?? 0
      this.#samples -= this.#blocks.dropBefore(number, timeMs)
      if (this.#blocks.count(number) > 0) continue
      series.lastSeenMs = Math.max(series.lastSeenMs, lastMs)
      // Nothing will tell it any more when its row is due.
      series.isUnsaved = true
      this.#release(series, number)
    }
  }

  #release(series: Series, number: number): void {
    series.inHead = undefined
    this.#series[number] = undefined
    this.#freeNumbers.push(number)
  }
}
