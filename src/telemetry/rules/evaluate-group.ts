/** A group of rules over a source: one rule after another, each sees what those before it have written. */
import { messageOf } from '#base'
import {
  dropMetricName,
  evaluateInstant,
  type Labels,
  labelsKey,
  type MemorySource,
  NAME,
  type SeriesSource,
  withLabel,
  writeStale,
} from '../promql/index.ts'
import {
  type ActiveAlerts,
  type Answered,
  evaluateAlerts,
  type Surroundings,
  seriesOf,
} from './alerting.ts'
import type { AlertingRule, RecordingRule, RuleGroup } from './rule.ts'
import type { TemplateSample } from './template/index.ts'

export interface GroupOptions {
  readonly externalLabels?: Readonly<Record<string, string>>
  readonly externalUrl?: string
}

interface RuleState {
  readonly rule: AlertingRule | RecordingRule
  alerts: ActiveAlerts
  /** What it wrote last, by key: what is missing from the next ends with a stale marker. */
  wrote: ReadonlyMap<string, Labels>
}

export interface RuleFailure {
  readonly rule: string
  readonly atMs: number
  readonly problem: string
}

/** The state of one group; samples are written into the memory that it also reads. */
export class GroupRun {
  readonly group: RuleGroup
  readonly #memory: MemorySource
  readonly #options: GroupOptions
  readonly #rules: readonly RuleState[]

  constructor(group: RuleGroup, memory: MemorySource, options: GroupOptions = {}) {
    this.group = group
    this.#memory = memory
    this.#options = options
    this.#rules = group.rules.map((rule) => ({ rule, alerts: new Map(), wrote: new Map() }))
  }

  /** Evaluates every rule at a moment; a rule that fails keeps its alerts as far as Prometheus does. */
  async evaluate(atMs: number): Promise<RuleFailure[]> {
    const failures: RuleFailure[] = []
    for (const state of this.#rules)
      try {
        this.#write(state, await this.#run(state, atMs), atMs)
      } catch (error) {
        failures.push({ rule: state.rule.name, atMs, problem: messageOf(error) })
      }
    return failures
  }

  /** Alerts of all rules of a name. */
  alertsOf(name: string) {
    return this.#rules
      .filter(({ rule }) => rule.kind === 'alert' && rule.name === name)
      .flatMap(({ alerts }) => [...alerts.values()])
  }

  async #run(state: RuleState, atMs: number): Promise<Answered[]> {
    const { rule } = state
    const queryMs = atMs - this.group.queryOffsetMs
    const answered = await answer(rule.query, queryMs, this.#memory)
    const limit = this.group.limit || Number.POSITIVE_INFINITY
    if (rule.kind === 'record') {
      const samples = answered.map(({ labels, value }) => ({
        labels: recorded(rule, labels),
        value,
      }))
      if (new Set(samples.map(({ labels }) => labelsKey(labels))).size < samples.length)
        throw new Error('vector contains metrics with the same labelset after applying rule labels')
      if (samples.length > limit)
        throw new Error(`exceeded limit of ${limit} with ${samples.length} series`)
      return samples
    }
    const alerts = await evaluateAlerts(
      rule,
      state.alerts,
      answered,
      atMs,
      this.#surroundings(queryMs),
    )
    if (alerts.size > limit) {
      state.alerts = new Map()
      throw new Error(`exceeded limit of ${limit} with ${alerts.size} alerts`)
    }
    state.alerts = alerts
    return seriesOf(rule, alerts)
  }

  #surroundings(atMs: number): Surroundings {
    return {
      externalLabels: this.#options.externalLabels ?? {},
      externalUrl: this.#options.externalUrl ?? '',
      nowMs: atMs,
      query: async (expr): Promise<TemplateSample[]> =>
        (await answer(expr, atMs, this.#memory)).map(({ labels, value }) => ({
          Labels: labels,
          Value: value,
        })),
    }
  }

  #write(state: RuleState, samples: readonly Answered[], atMs: number): void {
    const times = Float64Array.of(atMs)
    const wrote = new Map(samples.map(({ labels }) => [labelsKey(labels), labels]))
    for (const { labels, value } of samples) this.#memory.add(labels, times, Float64Array.of(value))
    for (const [key, labels] of state.wrote) {
      if (wrote.has(key)) continue
      const stale = new Float64Array(1)
      writeStale(stale, 0)
      this.#memory.add(labels, times, stale)
    }
    state.wrote = wrote
  }
}

async function answer(
  query: RecordingRule['query'] | string,
  atMs: number,
  source: SeriesSource,
): Promise<Answered[]> {
  const value = await evaluateInstant(query, atMs, source)
  if (value.type === 'vector') return [...value.samples]
  if (value.type === 'scalar') return [{ labels: {}, value: value.value }]
  throw new Error(`rule result is not a vector or scalar`)
}

function recorded(rule: RecordingRule, given: Labels): Labels {
  let labels = withLabel(dropMetricName(given), NAME, rule.name)
  for (const [name, value] of Object.entries(rule.labels)) labels = withLabel(labels, name, value)
  return labels
}
