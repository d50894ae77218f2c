/** An alarm as the engine holds it in memory: its rule, its instances, and when to look at it next. */

import { calmOf } from './condition.ts'
import type { Instance } from './instance.ts'
import type { HeldSignal, SignalArrival, SignalRest } from './reader.ts'
import { gridTick, looksAtTheSame, type Rule } from './rule.ts'
import { HEALTHY, type RuleHealth } from './rule-health.ts'
import { canBeSteady, SteadyLooks } from './steady.ts'

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
  health: RuleHealth
  /** Its query, when it is kept answered in memory. */
  held: HeldSignal | undefined
  #instances: ReadonlyMap<string, Instance>
  #steady: SteadyLooks | undefined
  /** While it rests, and how far our clock is ahead of that of who receives samples. */
  #rest: { readonly of: SignalRest; readonly aheadMs: number } | undefined
  /** The newest sample of its own since the last arrival; undefined when there was none. */
  #heardMs: number | undefined
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
    this.#instances = instances
    this.health = health
    this.watchedSinceMs =
      former && looksAtTheSame(former.rule, rule) ? former.watchedSinceMs : nowMs
    this.#lookedMs = nowMs
    if (former) {
      former.#endRest()
      this.#samplesDueMs = former.#samplesDueMs
      this.#newestSampleMs = former.#newestSampleMs
      this.#evaluatedMs = former.#evaluatedMs
      this.#lookedMs = former.#lookedMs
      this.#cutMs = former.#cutMs
      this.#late = former.#late
      this.#lateToldMs = former.#lateToldMs
    }
  }

  get instances(): ReadonlyMap<string, Instance> {
    this.#noteRest()
    const seen = this.#steady?.instances()
    if (!seen) return this.#instances
    if (this.#rest) return seen
    this.#steady = undefined
    this.#instances = seen
    return seen
  }

  set instances(instances: ReadonlyMap<string, Instance>) {
    this.#rest = undefined
    this.#steady = undefined
    this.#instances = instances
  }

  /** When it is to be looked at next. */
  get dueMs(): number {
    const { mOfN, intervalMs } = this.rule
    if (this.#rest) return Number.POSITIVE_INFINITY
    if (mOfN) return Math.min(this.#retryMs, gridTick(this.rule, this.#lookedMs + intervalMs))
    return Math.min(this.#samplesDueMs, this.#lookedMs + this.rule.intervalMs)
  }

  /** A sample of its own, which `arrivedHeard` takes up. Whether it is the first since then. */
  heard(timeMs: number): boolean {
    this.#endRest()
    if (timeMs < this.#cutMs - this.rule.intervalMs) this.#noteLate(timeMs)
    const isFirst = this.#heardMs === undefined
    if (isFirst || timeMs > this.#heardMs!) this.#heardMs = timeMs
    return isFirst
  }

  arrivedHeard(nowMs: number): void {
    if (this.#heardMs !== undefined) this.#expect(this.#heardMs, nowMs)
    this.#heardMs = undefined
  }

  arrived(arrival: SignalArrival, nowMs: number): void {
    this.#countLate(arrival)
    this.#expect(arrival.maxTimeMs, nowMs)
  }

  #expect(maxTimeMs: number, nowMs: number): void {
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
        if (timeMs < decidedMs) this.#noteLate(timeMs)
  }

  #noteLate(timeMs: number): void {
    this.#late.samples++
    this.#late.oldestMs = Math.min(this.#late.oldestMs, timeMs)
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
   * A look that finds everything as it was, and nothing to decide; false when it must be looked at in full. Nothing
   * has happened then.
   */
  looksAsBefore(nowMs: number): boolean {
    const { held, rule } = this
    if (!held || this.#samplesDueMs > nowMs || !canBeSteady(rule)) return false
    if (this.health !== HEALTHY || this.#late.samples > 0) return false
    const answer = held.at(Math.min(this.#newestSampleMs, nowMs - rule.evalDelayMs))
    if (!answer) return false
    this.#steady ??= SteadyLooks.begin(rule, this.#instances, answer)
    if (!this.#steady?.takes(answer, nowMs)) return false
    this.begin(nowMs)
    return true
  }

  /**
   * Hears nothing from now on while its only series is well and is not silent; whether that can be. `woken` is
   * called when the silence is new, and not when a sample is heard.
   */
  rest(nowMs: number, woken: () => void): boolean {
    const { held, rule } = this
    if (!held?.canRest || !this.#steady?.isWell || rule.evalDelayMs > 0) return false
    const isWaiting = this.#samplesDueMs < Number.POSITIVE_INFINITY
    const calm = calmOf(rule.breached)
    if (isWaiting || !calm) return false
    const wake = () => {
      this.#endRest()
      woken()
    }
    const of = held.rest({ ...calm, quietMs: rule.intervalMs, wake })
    this.#rest = of && { of, aheadMs: nowMs - of.seen().receivedMs }
    return of !== undefined
  }

  /** What came while it rested is as if it had been looked at when it came. */
  #noteRest(): void {
    if (!this.#rest) return
    const { of, aheadMs } = this.#rest
    const { timeMs, receivedMs, value } = of.seen()
    const seenMs = receivedMs + aheadMs
    this.#steady?.note(value, seenMs)
    this.#newestSampleMs = Math.max(this.#newestSampleMs, timeMs)
    this.#cutMs = Math.max(this.#cutMs, Math.min(timeMs, seenMs))
    this.#lookedMs = Math.max(this.#lookedMs, seenMs)
  }

  #endRest(): void {
    this.#noteRest()
    this.#rest = undefined
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
