/**
 * Keeps one sender from filling the catalog: a label with a number of a customer in it makes a series for each.
 * What is counted are series that were seen in the last hour. Counting goes up as series appear; only when a limit
 * is reached are they counted anew, so that a sender whose old series have ended may go on.
 */
import type { Labels } from './model.ts'

export interface SeriesLimits {
  /** Active series of one sender. */
  readonly perSource: number
  /** Active series of one sender with the same metric name. */
  readonly perName: number
}

export const DEFAULT_SERIES_LIMITS: SeriesLimits = { perSource: 100_000, perName: 20_000 }

export interface SourceSeries {
  readonly source: string
  readonly series: number
}

interface Seen {
  readonly name: string
  readonly labels: Labels
  readonly lastSeenMs: number
}
interface Counts {
  total: number
  readonly byName: Map<string, number>
}

const ACTIVE_MS = 3_600_000
const RECOUNT_EVERY_MS = 30_000

export class SeriesGuard {
  readonly #limits: SeriesLimits
  readonly #known: () => Iterable<Seen>
  #bySource = new Map<string, Counts>()
  #countedMs = Number.NEGATIVE_INFINITY

  /** @param known all series that there are */
  constructor(limits: SeriesLimits, known: () => Iterable<Seen>) {
    this.#limits = limits
    this.#known = known
  }

  /** Whether its sender may have this series too; counts it when so. */
  admits(name: string, labels: Labels, nowMs: number): boolean {
    if (this.#countedMs === Number.NEGATIVE_INFINITY) this.#recount(nowMs)
    if (!this.#hasRoom(name, labels)) {
      if (nowMs - this.#countedMs < RECOUNT_EVERY_MS) return false
      this.#recount(nowMs)
      if (!this.#hasRoom(name, labels)) return false
    }
    this.#count(name, labels)
    return true
  }

  /** The senders with most series, at most so many. */
  largest(count: number): SourceSeries[] {
    return [...this.#bySource]
      .map(([source, { total }]) => ({ source, series: total }))
      .sort((a, b) => b.series - a.series)
      .slice(0, count)
  }

  #hasRoom(name: string, labels: Labels): boolean {
    const counts = this.#bySource.get(sourceOf(labels))
    if (!counts) return true
    const { perSource, perName } = this.#limits
    return counts.total < perSource && (counts.byName.get(name) ?? 0) < perName
  }

  #count(name: string, labels: Labels): void {
    const source = sourceOf(labels)
    let counts = this.#bySource.get(source)
    if (!counts) {
      counts = { total: 0, byName: new Map() }
      this.#bySource.set(source, counts)
    }
    counts.total++
    counts.byName.set(name, (counts.byName.get(name) ?? 0) + 1)
  }

  #recount(nowMs: number): void {
    this.#bySource = new Map()
    this.#countedMs = nowMs
    for (const { name, labels, lastSeenMs } of this.#known())
      if (lastSeenMs > nowMs - ACTIVE_MS) this.#count(name, labels)
  }
}

/** Who sends a series: its service, or the job and instance of those that know no services. */
function sourceOf({ service_name: service, job, instance }: Labels): string {
  return service || [job, instance].filter(Boolean).join(' ')
}
