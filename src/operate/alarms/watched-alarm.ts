/** An alarm as the engine holds it in memory: its rule, its instances, and when to look at it next. */
import type { Instance } from './instance.ts'
import type { SignalArrival } from './reader.ts'
import type { Rule } from './rule.ts'
import type { RuleHealth } from './rule-health.ts'

/** An alarm is evaluated at most once in this time, however fast samples come. */
const COALESCE_MS = 250

export class WatchedAlarm {
  readonly rule: Rule
  /** Metrics that its query reads; undefined when it may read any. */
  readonly metrics: ReadonlySet<string> | undefined
  /** Since when it is looked at without a break. */
  readonly watchedSinceMs: number
  instances: ReadonlyMap<string, Instance>
  health: RuleHealth
  /** When arrived samples are to be looked at; infinite while none have arrived. */
  #samplesDueMs = Number.POSITIVE_INFINITY
  #newestSampleMs = Number.NEGATIVE_INFINITY
  #evaluatedMs = Number.NEGATIVE_INFINITY
  #lookedMs: number

  constructor(options: {
    rule: Rule
    metrics: ReadonlySet<string> | undefined
    instances: ReadonlyMap<string, Instance>
    health: RuleHealth
    nowMs: number
    /** The same alarm before its model changed. */
    former?: WatchedAlarm | undefined
  }) {
    const { rule, metrics, instances, health, nowMs, former } = options
    this.rule = rule
    this.metrics = metrics
    this.instances = instances
    this.health = health
    this.watchedSinceMs = former?.rule.query === rule.query ? former.watchedSinceMs : nowMs
    this.#lookedMs = nowMs
    if (former) {
      this.#samplesDueMs = former.#samplesDueMs
      this.#newestSampleMs = former.#newestSampleMs
      this.#evaluatedMs = former.#evaluatedMs
      this.#lookedMs = former.#lookedMs
    }
  }

  /** When it is to be looked at next. */
  get dueMs(): number {
    return Math.min(this.#samplesDueMs, this.#lookedMs + this.rule.intervalMs)
  }

  arrived({ maxTimeMs }: SignalArrival, nowMs: number): void {
    this.#newestSampleMs = Math.max(this.#newestSampleMs, maxTimeMs)
    const paceMs = Math.max(nowMs, this.#evaluatedMs + COALESCE_MS)
    this.#samplesDueMs = Math.min(this.#samplesDueMs, paceMs)
  }

  /** The look has come to nothing: what it would have looked at is looked at again, after a pause. */
  again(pauseMs = COALESCE_MS): void {
    const dueMs = this.#lookedMs + pauseMs
    if (this.#evaluatedMs === this.#lookedMs)
      this.#samplesDueMs = Math.min(this.#samplesDueMs, dueMs)
    else this.#lookedMs = dueMs - this.rule.intervalMs
  }

  /**
   * Begins a look: the time up to which data is evaluated, or undefined when nothing has arrived since the last.
   * A sender whose clock is ahead does not pull the others into the future: its samples wait.
   */
  begin(tickMs: number): number | undefined {
    this.#lookedMs = tickMs
    if (this.metrics?.size === 0) return tickMs
    if (this.#samplesDueMs > tickMs) return undefined
    const cutMs = Math.min(this.#newestSampleMs, tickMs)
    this.#evaluatedMs = tickMs
    this.#samplesDueMs =
      this.#newestSampleMs > tickMs ? this.#newestSampleMs : Number.POSITIVE_INFINITY
    return cutMs
  }
}
