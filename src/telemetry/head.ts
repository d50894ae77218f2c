/**
 * The recent samples of every series in memory, so that alarms are evaluated where samples arrive. It holds a
 * span of time, and less of it when the samples would be too many; `fromMs` says since when it is complete.
 */
import type { Series } from './catalog.ts'
import { SampleWindow } from './window.ts'

export interface HeadOptions {
  readonly windowMs: number
  readonly maxSamples: number
}

const SWEEP_EVERY_MS = 10_000

export class Head {
  readonly #options: HeadOptions
  readonly #windows = new Map<Series, SampleWindow>()
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

  window(series: Series): SampleWindow | undefined {
    return this.#windows.get(series)
  }

  add(series: Series, timeMs: number, value: number): void {
    if (timeMs < this.#fromMs) return
    let window = this.#windows.get(series)
    if (!window) {
      window = new SampleWindow()
      this.#windows.set(series, window)
    }
    if (window.add(timeMs, value)) this.#samples++
  }

  /** Drops all samples of a series. */
  forget(series: Series): void {
    this.#samples -= this.#windows.get(series)?.size ?? 0
    this.#windows.delete(series)
  }

  /** Lets go of what is too old or too much; cheap when called often. */
  sweep(nowMs: number): void {
    const { windowMs, maxSamples } = this.#options
    if (nowMs - this.#sweptMs >= SWEEP_EVERY_MS) {
      this.#sweptMs = nowMs
      this.#dropBefore(nowMs - windowMs)
    }
    while (this.#samples > maxSamples && this.#fromMs < nowMs)
      this.#dropBefore(this.#fromMs + Math.max(1_000, (nowMs - this.#fromMs) / 8))
  }

  #dropBefore(timeMs: number): void {
    if (timeMs <= this.#fromMs) return
    this.#fromMs = timeMs
    for (const [series, window] of this.#windows) {
      this.#samples -= window.dropBefore(timeMs)
      if (window.size === 0) this.#windows.delete(series)
    }
  }
}
