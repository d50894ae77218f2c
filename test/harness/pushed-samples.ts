/** Telemetry at the rim: samples that a test pushes, in memory, told to those who listen as they arrive. */
import { type Arrival, MemorySource, type SeriesSource, writeStale } from '#telemetry'

export class PushedSamples {
  readonly #memory = new MemorySource()
  readonly #listeners = new Set<(arrival: Arrival) => void>()
  /** Throws in the place of an answer while it is set. */
  failure: Error | undefined

  readonly source: SeriesSource = {
    select: (matchers, fromMs, toMs) => {
      if (this.failure) throw this.failure
      return this.#memory.select(matchers, fromMs, toMs)
    },
  }

  onArrival(listener: (arrival: Arrival) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** One sample: `push('checkout_ms', { host: 'a' }, 900, clock.now())`. */
  push(
    name: string,
    labels: Readonly<Record<string, string>>,
    value: number,
    timeMs: number,
  ): void {
    this.#add(name, labels, Float64Array.of(value), timeMs)
  }

  /** Says that a series has ended, as a scraper does when its target is gone. */
  end(name: string, labels: Readonly<Record<string, string>>, timeMs: number): void {
    const marker = new Float64Array(1)
    writeStale(marker, 0)
    this.#add(name, labels, marker, timeMs)
  }

  #add(
    name: string,
    labels: Readonly<Record<string, string>>,
    values: Float64Array,
    timeMs: number,
  ): void {
    this.#memory.add({ __name__: name, ...labels }, Float64Array.of(timeMs), values)
    const times = { maxTimeMs: timeMs, minTimeMs: timeMs, timesOf: () => [timeMs] }
    const arrival: Arrival = { names: new Set([name]), ...times }
    for (const listener of this.#listeners) listener(arrival)
  }
}
