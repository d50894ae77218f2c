/**
 * The points of a request in columns. A request holds thousands of them, and an object for each costs more than
 * all else that is done with it; `of` and iteration are for where points are few.
 */
import type { MetricPoint, SeriesIdentity } from './model.ts'

export class Points implements Iterable<MetricPoint> {
  readonly #series: SeriesIdentity[] = []
  readonly #items: number[] = []
  readonly #timesMs: number[] = []
  readonly #values: number[] = []
  /** What is more than a value at a time, by its place: most points are not. */
  readonly #counted = new Map<number, Counted>()

  static of(points: Iterable<MetricPoint>): Points {
    const made = new Points()
    for (const { series, item, timeMs, value, startMs, delta } of points)
      made.add(series, item, timeMs, value, startMs, delta)
    return made
  }

  get length(): number {
    return this.#series.length
  }

  /** @param startMs 0 when nobody knows since when it counts */
  add(
    series: SeriesIdentity,
    item: number,
    timeMs: number,
    value: number,
    startMs = 0,
    delta = false,
  ): void {
    const counted = startMs === 0 ? (delta ? { delta } : undefined) : countedOf(startMs, delta)
    if (counted) this.#counted.set(this.#series.length, counted)
    this.#series.push(series)
    this.#items.push(item)
    this.#timesMs.push(timeMs)
    this.#values.push(value)
  }

  series(at: number): SeriesIdentity {
    return this.#series[at]!
  }

  item(at: number): number {
    return this.#items[at]!
  }

  timeMs(at: number): number {
    return this.#timesMs[at]!
  }

  value(at: number): number {
    return this.#values[at]!
  }

  /** It is a value as it is: no sum of what senders count, and nothing that began. */
  isPlain(at: number): boolean {
    return this.#counted.size === 0 || !this.#counted.has(at)
  }

  point(at: number): MetricPoint {
    return {
      series: this.series(at),
      item: this.item(at),
      timeMs: this.timeMs(at),
      value: this.value(at),
      ...this.#counted.get(at),
    }
  }

  *[Symbol.iterator](): IterableIterator<MetricPoint> {
    for (let at = 0; at < this.length; at++) yield this.point(at)
  }
}

type Counted = Pick<MetricPoint, 'startMs' | 'delta'>

const countedOf = (startMs: number, delta: boolean): Counted =>
  delta ? { startMs, delta } : { startMs }
