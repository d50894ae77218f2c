/**
 * Over random histories of alarms and people: at most one open incident for each group, whatever comes twice or out
 * of order, and no incident that is over takes an alarm in without a word.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { NewFact } from '#ledger'
import { type GroupState, type Judge, onAlarmCleared, onAlarmRaised, resolve } from './decide.ts'
import type { Incident, IncidentAlarm } from './incident.ts'

const T0 = Date.parse('2026-01-07T12:00:00Z')
const REOPEN_MS = 30 * 60_000
const judge: Judge = (_, severity) =>
  severity === 'critical' ? { priority: 'P2', reason: '' } : { priority: 'P3', reason: '' }

type Step =
  | { readonly kind: 'raised' | 'cleared'; readonly group: string; readonly instance: string }
  | { readonly kind: 'person'; readonly group: string }
  | { readonly kind: 'time'; readonly minutes: number }

const group = fc.constantFrom('g', 'h')
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('raised' as const, 'cleared' as const),
      group,
      instance: fc.constantFrom('a', 'b', 'c'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('person' as const), group }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('time' as const),
      minutes: fc.integer({ min: 0, max: 45 }),
    }),
  },
)

test('groups keep what they promise', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const world = new World()
      for (const one of steps) world.play(one)
    }),
    { numRuns: 3_000 },
  )
})

type Known = Omit<GroupState, 'reopenWindowMs' | 'waitMs'>
type Said = Omit<Parameters<typeof onAlarmRaised>[1], 'reason'>

class World {
  readonly #incidents: Incident[] = []
  #nowMs = T0

  play(one: Step): void {
    if (one.kind === 'time') {
      this.#nowMs += one.minutes * 60_000
      return
    }
    const state = this.#stateOf(one.group)
    if (one.kind === 'person') {
      if (state.open) this.#fold(resolve(state.open, 'person:ann', 'done'))
      return
    }
    const said = this.#said(one)
    if (one.kind === 'raised') this.#raise(state, said)
    else
      for (const fact of onAlarmCleared(state, { ...said, reason: 'condition' })) this.#fold(fact)
    this.#holds()
  }

  #raise(state: Known, said: Said): void {
    const { open, last } = state
    const facts = onAlarmRaised(
      { ...state, reopenWindowMs: REOPEN_MS, waitMs: 0 },
      { ...said, reason: 'condition' },
      judge,
      this.#nowMs,
    )
    for (const fact of facts) this.#fold(fact)
    const now = this.#stateOf(said.group).open
    // Somebody is on it, whatever was before.
    expect(
      now?.alarms.some(({ instance, clearedAt }) => instance === said.instance && !clearedAt),
    ).toBe(true)
    if (open) expect(now!.id).toBe(open.id)
    else if (last && this.#nowMs - Date.parse(last.resolvedAt!) <= REOPEN_MS)
      expect(now).toMatchObject({ id: last.id, reopenedCount: last.reopenedCount + 1 })
    else expect(now).toMatchObject({ recurrenceOf: last?.id ?? null, reopenedCount: 0 })
  }

  #holds(): void {
    for (const name of ['g', 'h']) {
      const open = this.#incidents.filter((one) => one.group === name && one.state === 'open')
      expect(open.length).toBeLessThanOrEqual(1)
    }
  }

  #said({ group, instance }: { readonly group: string; readonly instance: string }): Said {
    return {
      ...{ workload: 'shop', alarm: instance, instance: `${group}${instance}`, labels: {}, group },
      ...{ version: 'v', tickAt: this.#iso(), value: 1, since: this.#iso(), title: instance },
      ...{ severity: instance === 'c' ? ('critical' as const) : ('warning' as const) },
      ...{ owner: 'team:shop', procedure: 'p', protects: [] },
    }
  }

  #stateOf(group: string): Known {
    const own = this.#incidents.filter((one) => one.group === group)
    return {
      open: own.find(({ state }) => state === 'open'),
      last: own.filter(({ state }) => state === 'resolved').sort((a, b) => b.number - a.number)[0],
      nextNumber: this.#incidents.length + 1,
      newIncidentId: `inc_${this.#incidents.length + 1}`,
    }
  }

  /** As the table is kept. */
  #fold({ type, subject, data }: NewFact): void {
    const said = data as Incident & IncidentAlarm
    if (type === 'incident.opened') {
      this.#incidents.push({
        ...said,
        ...{
          id: subject,
          state: 'open',
          openedAt: this.#iso(),
          reopenedCount: 0,
          resolvedAt: null,
        },
        alarms: [this.#alarm(said)],
      })
      return
    }
    const at = this.#incidents.findIndex(({ id }) => id === subject)
    const was = this.#incidents[at]!
    const others = was.alarms.filter(({ instance }) => instance !== said.instance)
    const changed: Partial<Incident> =
      type === 'incident.alarm-added'
        ? { alarms: [...others, this.#alarm(said)] }
        : type === 'incident.alarm-cleared'
          ? { alarms: [...others, { ...this.#alarm(said), clearedAt: this.#iso() }] }
          : type === 'incident.resolved'
            ? { state: 'resolved', resolvedAt: this.#iso() }
            : type === 'incident.reopened'
              ? { state: 'open', resolvedAt: null, reopenedCount: was.reopenedCount + 1 }
              : {}
    // What is over takes nothing in: it is open again first.
    if (type === 'incident.alarm-added') expect(was.state).toBe('open')
    this.#incidents[at] = { ...was, ...changed }
  }

  #alarm({ alarm, instance, title }: IncidentAlarm): IncidentAlarm {
    const texts = { labels: {}, annotations: {}, announced: true }
    return { alarm, instance, title, ...texts, raisedAt: this.#iso(), clearedAt: null }
  }

  #iso(): string {
    return new Date(this.#nowMs).toISOString()
  }
}
