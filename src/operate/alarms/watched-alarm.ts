/** An alarm as the engine holds it in memory: its rule, its instances, and when to look at it next. */
import type { Instance } from './instance.ts'
import type { SignalArrival } from './reader.ts'
import { gridTick, looksAtTheSame, type Rule } from './rule.ts'
import type { RuleHealth } from './rule-health.ts'

/** An alarm is evaluated at most once in this time, however fast samples come. */
const COALESCE_MS = 250

const TELL_LATE_EVERY_MS = 60_000

interface Late {
  samples: number
  oldestMs: number
}

const noneLate = (): Late => ({ samples: 0, oldestMs: Number.POSITIVE_INFINITY })

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
  /** The newest data that was decided about. */
  #cutMs = Number.NEGATIVE_INFINITY
  #late = noneLate()
  #lateToldMs = Number.NEGATIVE_INFINITY
  #lookedMs: number
  /** When a look that has come to nothing is tried again. */
  #retryMs = Number.POSITIVE_INFINITY

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
    this.watchedSinceMs =
      former && looksAtTheSame(former.rule, rule) ? former.watchedSinceMs : nowMs
    this.#lookedMs = nowMs
    if (former) {
      this.#samplesDueMs = former.#samplesDueMs
      this.#newestSampleMs = former.#newestSampleMs
      this.#evaluatedMs = former.#evaluatedMs
      this.#lookedMs = former.#lookedMs
      this.#cutMs = former.#cutMs
      this.#late = former.#late
      this.#lateToldMs = former.#lateToldMs
    }
  }

  /** When it is to be looked at next. */
  get dueMs(): number {
    const { mOfN, intervalMs } = this.rule
    if (mOfN) return Math.min(this.#retryMs, gridTick(this.rule, this.#lookedMs + intervalMs))
    return Math.min(this.#samplesDueMs, this.#lookedMs + this.rule.intervalMs)
  }

  arrived(arrival: SignalArrival, nowMs: number): void {
    const { maxTimeMs } = arrival
    this.#countLate(arrival)
    this.#newestSampleMs = Math.max(this.#newestSampleMs, maxTimeMs)
    const paceMs = Math.max(nowMs, this.#evaluatedMs + COALESCE_MS)
    const ripeMs = Math.min(maxTimeMs, nowMs) + this.rule.evalDelayMs
    this.#samplesDueMs = Math.min(this.#samplesDueMs, Math.max(paceMs, ripeMs))
  }

  /** Samples that came before it was watched here are looked at as if they came now. */
  foundWaiting(newestMs: number, nowMs: number): void {
    this.#newestSampleMs = Math.max(this.#newestSampleMs, newestMs)
    this.#samplesDueMs = Math.min(this.#samplesDueMs, nowMs + this.rule.evalDelayMs)
  }

  /** Samples from before the interval that was last decided change nothing any more. */
  #countLate(arrival: SignalArrival): void {
    const { names, minTimeMs } = arrival
    const decidedMs = this.#cutMs - this.rule.intervalMs
    if (minTimeMs >= decidedMs) return
    for (const name of this.metrics ?? names)
      for (const timeMs of names.has(name) ? arrival.timesOf(name) : [])
        if (timeMs < decidedMs) {
          this.#late.samples++
          this.#late.oldestMs = Math.min(this.#late.oldestMs, timeMs)
        }
  }

  /** The late samples since the last time, when there are any and they are due to be told. */
  takeLate(nowMs: number): Late | undefined {
    if (this.#late.samples === 0 || nowMs < this.#lateToldMs + TELL_LATE_EVERY_MS) return undefined
    const late = this.#late
    this.#late = noneLate()
    this.#lateToldMs = nowMs
    return late
  }

  /** The look has come to nothing: what it would have looked at is looked at again, after a pause. */
  again(pauseMs = COALESCE_MS): void {
    const dueMs = this.#lookedMs + pauseMs
    this.#retryMs = dueMs
    if (this.#evaluatedMs === this.#lookedMs)
      this.#samplesDueMs = Math.min(this.#samplesDueMs, dueMs)
    else if (!this.rule.mOfN) this.#lookedMs = dueMs - this.rule.intervalMs
  }

  /**
   * Begins a look: the time it stands for, and the time up to which data is evaluated, or undefined when nothing
   * has arrived since the last. A sender whose clock is ahead does not pull the others into the future: its
   * samples wait.
   */
  begin(nowMs: number): { readonly tickMs: number; readonly cutMs: number | undefined } {
    const { rule } = this
    // Values of which m of n decide must stand at even distances, however fast samples come.
    const tickMs = rule.mOfN ? Math.max(gridTick(rule, nowMs), this.#lookedMs) : nowMs
    this.#lookedMs = tickMs
    this.#retryMs = Number.POSITIVE_INFINITY
    const ripeMs = tickMs - rule.evalDelayMs
    if (this.metrics?.size === 0 || rule.opaque) return { tickMs, cutMs: ripeMs }
    if (this.#samplesDueMs > nowMs) return { tickMs, cutMs: undefined }
    this.#evaluatedMs = tickMs
    this.#cutMs = Math.min(this.#newestSampleMs, ripeMs)
    this.#samplesDueMs = this.#waitingDueMs(tickMs, ripeMs)
    return { tickMs, cutMs: this.#cutMs }
  }

  /** When samples are to be looked at that this look is too early for; infinite when there are none. */
  #waitingDueMs(tickMs: number, ripeMs: number): number {
    const newestMs = this.#newestSampleMs
    if (newestMs <= ripeMs) return Number.POSITIVE_INFINITY
    const dueMs = newestMs + this.rule.evalDelayMs
    return newestMs > tickMs ? dueMs : Math.min(dueMs, tickMs + this.rule.intervalMs)
  }
}
