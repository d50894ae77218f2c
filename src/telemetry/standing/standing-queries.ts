/**
 * The queries that are asked again and again, with the windows of the series they read. Samples come in as they are
 * made durable; a query that nobody holds any more goes, and its windows with it.
 */
import { type Log, messageOf } from '#base'
import type { Catalog, Series } from '../catalog.ts'
import type { Head } from '../head.ts'
import type { PlacedSamples } from '../placed-samples.ts'
import { type Expr, formatExpr, labelsKey, NAME, type SeriesSource } from '../promql/index.ts'
import { settingsFrom } from '../promql/options.ts'
import { compileWindow } from './compile.ts'
import { SampleBudget } from './sample-budget.ts'
import type { Selection } from './selection.ts'
import { SeriesWindow } from './series-window.ts'
import { type StandingAnswer, StandingQuery } from './standing-query.ts'

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
  /** The answer at a moment; undefined when memory does not reach that far. Throws as the evaluator does. */
  at(atMs: number): StandingAnswer | undefined
  /** Lets go of it. */
  close(): void
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
const KEEP_SLACK_MS = 60_000
/** A series that is not heard of for so long beyond what is read of it needs no window. */
const SILENT_MS = 10 * 60_000

/** What is known of one metric name. */
interface Metric {
  readonly windows: Map<Series, SeriesWindow>
  /** Selectors by a label they want by equality and its value; the others by ''. */
  readonly selections: Map<string, Map<string, Selection[]>>
  /** Nobody reads them. */
  unread: WeakSet<Series>
}

export class StandingQueries {
  readonly #options: StandingQueriesOptions
  readonly #budget: SampleBudget
  readonly #queries = new Map<string, StandingQuery>()
  readonly #metrics = new Map<string, Metric>()
  readonly #queryOf = new Map<Selection, StandingQuery>()
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
    query.hearers.add(hear)
    return {
      hearsAll: query.compiled.hearsAll,
      at: (atMs) => query.at(atMs),
      close: () => {
        if (query.hearers.delete(hear) && query.hearers.size === 0) this.#close(key, query)
      },
    }
  }

  /** The answer of a query that somebody holds; undefined when nobody does. */
  ask(expr: Expr, lookbackMs: number | undefined, atMs: number): StandingAnswer | undefined {
    return this.#queries.get(keyOf(expr, lookbackMs ?? DEFAULT_LOOKBACK_MS))?.at(atMs)
  }

  /** Takes in samples that were made durable, and tells those who wait for them. */
  take({ series, timesMs, values, names }: PlacedSamples): void {
    if (this.#metrics.size === 0) return
    let name = ''
    let metric: Metric | undefined
    let isWatched = false
    for (const one of names) if (this.#metrics.has(one)) isWatched = true
    if (isWatched)
      for (let i = 0; i < series.length; i++) {
        const one = series[i]!
        if (one.name !== name) {
          name = one.name
          metric = this.#metrics.get(name)
        }
        if (!metric) continue
        const window = metric.windows.get(one) ?? this.#meet(metric, one)
        if (!window) continue
        const timeMs = timesMs[i]!
        window.add(timeMs, values[i]!)
        for (let j = 0; j < window.readers.length; j++) window.readers[j]!.heard(timeMs)
      }
    const nowMs = this.#options.nowMs()
    if (nowMs - this.#sweptMs >= SWEEP_EVERY_MS) this.sweep(nowMs)
  }

  /** Lets go of the windows of series that are gone, forgotten or erased. */
  sweep(nowMs: number): void {
    this.#sweptMs = nowMs
    for (const metric of this.#metrics.values()) {
      const gone = new Set<SeriesWindow>()
      for (const window of metric.windows.values()) {
        const isForgotten = window.series.catalog === undefined
        const longestMs = Math.max(...window.readers.map(({ needMs }) => needMs))
        if (isForgotten || window.lastMs < nowMs - longestMs - SILENT_MS) gone.add(window)
      }
      if (gone.size > 0) this.#drop(metric, gone)
    }
  }

  stats(): StandingStats {
    let series = 0
    for (const { windows } of this.#metrics.values()) series += windows.size
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

  #open(key: string, expr: Expr, lookbackMs: number): StandingQuery | string {
    const compiled = compileWindow(expr)
    if (typeof compiled === 'string') return compiled
    if (this.#budget.isSpent) return 'there is no room for more windows in memory'
    const query = new StandingQuery(compiled, lookbackMs)
    this.#queries.set(key, query)
    const nowMs = this.#options.nowMs()
    for (const selection of query.selections) {
      this.#queryOf.set(selection, query)
      const metric = this.#metricOf(selection.reach.metric)
      metric.unread = new WeakSet()
      selectionsBeside(metric, selection).push(selection)
      const needMs = selection.reach.windowMs || lookbackMs
      for (const series of this.#options.catalog.select(
        selection.reach.selector.matchers,
        nowMs - needMs,
      ))
        this.#read(metric, series, selection, query)
    }
    this.#fill(query, nowMs)
    return query
  }

  /** Brings the windows of a query up to what is known: from memory at once, from the store when it has more. */
  #fill(query: StandingQuery, nowMs: number): void {
    const { head } = this.#options
    let isShort = false
    for (const { reach, windows } of query.selections) {
      const needMs = (reach.windowMs || query.lookbackMs) + KEEP_SLACK_MS
      const fromMs = nowMs - needMs
      for (const window of windows) {
        if (reach.windowMs > 0 && window.keepMs < reach.windowMs) window.keep(reach.windowMs)
        if (window.completeFromMs <= fromMs) continue
        const samples = head.between(window.series, fromMs, Number.POSITIVE_INFINITY)
        window.load(samples ?? NO_SAMPLES, Math.max(fromMs, head.fromMs))
        if (reach.windowMs > 0 && window.completeFromMs > nowMs - reach.windowMs) isShort = true
      }
    }
    if (isShort) this.#fillFromStore(query, nowMs)
  }

  #fillFromStore(query: StandingQuery, nowMs: number): void {
    const { source, rolledUpToMs, log } = this.#options
    query.isFilling = true
    const parts = query.selections
      .filter(({ reach }) => reach.windowMs > 0)
      .map(async (selection) => {
        const { reach, windows } = selection
        const fromMs = nowMs - reach.windowMs - KEEP_SLACK_MS
        // What is rolled up is not what came.
        if (fromMs <= rolledUpToMs()) return
        const toMs = nowMs + KEEP_SLACK_MS
        const byLabels = new Map(windows.map((window) => [labelsKey(window.series.labels), window]))
        for (const data of await source.select(reach.selector.matchers, fromMs, toMs)) {
          const window = byLabels.get(labelsKey(data.labels))
          byLabels.delete(labelsKey(data.labels))
          window?.load(data, fromMs)
        }
        // It knows nothing of the others, and that is complete.
        for (const window of byLabels.values()) window.load(NO_SAMPLES, fromMs)
      })
    Promise.all(parts)
      .catch((error) => log.warn('a window could not be filled', { why: messageOf(error) }))
      .finally(() => {
        query.isFilling = false
      })
  }

  /** A series that is heard of for the first time, or again after a long silence: the past knows nothing of it. */
  #meet(metric: Metric, series: Series): SeriesWindow | undefined {
    if (metric.unread.has(series)) return undefined
    for (const [label, byValue] of metric.selections) {
      const value = label === '' ? '' : (series.labels[label] ?? '')
      for (const selection of byValue.get(value) ?? [])
        if (selection.chooses(series.labels)) {
          const query = this.#queryOf.get(selection)!
          const window = this.#read(metric, series, selection, query)
          window.keep(Math.max(window.keepMs, selection.reach.windowMs))
        }
    }
    const window = metric.windows.get(series)
    if (window) window.completeFromMs = Number.NEGATIVE_INFINITY
    else metric.unread.add(series)
    return window
  }

  #read(metric: Metric, series: Series, selection: Selection, query: StandingQuery): SeriesWindow {
    let window = metric.windows.get(series)
    if (!window) {
      window = new SeriesWindow(series, Number.POSITIVE_INFINITY, this.#budget)
      metric.windows.set(series, window)
    }
    selection.add(window)
    if (!window.readers.includes(query)) window.readers.push(query)
    return window
  }

  #close(key: string, query: StandingQuery): void {
    this.#queries.delete(key)
    this.#missesOfClosed += query.misses
    for (const selection of query.selections) {
      this.#queryOf.delete(selection)
      const metric = this.#metricOf(selection.reach.metric)
      forgetSelection(metric, selection)
      const gone = new Set<SeriesWindow>()
      for (const window of selection.windows) {
        const at = window.readers.indexOf(query)
        if (at >= 0) window.readers.splice(at, 1)
        if (window.readers.length === 0) gone.add(window)
      }
      this.#drop(metric, gone)
      if (metric.selections.size === 0) this.#metrics.delete(selection.reach.metric)
    }
  }

  #drop(metric: Metric, gone: ReadonlySet<SeriesWindow>): void {
    for (const window of gone) {
      metric.windows.delete(window.series)
      window.release()
    }
    for (const byValue of metric.selections.values())
      for (const selections of byValue.values())
        for (const selection of selections) selection.remove(gone)
  }

  #metricOf(name: string): Metric {
    let metric = this.#metrics.get(name)
    if (!metric) {
      metric = { windows: new Map(), selections: new Map(), unread: new WeakSet() }
      this.#metrics.set(name, metric)
    }
    return metric
  }
}

const NO_SAMPLES = { times: new Float64Array(0), values: new Float64Array(0) }

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

/** The selectors that want the same label by equality, where a new series finds them without asking each. */
function selectionsBeside(metric: Metric, { reach }: Selection): Selection[] {
  const equal = reach.selector.matchers.find(({ name, op }) => name !== NAME && op === '=')
  const [label, value] = equal ? [equal.name, equal.value] : ['', '']
  let byValue = metric.selections.get(label)
  if (!byValue) {
    byValue = new Map()
    metric.selections.set(label, byValue)
  }
  let selections = byValue.get(value)
  if (!selections) {
    selections = []
    byValue.set(value, selections)
  }
  return selections
}

function forgetSelection(metric: Metric, selection: Selection): void {
  for (const [label, byValue] of metric.selections)
    for (const [value, selections] of byValue) {
      const at = selections.indexOf(selection)
      if (at < 0) continue
      selections.splice(at, 1)
      if (selections.length === 0) byValue.delete(value)
      if (byValue.size === 0) metric.selections.delete(label)
      return
    }
}
