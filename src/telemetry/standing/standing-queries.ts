/**
 * The queries that are asked again and again, with the series they read. Samples come in as they are made durable;
 * a query that nobody holds any more goes, and its windows with it.
 */
import { type Log, messageOf } from '#base'
import type { Catalog, Series } from '../catalog.ts'
import type { Head } from '../head.ts'
import type { PlacedSamples } from '../placed-samples.ts'
import { type Expr, formatExpr, type SeriesSource } from '../promql/index.ts'
import { settingsFrom } from '../promql/options.ts'
import { compileWindow } from './compile.ts'
import { fillFromHead, fillFromStore } from './fill.ts'
import { Metric } from './metric.ts'
import { Rests, type RestTerms, type Seen } from './rests.ts'
import { SampleBudget } from './sample-budget.ts'
import type { Selection } from './selection.ts'
import { SeriesWindow } from './series-window.ts'
import { type Hearer, type StandingAnswer, StandingQuery } from './standing-query.ts'
import type { WatchedSeries } from './watched-series.ts'

export interface StandingQueriesOptions {
  readonly catalog: Catalog
  readonly head: Head
  /** Where samples are that memory has let go of. */
  readonly source: SeriesSource
  /** Up to when samples are those of five minutes only. */
  readonly rolledUpToMs: () => number
  readonly nowMs: () => number
  readonly log: Log
  /** How many samples all windows together have room for; 4 million (64 MB) unless told. */
  readonly maxSamples?: number
}

/** A hold on a standing query. */
export interface HeldQuery {
  /** Whether its own series tell of everything that can change its answer. */
  readonly hearsAll: boolean
  /** Whether it may ever rest: it answers with present values as they are. */
  readonly canRest: boolean
  /** The answer at a moment; undefined when memory does not reach that far. Throws as the evaluator does. */
  at(atMs: number): StandingAnswer | undefined
  /**
   * Hears nothing of a query that answers with the present value of one series while that stays within bounds.
   * Undefined when it is none, or somebody else needs to hear of it now. A sample that is told ends the rest.
   */
  rest(terms: RestTerms): Rest | undefined
  close(): void
}

export interface Rest {
  /** What has come last, up to now or to the end of the rest. */
  seen(): Seen & { readonly value: number }
}

export interface StandingStats {
  readonly queries: number
  readonly series: number
  /** Samples there is room for in the windows; 16 bytes each. */
  readonly samples: number
  /** Queries that cannot be kept, or for which there was no room, since the start. */
  readonly refused: number
  /** Questions for which the windows did not reach far enough, since the start. */
  readonly misses: number
}

const DEFAULT_LOOKBACK_MS = settingsFrom().lookbackMs
const MAX_SAMPLES = 4_000_000
const SWEEP_EVERY_MS = 30_000
const SILENCE_EVERY_MS = 250
/** A series that is not heard of for so long beyond what is read of it is not watched. */
const GONE_AFTER_MS = 10 * 60_000

export class StandingQueries {
  readonly #options: StandingQueriesOptions
  readonly #budget: SampleBudget
  readonly #rests = new Rests()
  readonly #queries = new Map<string, StandingQuery>()
  readonly #metrics = new Map<string, Metric>()
  #sweptMs = 0
  #refused = 0
  #missesOfClosed = 0

  constructor(options: StandingQueriesOptions) {
    this.#options = options
    this.#budget = new SampleBudget(options.maxSamples ?? MAX_SAMPLES)
  }

  /** Holds a query; `hear` is called with the time of each sample that it reads. Or why it cannot be held. */
  hold(
    expr: Expr,
    lookbackMs: number | undefined,
    hear: (timeMs: number) => void,
  ): HeldQuery | string {
    const reachMs = lookbackMs ?? DEFAULT_LOOKBACK_MS
    const key = keyOf(expr, reachMs)
    const query = this.#queries.get(key) ?? this.#open(key, expr, reachMs)
    if (typeof query === 'string') {
      this.#refused++
      return query
    }
    const hearer: Hearer = { hear, rest: undefined }
    // Who comes anew wants to hear everything.
    for (const { members } of query.selections) for (const one of members) this.#wake(one)
    query.hearers.push(hearer)
    return {
      hearsAll: query.compiled.hearsAll,
      canRest: query.isPlain,
      at: (atMs) => query.at(atMs),
      rest: (terms) => this.#rest(query, hearer, terms),
      close: () => {
        const at = query.hearers.indexOf(hearer)
        if (at >= 0) query.hearers.splice(at, 1)
        if (at >= 0 && query.hearers.length === 0) this.#close(key, query)
      },
    }
  }

  /** The answer of a query that somebody holds; undefined when nobody does. */
  ask(expr: Expr, lookbackMs: number | undefined, atMs: number): StandingAnswer | undefined {
    return this.#queries.get(keyOf(expr, lookbackMs ?? DEFAULT_LOOKBACK_MS))?.at(atMs)
  }

  /** Takes in samples that were made durable, and tells those who wait for them. */
  take({ series, numbers, timesMs, values, names }: PlacedSamples): void {
    const isRead = [...names].some((name) => this.#metrics.has(name))
    if (!isRead) return
    const nowMs = this.#options.nowMs()
    for (let i = 0; i < series.length; i++) {
      const one = series[i]!
      if (!this.#rests.takes(one, numbers[i]!, timesMs[i]!, values[i]!, nowMs))
        this.#tell(one, timesMs[i]!, values[i]!)
    }
    if (nowMs - this.#sweptMs >= SWEEP_EVERY_MS) this.sweep(nowMs)
  }

  /** Wakes those who rest on series of which nothing comes any more. */
  tellSilent(): void {
    for (const watched of this.#rests.silent(this.#options.nowMs(), SILENCE_EVERY_MS))
      this.#wake(watched)
  }

  /** Lets go of series that are gone, forgotten or erased. */
  sweep(nowMs: number): void {
    this.#sweptMs = nowMs
    for (const metric of this.#metrics.values()) {
      const gone = new Set<WatchedSeries>()
      for (const watched of metric.watched.values()) {
        const { series, readers } = watched
        const needMs = Math.max(...readers.map((query) => query.needMs))
        const lastMs = this.#options.head.lastMs(series) ?? series.lastSeenMs
        if (!series.catalog || lastMs < nowMs - needMs - GONE_AFTER_MS) gone.add(watched)
      }
      for (const watched of gone) {
        this.#wake(watched)
        for (const { selections } of watched.readers)
          for (const selection of selections) selection.remove(gone)
        this.#forget(metric, watched)
      }
    }
  }

  stats(): StandingStats {
    let series = 0
    for (const { watched } of this.#metrics.values()) series += watched.size
    let misses = this.#missesOfClosed
    for (const query of this.#queries.values()) misses += query.misses
    return {
      queries: this.#queries.size,
      series,
      samples: this.#budget.used,
      refused: this.#refused,
      misses,
    }
  }

  #tell(series: Series, timeMs: number, value: number): void {
    const metric = this.#metrics.get(series.name)
    if (!metric) return
    const watched = metric.watched.get(series) ?? this.#meet(metric, series)
    if (!watched) return
    this.#rests.end(watched)
    watched.window?.add(timeMs, value)
    for (const query of watched.readers) query.heard(timeMs)
  }

  #open(key: string, expr: Expr, lookbackMs: number): StandingQuery | string {
    const { catalog, head, nowMs } = this.#options
    const compiled = compileWindow(expr)
    if (typeof compiled === 'string') return compiled
    if (this.#budget.isSpent) return 'there is no room for more windows in memory'
    const query = new StandingQuery(compiled, lookbackMs, head)
    this.#queries.set(key, query)
    for (const selection of query.selections) {
      const metric = this.#metricOf(selection.reach.metric)
      metric.add(selection, query)
      const sinceMs = nowMs() - query.needMs
      for (const series of catalog.select(selection.reach.selector.matchers, sinceMs))
        this.#read(metric, series, selection, query)
    }
    if (!fillFromHead(query, head, nowMs())) this.#fillFromStore(query)
    return query
  }

  #fillFromStore(query: StandingQuery): void {
    const { source, rolledUpToMs, nowMs, log } = this.#options
    query.isFilling = true
    fillFromStore(query, source, nowMs(), rolledUpToMs())
      .catch((error) => log.warn('a window could not be filled', { why: messageOf(error) }))
      .finally(() => {
        query.isFilling = false
      })
  }

  /** A series that is heard of for the first time, or again after a long silence: there is no past to be read. */
  #meet(metric: Metric, series: Series): WatchedSeries | undefined {
    for (const { selection, query } of metric.readersOf(series)) {
      // Others who rested on the only series of a query have another one now.
      for (const one of selection.members) this.#wake(one)
      const { window } = this.#read(metric, series, selection, query)
      if (window) window.completeFromMs = Number.NEGATIVE_INFINITY
    }
    return metric.watched.get(series)
  }

  #read(metric: Metric, series: Series, selection: Selection, query: StandingQuery): WatchedSeries {
    let watched = metric.watched.get(series)
    if (!watched) {
      watched = {
        series,
        readers: [],
        window: undefined,
        resting: undefined,
        restedUntil: undefined,
      }
      metric.watched.set(series, watched)
    }
    this.#wake(watched)
    const { windowMs } = selection.reach
    if (windowMs > 0) {
      watched.window ??= new SeriesWindow(Number.POSITIVE_INFINITY, this.#budget)
      watched.window.keepMs = Math.max(watched.window.keepMs, windowMs)
    }
    selection.add(watched)
    if (!watched.readers.includes(query)) watched.readers.push(query)
    return watched
  }

  #rest(query: StandingQuery, hearer: Hearer, terms: RestTerms): Rest | undefined {
    const watched = query.lone
    const { head, nowMs } = this.#options
    if (!watched || watched.window || watched.series.inHead === undefined) return undefined
    const timeMs = head.lastMs(watched.series)
    if (timeMs === undefined || timeMs > nowMs()) return undefined
    hearer.rest = terms
    const all = watched.readers.flatMap(({ hearers }) => hearers.map((one) => one.rest))
    const resting = all.filter((one) => one !== undefined)
    const others = resting.length < all.length || !watched.readers.every(({ lone }) => lone)
    const begun: Seen = { timeMs, receivedMs: nowMs() }
    this.#rests.begin(watched, watched.series.inHead, resting, others, begun)
    return {
      seen: () => {
        const { resting, series, restedUntil } = watched
        const last = resting === undefined ? restedUntil : this.#rests.seen(resting)
        const seen = last && last.timeMs > begun.timeMs ? last : begun
        const samples = head.between(series, seen.timeMs - 1, seen.timeMs)
        return { ...seen, value: samples?.values.at(-1) ?? Number.NaN }
      },
    }
  }

  /** Ends the rest of all who rest on a series, without a sample. */
  #wake(watched: WatchedSeries): void {
    for (const { hearers } of watched.readers)
      for (const hearer of hearers) {
        hearer.rest?.wake()
        hearer.rest = undefined
      }
    this.#rests.end(watched)
  }

  #close(key: string, query: StandingQuery): void {
    this.#queries.delete(key)
    this.#missesOfClosed += query.misses
    for (const selection of query.selections) {
      const metric = this.#metricOf(selection.reach.metric)
      metric.remove(selection)
      for (const watched of selection.members) {
        const at = watched.readers.indexOf(query)
        if (at >= 0) watched.readers.splice(at, 1)
        if (watched.readers.length === 0) this.#forget(metric, watched)
      }
      if (!metric.isRead) this.#metrics.delete(selection.reach.metric)
    }
  }

  #forget(metric: Metric, watched: WatchedSeries): void {
    this.#rests.end(watched)
    metric.watched.delete(watched.series)
    watched.window?.release()
  }

  #metricOf(name: string): Metric {
    let metric = this.#metrics.get(name)
    if (!metric) {
      metric = new Metric()
      this.#metrics.set(name, metric)
    }
    return metric
  }
}

const keyOf = (expr: Expr, lookbackMs: number) => `${lookbackMs} ${textOf(expr)}`

const texts = new WeakMap<Expr, string>()

function textOf(expr: Expr): string {
  let text = texts.get(expr)
  if (text === undefined) {
    text = formatExpr(expr)
    texts.set(expr, text)
  }
  return text
}
