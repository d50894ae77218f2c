/**
 * Random histories of one alarm, played against what decides: values, silence, edits, pauses, people, removed
 * resources, clocks that jump, and nodes that die and are replaced. The ledger and its table are lists in memory;
 * nothing that decides is replaced.
 */
import fc from 'fast-check'
import { ManualClock } from '#base'
import type { NewFact } from '#ledger'
import { afterFact, type Told } from '../../src/operate/alarms/becoming.ts'
import { endOf, isOpen } from '../../src/operate/alarms/end.ts'
import { type Instance, instanceOf, labelsKey } from '../../src/operate/alarms/instance.ts'
import { type Found, factsOf, lookAt } from '../../src/operate/alarms/look.ts'
import { memoryMs } from '../../src/operate/alarms/past.ts'
import type { SignalSample } from '../../src/operate/alarms/reader.ts'
import type { RemovedResource } from '../../src/operate/alarms/removed-resource.ts'
import { type PastTick, resume } from '../../src/operate/alarms/resume.ts'
import { type Rule, ruleOf } from '../../src/operate/alarms/rule.ts'

export const T0 = Date.UTC(2026, 0, 5, 9)
export const TICK_MS = 5_000

/** Values of the hosts a and b; null is no sample of this one. */
export type Values = readonly [a: number | null, b: number | null]

export type Step =
  | { readonly kind: 'values'; readonly values: Values }
  | { readonly kind: 'quiet'; readonly ticks: number }
  | { readonly kind: 'error' }
  | { readonly kind: 'jump'; readonly seconds: number }
  | { readonly kind: 'edit'; readonly rule: Rule }
  | { readonly kind: 'pause'; readonly paused: boolean }
  | { readonly kind: 'person' }
  | { readonly kind: 'removal'; readonly host: 'a' | 'b' }
  /** The node dies, before or after a look is committed; samples go on being stored until another takes over. */
  | {
      readonly kind: 'crash'
      readonly committed: boolean
      readonly last: Values
      readonly gap: readonly Values[]
    }

const policy = fc.constantFrom('ok' as const, 'keep' as const, 'fire' as const, 'nodata' as const)

const ruleWithLimit = (limit: fc.Arbitrary<number>): fc.Arbitrary<Rule> =>
  fc
    .record({
      forS: fc.constantFrom(0, 5, 20),
      keepS: fc.constantFrom(0, 5, 20),
      missingS: fc.constantFrom(10, 30),
      onMissing: policy,
      mOfN: fc.constantFrom(undefined, undefined, { m: 2, n: 3 }, { m: 3, n: 5 }),
      limit,
    })
    .map((given) => ruleWith(given))

const anyRule = ruleWithLimit(fc.constantFrom(1, 100, 100, 100))

export function ruleWith(given: {
  forS: number
  keepS: number
  missingS: number
  onMissing: 'ok' | 'keep' | 'fire' | 'nodata'
  mOfN?: { m: number; n: number } | undefined
  limit?: number
}): Rule {
  const { forS, keepS, missingS, onMissing, mOfN, limit = 100 } = given
  return ruleOf(
    'shop',
    {
      kind: 'alarm',
      name: 'slow',
      spec: {
        ...{ title: 'Slow', signal: 'signal:s', when: '> 10', recover: '< 5', interval: '5s' },
        ...{ for: `${forS}s`, keepFiringFor: `${keepS}s`, missingAfter: `${missingS}s` },
        ...{ onMissing, severity: 'critical' as const, protects: [], groupBy: [] },
        ...{ owner: 'team:shop', procedure: 'restart', limit, ...(mOfN ? { mOfN } : {}) },
      },
    },
    { query: 'checkout_ms' },
  )
}

const value = fc.integer({ min: 0, max: 15 })
const orNone = (freq: number) => fc.option(value, { freq, nil: null })
const anyValues: fc.Arbitrary<Values> = fc.tuple(orNone(6), orNone(3))
/** At least one sample, so that somebody has listened. */
const someValues: fc.Arbitrary<Values> = fc.tuple(value, orNone(3))

const crash = fc.record({
  kind: fc.constant('crash' as const),
  committed: fc.boolean(),
  last: someValues,
  gap: fc.array(someValues, { maxLength: 6 }),
})
const watching: fc.WeightedArbitrary<Step>[] = [
  {
    weight: 12,
    arbitrary: fc.record({ kind: fc.constant('values' as const), values: anyValues }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('quiet' as const),
      ticks: fc.integer({ min: 1, max: 8 }),
    }),
  },
  { weight: 3, arbitrary: crash },
]
const disturbing: fc.WeightedArbitrary<Step>[] = [
  { weight: 1, arbitrary: fc.constant({ kind: 'error' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('jump' as const),
      seconds: fc.constantFrom(7, 60, 900, 7_200),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('edit' as const), rule: anyRule }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('pause' as const), paused: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'person' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('removal' as const),
      host: fc.constantFrom('a' as const, 'b' as const),
    }),
  },
]

export interface History {
  readonly rule: Rule
  readonly steps: readonly Step[]
}
const historyOf = (
  rule: fc.Arbitrary<Rule>,
  ...steps: fc.WeightedArbitrary<Step>[]
): fc.Arbitrary<History> =>
  fc.record({ rule, steps: fc.array(fc.oneof(...steps), { maxLength: 16 }) })

/** Everything that may happen. */
export const anyHistory = historyOf(anyRule, ...watching, ...disturbing)
/** Looks, silence and crashes, nothing else. */
export const watchedHistory = historyOf(ruleWithLimit(fc.constant(100)), ...watching)

export interface Recorded {
  readonly fact: NewFact
  /** Rule in force when it was decided; undefined when people or the model decided. */
  readonly rule: Rule | undefined
  /** Number of the node that decided; each one begins with what was missed before it. */
  readonly node: number
}

/** One alarm, its ledger, its table and the node that holds it. */
export class AlarmWorld {
  readonly facts: Recorded[] = []
  readonly rows = new Map<string, Told>()
  readonly removed: RemovedResource[] = []
  rule: Rule
  paused = false
  instances: ReadonlyMap<string, Instance> = new Map()
  readonly #clock = new ManualClock(T0)
  readonly #stored = new Map<number, readonly SignalSample[]>()
  readonly #crashes: boolean
  #node = 0
  #watchedSinceMs = T0
  #lookedMs = T0

  /** Without crashes a dying node is one that goes on. */
  constructor(rule: Rule, options: { crashes: boolean }) {
    this.rule = rule
    this.#crashes = options.crashes
  }

  play(steps: readonly Step[]): this {
    for (const step of steps) this.#step(step)
    return this
  }

  /** What was measured at a time. */
  measured(tickMs: number, labels: Readonly<Record<string, string>>): number | undefined {
    const samples = this.#stored.get(tickMs)
    return samples?.find((one) => labelsKey(one.labels) === labelsKey(labels))?.value
  }

  anythingMeasured(tickMs: number): boolean {
    return (this.#stored.get(tickMs)?.length ?? 0) > 0
  }

  #step(step: Step): void {
    switch (step.kind) {
      case 'values':
        this.#look(this.#store(step.values))
        return
      case 'quiet':
        for (let i = 0; i < step.ticks; i++) {
          this.#clock.advance(TICK_MS)
          this.#look({ kind: 'quiet' })
        }
        return
      case 'error': {
        this.#clock.advance(TICK_MS)
        const twice = { labels: { host: 'a' }, value: 20 }
        this.#look({ kind: 'values', samples: [twice, twice] })
        return
      }
      case 'jump':
        this.#clock.advance(step.seconds * 1_000)
        this.#look({ kind: 'quiet' })
        return
      case 'edit':
        this.rule = step.rule
        return
      case 'pause':
        this.#pause(step.paused)
        return
      case 'person':
        this.#end('person')
        return
      case 'removal':
        this.removed.push({
          labels: { host: step.host },
          changeId: `chg_${this.removed.length}`,
          removedAtMs: this.#clock.now(),
        })
        return
      case 'crash':
        this.#crash(step)
    }
  }

  #store(values: Values): Found {
    this.#clock.advance(TICK_MS)
    const samples = values.flatMap((value, i): SignalSample[] =>
      value === null ? [] : [{ labels: { host: 'ab'[i]! }, value }],
    )
    this.#stored.set(this.#clock.now(), samples)
    return { kind: 'values', samples }
  }

  #look(found: Found, options = { committed: true }): void {
    if (this.paused) return
    const nowMs = this.#clock.now()
    const { rule, instances, removed } = this
    const looked = lookAt(rule, instances, found, nowMs, this.#watchedSinceMs, removed)
    if (!options.committed) return
    this.#append(factsOf(looked), rule)
    this.instances = looked.instances
    this.#lookedMs = nowMs
  }

  #crash({ committed, last, gap }: Step & { kind: 'crash' }): void {
    const found = this.#store(last)
    if (!this.#crashes) {
      this.#look(found)
      for (const values of gap) this.#look(this.#store(values))
      return
    }
    this.#look(found, { committed })
    for (const values of gap) this.#store(values)
    this.#takeUp()
  }

  /** Another node knows nothing but the ledger’s table and what is stored. */
  #takeUp(): void {
    if (this.paused) return
    this.#node++
    const nowMs = this.#clock.now()
    const { rule } = this
    const past = [...this.#stored].flatMap(([tickMs, samples]): PastTick[] =>
      tickMs > this.#lookedMs - memoryMs(rule) && tickMs <= nowMs ? [{ tickMs, samples }] : [],
    )
    const gap = { lookedMs: this.#lookedMs, nowMs }
    const resumed = resume(rule, this.#fromRows(), past, gap, this.removed)
    this.#append(resumed.facts, rule)
    this.instances = resumed.instances
    this.#watchedSinceMs = nowMs
    this.#lookedMs = nowMs
  }

  #fromRows(): ReadonlyMap<string, Instance> {
    const rows = [...this.rows.values()].filter((row) => isOpen(row) || row.changes.length > 0)
    return new Map(rows.map((row) => [labelsKey(row.labels), instanceOf(row)]))
  }

  #pause(paused: boolean): void {
    if (paused && !this.paused) this.#end('alarm-paused')
    if (!paused && this.paused) {
      this.#lookedMs = this.#clock.now()
      this.#watchedSinceMs = this.#lookedMs
      this.instances = this.#fromRows()
    }
    this.paused = paused
  }

  #end(reason: 'person' | 'alarm-paused'): void {
    const open = [...this.rows.values()].filter(isOpen)
    this.#append(
      open.flatMap((one) => endOf('shop', one, reason, this.#clock.now())),
      undefined,
    )
    const ended = new Set(open.map(({ id }) => id))
    this.instances = new Map(
      [...this.instances].map(([key, one]) => {
        const row = this.rows.get(one.id)
        return [key, ended.has(one.id) && row ? instanceOf(row, one) : one]
      }),
    )
  }

  #append(facts: readonly NewFact[], rule: Rule | undefined): void {
    for (const fact of facts) {
      this.facts.push({ fact, rule, node: this.#node })
      const { instance } = fact.data as { instance: string }
      const time = new Date(fact.timeMs ?? this.#clock.now()).toISOString()
      const told = afterFact(this.rows.get(instance), { ...fact, time })
      if (told) this.rows.set(instance, told)
    }
  }
}
