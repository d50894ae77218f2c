/** The five invariants of alarms on random histories. OPSPLANE_TEST_SEED=new plays others. */
import fc from 'fast-check'
import { beforeAll, expect, test, vi } from 'vitest'
import {
  AlarmWorld,
  anyHistory,
  type History,
  ruleWith,
  type Step,
  watchedHistory,
} from '../../../test/harness/alarm-history.ts'
import { saySeed } from '../../../test/harness/seed.ts'
import { afterFact, type Told } from './becoming.ts'
import { isRaised } from './instance.ts'

const HISTORIES = 10_000

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })
saySeed()

interface Data {
  readonly instance: string
  readonly labels: Readonly<Record<string, string>>
  readonly version: string
  readonly tickAt: string
  readonly value: number | null
  readonly reason?: string
  readonly group?: string
  readonly flapping?: boolean
  readonly replayed?: 'history' | 'net'
  readonly raised?: boolean
}

const isTurn = ({ type }: { type: string }) => type === 'alarm.raised' || type === 'alarm.cleared'
const played = ({ rule, steps }: History) => new AlarmWorld(rule, { crashes: true }).play(steps)

function forAll(
  histories: fc.Arbitrary<History>,
  check: (history: History) => void,
  numRuns = HISTORIES,
): void {
  fc.assert(fc.property(histories, check), { numRuns })
}

function onlyClearedForAReason(world: AlarmWorld): void {
  for (const { fact, rule } of world.facts) {
    if (fact.type !== 'alarm.cleared') continue
    const { reason, tickAt, labels } = fact.data as Data
    const tickMs = Date.parse(tickAt)
    const value = world.measured(tickMs, labels)
    const heard = Object.keys(labels).length === 0 && world.anythingMeasured(tickMs)
    const isAllowed =
      reason === 'condition'
        ? heard || (value !== undefined && rule!.recovered(value))
        : reason === 'ok-on-missing'
          ? value === undefined && rule!.onMissing === 'ok'
          : reason === 'resource-removed'
            ? value === undefined && world.removed.some((one) => one.labels.host === labels.host)
            : rule === undefined && (reason === 'person' || reason === 'alarm-paused')
    expect(isAllowed, `${reason} at ${tickAt} with ${value}`).toBe(true)
  }
}

function openAtMostOnce(world: AlarmWorld): void {
  const open = new Set<string>()
  const told = new Set<string>()
  const caughtUp = new Set<string>()
  for (const { fact, node } of world.facts) {
    const { instance, replayed, flapping, raised } = fact.data as Data
    if (isTurn(fact)) {
      expect(open.has(instance)).toBe(fact.type === 'alarm.cleared')
      if (fact.type === 'alarm.raised') open.add(instance)
      else open.delete(instance)
    }
    // As incidents answer.
    if (replayed === 'history') continue
    if (replayed === 'net' && isTurn(fact)) {
      expect(caughtUp.has(`${node} ${instance}`), 'told more than the net of a gap').toBe(false)
      caughtUp.add(`${node} ${instance}`)
    }
    if (fact.type === 'alarm.raised') told.add(instance)
    if (fact.type === 'alarm.cleared' && !flapping) told.delete(instance)
    if (fact.type === 'alarm.flapping-ended' && !raised) told.delete(instance)
  }
  for (const row of world.rows.values()) {
    expect(isRaised(row)).toBe(open.has(row.id))
    expect(row.group !== null).toBe(open.has(row.id))
    expect(told.has(row.id), 'an incident is open').toBe(isRaised(row) || row.flapping !== null)
  }
}

function saysItsCause(world: AlarmWorld): void {
  for (const { fact, rule } of world.facts) {
    if (!isTurn(fact) || !rule) continue
    const { version, tickAt, labels, value } = fact.data as Data
    const tickMs = Date.parse(tickAt)
    expect(version).toBe(rule.version)
    expect(value).toBe(world.measured(tickMs, labels) ?? null)
    if (fact.timeMs !== undefined) expect(fact.timeMs).toBe(tickMs)
  }
}

function tableIsTheFacts(world: AlarmWorld): void {
  const again = new Map<string, Told>()
  const first = new Map([...world.rows].map(([id, row]) => [id, row.raisedAtMs]))
  for (const fact of JSON.parse(JSON.stringify(world.facts.map(({ fact }) => fact)))) {
    const { instance, tickAt } = fact.data as Data
    const time = new Date(fact.timeMs ?? Date.parse(tickAt)).toISOString()
    again.set(instance, afterFact(again.get(instance), { ...fact, time })!)
  }
  expect(JSON.stringify([...again])).toBe(JSON.stringify([...world.rows]))
  expect(new Map([...again].map(([id, row]) => [id, row.raisedAtMs]))).toEqual(first)
  if (world.paused) return
  const inMemory = new Map([...world.instances.values()].map((one) => [one.id, one]))
  for (const row of again.values()) {
    const { state = 'ok', blind = false, group = null } = inMemory.get(row.id) ?? {}
    const flapping = inMemory.get(row.id)?.flapping ?? null
    expect({ state, blind, group, flapping }).toEqual({
      ...{ state: row.state, blind: row.blind, group: row.group, flapping: row.flapping },
    })
  }
}

const ON_ONE_HISTORY = [onlyClearedForAReason, openAtMostOnce, saysItsCause, tableIsTheFacts]
const broken = new Set<(world: AlarmWorld) => void>()

/** Each history is played once for all of them; one that is broken is played again, to find the shortest. */
beforeAll(() => {
  for (const history of fc.sample(anyHistory, { numRuns: HISTORIES })) {
    const world = played(history)
    for (const check of ON_ONE_HISTORY)
      try {
        if (!broken.has(check)) check(world)
      } catch {
        broken.add(check)
      }
  }
})

test.each([
  [
    'I1: nothing is cleared but by a good value, a removed resource, a removed or paused alarm, a rule that takes silence for good, or a person',
    onlyClearedForAReason,
  ],
  [
    'I2: at most one alert is open for each identity, in the history and in what people are told',
    openAtMostOnce,
  ],
  [
    'I3: what is raised and cleared says the version, the time and the value that caused it',
    saysItsCause,
  ],
  [
    'I4: the facts alone make the table again, byte for byte, and it is what the node has in memory',
    tableIsTheFacts,
  ],
])('%s', (_promise, check) => {
  if (broken.has(check)) forAll(anyHistory, (history) => check(played(history)))
  expect(broken.has(check)).toBe(false)
})

test('I5: a node that dies at any moment changes nothing: the next one decides what it would have decided', () => {
  forAll(
    watchedHistory,
    ({ rule, steps }) => {
      const first: Step = { kind: 'values', values: [1, 1] }
      const decided = (crashes: boolean) =>
        new AlarmWorld(rule, { crashes }).play([first, ...steps]).facts.map(({ fact }) => {
          const { labels, tickAt, value } = fact.data as Data
          return `${tickAt} ${fact.type} ${labels.host} ${value}`
        })
      expect(decided(true).sort()).toEqual(decided(false).sort())
    },
    HISTORIES / 2,
  )
})

test('I5: whatever happens besides, both come to the same final state', () => {
  const last = ruleWith({ forS: 5, keepS: 5, missingS: 30, onMissing: 'nodata' })
  const measured: Step = { kind: 'values', values: [15, 1] }
  const rest: readonly Step[] = [
    { kind: 'edit', rule: last },
    { kind: 'pause', paused: false },
    measured,
    { kind: 'jump', seconds: 1_900 },
    ...[measured, measured, measured, measured],
  ]
  forAll(
    anyHistory,
    ({ rule, steps }) => {
      const final = (crashes: boolean) =>
        [...new AlarmWorld(rule, { crashes }).play([...steps, ...rest]).instances.values()]
          .filter(({ labels }) => labels.host)
          .map(({ labels, state, blind, flapping }) => [labels.host, state, blind, flapping])
          .sort()
      const [died, lived] = [final(true), final(false)]
      expect(died).toEqual(lived)
      expect(died).toEqual([
        ['a', 'firing', false, null],
        ['b', 'ok', false, null],
      ])
    },
    HISTORIES / 2,
  )
})
