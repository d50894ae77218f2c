/** The series that a selector of a standing query chooses, in the order of their labels, as they come and go. */
import type { Head } from '../head.ts'
import { compileMatchers, type Labels, labelsKey } from '../promql/index.ts'
import type { Reach } from './compile.ts'
import type { WatchedSeries } from './watched-series.ts'

export class Selection {
  readonly reach: Reach
  readonly head: Head
  /** Rises whenever series come or go. */
  version = 0
  readonly #satisfies: (labels: Labels) => boolean
  #members: WatchedSeries[] = []
  #isSorted = true

  constructor(reach: Reach, head: Head) {
    this.reach = reach
    this.head = head
    this.#satisfies = compileMatchers(reach.selector.matchers)
  }

  get members(): readonly WatchedSeries[] {
    if (!this.#isSorted) {
      this.#members.sort((a, b) =>
        labelsKey(a.series.labels) < labelsKey(b.series.labels) ? -1 : 1,
      )
      this.#isSorted = true
    }
    return this.#members
  }

  chooses(labels: Labels): boolean {
    return this.#satisfies(labels)
  }

  add(member: WatchedSeries): void {
    this.#members.push(member)
    this.#isSorted = false
    this.version++
  }

  remove(gone: ReadonlySet<WatchedSeries>): void {
    const kept = this.#members.filter((member) => !gone.has(member))
    if (kept.length === this.#members.length) return
    this.#members = kept
    this.version++
  }
}

/**
 * The value of a series at a time; not-a-number when it has none, as its stale marker is, and undefined when memory
 * does not tell.
 */
export function presentValue(
  head: Head,
  { series }: WatchedSeries,
  atMs: number,
  lookbackMs: number,
): number | undefined {
  const fromMs = atMs - lookbackMs
  const lastMs = head.lastMs(series)
  if (lastMs !== undefined && lastMs <= atMs)
    return lastMs > fromMs ? head.lastValue(series) : Number.NaN
  // Its newest sample is of later than asked, or it has none here.
  const value = lastMs === undefined ? undefined : head.between(series, fromMs, atMs)?.values.at(-1)
  if (value !== undefined) return value
  return head.fromMs <= fromMs ? Number.NaN : undefined
}
