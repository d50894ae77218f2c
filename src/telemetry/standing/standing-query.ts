/**
 * A query that is asked again and again, answered from windows in memory: with the evaluator's own functions, so
 * that its answers are the evaluator's, to the last bit.
 */
import type { Head } from '../head.ts'
import { unwrap, type VectorSelector } from '../promql/ast.ts'
import { dropMetricName, evaluateAtHand, labelsKey, writeStale } from '../promql/index.ts'
import type { Labels, SeriesData } from '../promql/source.ts'
import type { Samples } from '../sample-blocks.ts'
import { type Column, columnsOf } from './columns/index.ts'
import type { Compiled } from './compile.ts'
import type { RestTerms } from './rests.ts'
import { Selection } from './selection.ts'
import type { WatchedSeries } from './watched-series.ts'

/** What a query answers at a moment, in columns: thousands of alarms ask each second. */
export interface StandingAnswer {
  /** The same array as before while the same series answer. */
  readonly labels: readonly Labels[]
  /** A value for each of them, until the next question. */
  readonly values: Float64Array
}

/** Who is told of each sample that a query reads, unless they rest. */
export interface Hearer {
  readonly hear: (timeMs: number) => void
  rest: RestTerms | undefined
}

export class StandingQuery {
  readonly compiled: Compiled
  readonly lookbackMs: number
  /** How far back it looks, in milliseconds. */
  readonly needMs: number
  readonly selections: readonly Selection[]
  readonly hearers: Hearer[] = []
  /** It answers with the last samples of series as they are. */
  readonly isPlain: boolean
  /** Its windows are still being filled. */
  isFilling = false
  /** Undefined when its shape is none of those that are computed in columns. */
  readonly #column: Column | undefined
  #finalLabels: readonly Labels[] | undefined
  #finalVersion = -1
  #asked: { readonly atMs: number; readonly answer: StandingAnswer } | undefined
  #labels: readonly Labels[] = []
  #values = new Float64Array(1)
  /** How often the windows did not reach far enough. */
  misses = 0

  constructor(compiled: Compiled, lookbackMs: number, head: Head) {
    this.compiled = compiled
    this.lookbackMs = lookbackMs
    this.isPlain = unwrap(compiled.expr).kind === 'vector'
    this.needMs = Math.max(...compiled.reaches.map(({ windowMs }) => windowMs || lookbackMs))
    this.selections = compiled.reaches.map((reach) => new Selection(reach, head))
    const bySelector = new Map(this.selections.map((one) => [one.reach.selector, one]))
    this.#column = columnsOf(compiled.expr, { of: (one) => bySelector.get(one)!, lookbackMs })
  }

  heard(timeMs: number): void {
    this.#asked = undefined
    for (const hearer of this.hearers) {
      hearer.rest = undefined
      hearer.hear(timeMs)
    }
  }

  /** The only series whose last sample is all it answers with; undefined when it answers with more. */
  get lone(): WatchedSeries | undefined {
    if (!this.isPlain) return undefined
    const [selection] = this.selections
    return selection!.members.length === 1 ? selection!.members[0] : undefined
  }

  /** Undefined when its windows do not reach far enough. Throws as `evaluateInstant` does. */
  at(atMs: number): StandingAnswer | undefined {
    // Alarms on one signal ask one after the other.
    if (this.#asked?.atMs === atMs && this.lone?.resting === undefined) return this.#asked.answer
    const answer = this.isFilling ? undefined : this.#evaluate(atMs)
    this.#asked = answer && { atMs, answer }
    if (!answer) this.misses++
    return answer
  }

  #evaluate(atMs: number): StandingAnswer | undefined {
    const column = this.#column
    const labels = column?.lay() ? this.#labelsOf(column) : undefined
    if (!column || !labels) return this.#evaluateWhole(atMs)
    return column.compute(atMs) ? this.#gather(column, labels) : undefined
  }

  /** What the places are called in the answer; undefined when two would be called the same. */
  #labelsOf({ labels, nameless, version }: Column): readonly Labels[] | undefined {
    if (version === this.#finalVersion) return this.#finalLabels
    this.#finalVersion = version
    const named = nameless ? labels.map(dropMetricName) : labels
    this.#finalLabels = new Set(named.map(labelsKey)).size === named.length ? named : undefined
    return this.#finalLabels
  }

  #gather({ values, present }: Column, labels: readonly Labels[]): StandingAnswer {
    if (this.#values.length < labels.length) this.#values = new Float64Array(labels.length)
    let count = 0
    let isSame = true
    for (let i = 0; i < labels.length; i++) {
      if (!present[i]) continue
      if (this.#labels[count] !== labels[i]) isSame = false
      this.#values[count++] = values[i]!
    }
    if (!isSame || count !== this.#labels.length) this.#labels = labels.filter((_, i) => present[i])
    return { labels: this.#labels, values: this.#values }
  }

  #evaluateWhole(atMs: number): StandingAnswer | undefined {
    const data = new Map<VectorSelector, readonly SeriesData[]>()
    for (const selection of this.selections) {
      const series = read(selection, atMs, this.lookbackMs)
      if (!series) return undefined
      data.set(selection.reach.selector, series)
    }
    const { lookbackMs } = this
    const answer = evaluateAtHand(
      this.compiled.expr,
      atMs,
      (selector) => data.get(selector) ?? [],
      { lookbackMs },
    )
    if (answer.type === 'scalar') return this.#answer([NO_LABELS], () => answer.value)
    if (answer.type !== 'vector') throw new Error(`a standing query answers with a ${answer.type}`)
    const { samples } = answer
    return this.#answer(
      samples.map(({ labels }) => labels),
      (i) => samples[i]!.value,
    )
  }

  #answer(labels: readonly Labels[], value: (i: number) => number): StandingAnswer {
    const isSame =
      labels.length === this.#labels.length &&
      labels.every((one, i) => {
        const before = this.#labels[i]!
        return one === before || labelsKey(one) === labelsKey(before)
      })
    if (!isSame) this.#labels = labels
    if (this.#values.length < labels.length) this.#values = new Float64Array(labels.length)
    for (let i = 0; i < labels.length; i++) this.#values[i] = value(i)
    return { labels: this.#labels, values: this.#values }
  }
}

const NO_LABELS: Labels = {}

/** The samples that a selector reads, where they lie; undefined when not all of them are there. */
function read(
  { members, reach, head }: Selection,
  atMs: number,
  lookbackMs: number,
): SeriesData[] | undefined {
  const data: SeriesData[] = []
  for (const { series, window } of members) {
    if (reach.windowMs === 0) {
      const fromMs = atMs - lookbackMs
      const samples = head.between(series, fromMs, atMs)
      if (samples && samples.times.length > 0) data.push(dataOf(series.labels, samples))
      else if (head.fromMs > fromMs) return undefined
      continue
    }
    const startMs = atMs - reach.windowMs
    if (!window || window.completeFromMs > startMs) return undefined
    const from = window.firstAfter(startMs)
    const to = window.firstAfter(atMs)
    if (from >= to) continue
    const times = window.times.subarray(from, to)
    data.push({ labels: series.labels, times, values: window.values.subarray(from, to) })
  }
  return data
}

/** Our NaN is PromQL's stale marker. */
function dataOf(labels: Labels, { times, values }: Samples): SeriesData {
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) writeStale(values, i)
  return { labels, times, values }
}
