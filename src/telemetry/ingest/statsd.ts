/**
 * statsd, as clients of etsy's and DogStatsD's dialect send it by UDP. A line is no sample: lines are added up,
 * and what they come to is read off every few seconds. Whoever listens hands in packets and asks for the points.
 */
import { type MetricType, seriesIdentity } from '../model.ts'
import { Points } from '../points.ts'
import { Checks } from './checks.ts'
import type { Decoded } from './format.ts'
import { labelName, metricName } from './names.ts'
import { readStatsdLine, type StatsdLine } from './statsd/read-line.ts'

/** Seconds, for timers. */
const TIMER_BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const BOUNDS = [1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000]
const MAX_SERIES = 50_000
const MAX_MEMBERS = 10_000
/** A gauge holds until it is set anew, but not for ever. */
const GAUGE_HOLDS_MS = 3_600_000

interface Series {
  readonly name: string
  readonly labels: readonly (readonly [string, string])[]
}
type State = Series &
  (
    | { readonly kind: 'counter'; sum: number }
    | { readonly kind: 'gauge'; value: number; setMs: number }
    | { readonly kind: 'set'; readonly members: Set<string> }
    | {
        readonly kind: 'timer' | 'distribution'
        readonly bounds: readonly number[]
        /** By bound, the last one for what is above all of them. */
        readonly counts: number[]
        sum: number
      }
  )

export class StatsdAggregate {
  readonly #states = new Map<string, State>()
  #checks: Checks
  #sinceMs: number

  constructor(nowMs: number) {
    this.#sinceMs = nowMs
    this.#checks = new Checks('metrics', { nowMs })
  }

  /** Adds the lines of one packet. */
  add(packet: Uint8Array, nowMs: number): void {
    const text = Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength).toString()
    for (const line of text.split('\n')) {
      if (line.trim() === '') continue
      const read = readStatsdLine(line.trim())
      if (read === 'event')
        this.#checks.reject('event', 'Events and service checks are no metrics.')
      else if (read === 'bad-line') this.#checks.reject('bad-line', 'It is no line of statsd.')
      else this.#put(read, nowMs)
    }
  }

  /** What the lines since the last time come to. */
  take(nowMs: number): Decoded {
    const points = new Points()
    let accepted = 0
    for (const [key, state] of this.#states) {
      const item = accepted++
      const put = (name: string, type: MetricType, value: number, le?: string) => {
        const labels = le === undefined ? state.labels : [...state.labels, ['le', le] as const]
        const series = seriesIdentity(name, labels, type, '')
        const isGauge = type === 'gauge'
        points.add(series, item, nowMs, value, isGauge ? 0 : this.#sinceMs, !isGauge)
      }
      if (state.kind === 'counter') put(state.name, 'counter', state.sum)
      else if (state.kind === 'gauge') put(state.name, 'gauge', state.value)
      else if (state.kind === 'set') put(state.name, 'gauge', state.members.size)
      else {
        let count = 0
        state.counts.forEach((more, i) => {
          count += more
          put(`${state.name}_bucket`, 'histogram', count, String(state.bounds[i] ?? '+Inf'))
        })
        put(`${state.name}_sum`, 'histogram', state.sum)
        put(`${state.name}_count`, 'histogram', count)
      }
      if (state.kind !== 'gauge' || nowMs - state.setMs > GAUGE_HOLDS_MS) this.#states.delete(key)
    }
    const rejected = this.#checks.rejections.toResult()
    this.#checks = new Checks('metrics', { nowMs })
    this.#sinceMs = nowMs
    return { batch: { signal: 'metrics', points }, accepted, rejected }
  }

  #put(line: StatsdLine, nowMs: number): void {
    const state = this.#stateOf(line, nowMs)
    if (!state) return
    for (const text of line.values) {
      const value = Number(text)
      if (state.kind === 'counter') state.sum += value / line.rate
      else if (state.kind === 'gauge') {
        // A sign makes it a change: a gauge below zero is set to zero first.
        state.value = /^[+-]/.test(text) ? state.value + value : value
        state.setMs = nowMs
      } else if (state.kind !== 'set') {
        const measured = state.kind === 'timer' ? value / 1_000 : value
        const at = state.bounds.findIndex((bound) => measured <= bound)
        const slot = at < 0 ? state.bounds.length : at
        state.counts[slot] = state.counts[slot]! + 1 / line.rate
        state.sum += measured / line.rate
      } else if (state.members.size < MAX_MEMBERS) state.members.add(text)
      else this.#checks.reject('set-limit', `A set has more than ${MAX_MEMBERS} members.`)
    }
  }

  #stateOf(line: StatsdLine, nowMs: number): State | undefined {
    const labels = labelsOf(line)
    const key = JSON.stringify([line.kind, line.name, labels])
    const known = this.#states.get(key)
    if (known) return known
    const name = nameOf(line)
    const { limits } = this.#checks
    if (name === '' || name.length > limits.maxNameLength) {
      this.#checks.reject('bad-name', 'The name of the metric is empty or too long.')
      return undefined
    }
    if (!this.#checks.attributes(Object.fromEntries(labels))) return undefined
    if (this.#states.size >= MAX_SERIES) {
      this.#checks.reject('statsd-limit', `There are more than ${MAX_SERIES} metrics at a time.`)
      return undefined
    }
    const state = emptyState(line, { name, labels }, nowMs)
    this.#states.set(key, state)
    return state
  }
}

function emptyState({ kind }: StatsdLine, series: Series, nowMs: number): State {
  if (kind === 'counter') return { ...series, kind, sum: 0 }
  if (kind === 'gauge') return { ...series, kind, value: 0, setMs: nowMs }
  if (kind === 'set') return { ...series, kind, members: new Set() }
  const bounds = kind === 'timer' ? TIMER_BOUNDS : BOUNDS
  return { ...series, kind, bounds, counts: [...bounds, 0].fill(0), sum: 0 }
}

/** Names as those of OpenTelemetry become ours: timers are in seconds, counters end in `_total`. */
function nameOf({ name, kind }: StatsdLine): string {
  if (kind === 'timer') return metricName(name, 's', 'histogram')
  return metricName(name, '', kind === 'counter' ? 'counter' : 'gauge')
}

/** Tags by their label names, in order; the last of a name counts. A service is who sends. */
function labelsOf({ tags }: StatsdLine): [string, string][] {
  const labels = new Map<string, string>([['job', 'statsd']])
  for (const [tag, value] of tags) {
    const name = labelName(tag)
    if (name === '' || name.startsWith('__') || name === 'le') continue
    labels.set(name === 'service' ? 'service_name' : name, value)
  }
  return [...labels].sort(([a], [b]) => (a < b ? -1 : 1))
}
