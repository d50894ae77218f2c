/**
 * Counters and histograms that are counted here, since a browser lives for one page: what all of them tell is
 * added up in memory and written down as cumulative series, as any process does with its own.
 */
import { type Labels, type MetricPoint, type MetricType, seriesIdentity } from './model.ts'

/** A series that nothing was added to for so long is told no more: queries see it end. */
const TOLD_FOR_MS = 15 * 60_000
const FORGOTTEN_AFTER_MS = 6 * 3_600_000

interface Counted {
  readonly name: string
  readonly labels: Labels
  readonly type: MetricType
  readonly startMs: number
  value: number
  addedMs: number
  dirty: boolean
}

export class Tally {
  readonly #series = new Map<string, Counted>()
  readonly #limit: number

  constructor(limit = 50_000) {
    this.#limit = limit
  }

  get size(): number {
    return this.#series.size
  }

  /** Adds to a counter; false when there are too many series already. */
  add(name: string, labels: Labels, nowMs: number, by = 1): boolean {
    return this.#add(name, labels, 'counter', nowMs, by)
  }

  /** Adds a value to the histogram `name`: its buckets, its sum and its count. */
  observe(
    name: string,
    labels: Labels,
    bounds: readonly number[],
    value: number,
    nowMs: number,
  ): boolean {
    if (this.#series.size + bounds.length + 3 > this.#limit && !this.#has(`${name}_count`, labels))
      return false
    for (const bound of bounds)
      this.#add(
        `${name}_bucket`,
        { ...labels, le: String(bound) },
        'histogram',
        nowMs,
        value <= bound ? 1 : 0,
      )
    this.#add(`${name}_bucket`, { ...labels, le: '+Inf' }, 'histogram', nowMs, 1)
    this.#add(`${name}_sum`, labels, 'histogram', nowMs, value)
    return this.#add(`${name}_count`, labels, 'histogram', nowMs, 1)
  }

  /** What is to be written: what was added to since the last time, or all that is alive. */
  take(nowMs: number, all: boolean): MetricPoint[] {
    const points: MetricPoint[] = []
    for (const [key, counted] of this.#series) {
      const { name, labels, type, startMs, value, addedMs, dirty } = counted
      const idleMs = nowMs - addedMs
      if (idleMs > FORGOTTEN_AFTER_MS) this.#series.delete(key)
      if (!dirty && !(all && idleMs <= TOLD_FOR_MS)) continue
      counted.dirty = false
      const series = seriesIdentity(name, Object.entries(labels), type, '')
      points.push({ series, item: points.length, timeMs: nowMs, value, startMs })
    }
    return points
  }

  #has(name: string, labels: Labels): boolean {
    return this.#series.has(keyOf(name, labels))
  }

  #add(name: string, labels: Labels, type: MetricType, nowMs: number, by: number): boolean {
    const key = keyOf(name, labels)
    let counted = this.#series.get(key)
    if (!counted) {
      if (this.#series.size >= this.#limit) return false
      // Counting began just before: the first error must be visible as a rise from zero.
      const startMs = nowMs - 1_000
      counted = { name, labels, type, startMs, value: 0, addedMs: nowMs, dirty: true }
      this.#series.set(key, counted)
    }
    counted.value += by
    counted.addedMs = nowMs
    counted.dirty = true
    return true
  }
}

function keyOf(name: string, labels: Labels): string {
  let key = name
  for (const label of Object.keys(labels).sort()) key += `\u0000${label}\u0000${labels[label]}`
  return key
}
