/**
 * Samples that have found their series: what is made durable first and remembered afterwards. Their rows are
 * written as they come, since a series that is looked at again later has to be fetched from memory again.
 */
import type { Series } from './catalog.ts'
import { SAMPLE_BYTES, writeSample } from './store/tables.ts'

export class PlacedSamples {
  readonly series: Series[] = []
  /** Of the series in the head. */
  readonly numbers: number[] = []
  readonly timesMs: number[] = []
  readonly values: number[] = []
  /** Names of the metrics among them. */
  readonly names = new Set<string>()
  /** The time of the newest. */
  maxTimeMs = Number.NEGATIVE_INFINITY
  /** The time of the oldest. */
  minTimeMs = Number.POSITIVE_INFINITY
  #rows: DataView<ArrayBuffer>
  #lastName = ''

  /** @param expected how many there will be, about */
  constructor(expected: number) {
    this.#rows = new DataView(new ArrayBuffer(expected * SAMPLE_BYTES))
  }

  get length(): number {
    return this.series.length
  }

  /** The rows of the table of samples. */
  get rows(): Uint8Array {
    return new Uint8Array(this.#rows.buffer, 0, this.length * SAMPLE_BYTES)
  }

  /** @param number of the series in the head */
  add(series: Series, number: number, timeMs: number, value: number): void {
    const at = this.series.length * SAMPLE_BYTES
    if (at + SAMPLE_BYTES > this.#rows.byteLength) this.#grow()
    writeSample(this.#rows, at, series, timeMs, value)
    this.series.push(series)
    this.numbers.push(number)
    this.timesMs.push(timeMs)
    this.values.push(value)
    if (timeMs > this.maxTimeMs) this.maxTimeMs = timeMs
    if (timeMs < this.minTimeMs) this.minTimeMs = timeMs
    if (series.name === this.#lastName) return
    this.#lastName = series.name
    this.names.add(series.name)
  }

  /** Times of the samples of one metric. */
  timesOf(name: string): number[] {
    return this.timesMs.filter((_, i) => this.series[i]!.name === name)
  }

  #grow(): void {
    const larger = new Uint8Array(Math.max(SAMPLE_BYTES * 8, this.#rows.byteLength * 2))
    larger.set(new Uint8Array(this.#rows.buffer))
    this.#rows = new DataView(larger.buffer)
  }
}
