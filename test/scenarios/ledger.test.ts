import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { ManualClock } from '#base'
import {
  answer,
  answerTimer,
  defineProjection,
  defineReaction,
  dumpProjections,
  Fenced,
  fold,
  openLedger,
  rebuildProjections,
  releaseLease,
  takeLease,
  timerFired,
  timerSet,
  timers,
  verifyLedger,
} from '#ledger'
import { freshLedger, type TestLedger } from '../harness/store.ts'

// The ledger is tested with facts of its own, so that the features may change freely.
const wakeUps = defineReaction('test.wake-ups', [
  answer(timerSet, async (fact, tx) => {
    if (fact.data.purpose !== 'first') return
    await tx.setTimer({
      key: 'second',
      purpose: 'second',
      dueMs: tx.nowMs + 60_000,
      data: { n: 1 },
    })
  }),
  answerTimer<{ n: number }>('second', async (data, tx) => {
    if (data.n < 3)
      await tx.setTimer({
        key: 'second',
        purpose: 'second',
        dueMs: tx.nowMs + 60_000,
        data: { n: data.n + 1 },
      })
  }),
])

describe('the ledger', () => {
  const clock = new ManualClock()
  let store: TestLedger

  beforeAll(async () => {
    store = await freshLedger({ projections: [timers], reactions: [wakeUps], clock })
  })
  afterAll(() => store.close())

  test('positions have no gaps, and a failed decision leaves no trace', async () => {
    const { ledger } = store
    await ledger.transact({ actor: 'person:ann' }, (tx) =>
      tx.setTimer({ key: 'a', purpose: 'none', dueMs: clock.now() + 1_000 }),
    )
    await expect(
      ledger.transact({ actor: 'person:ann' }, async (tx) => {
        await tx.setTimer({ key: 'b', purpose: 'none', dueMs: clock.now() + 1_000 })
        throw new Error('changed my mind')
      }),
    ).rejects.toThrow('changed my mind')
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        ledger.transact({ actor: 'person:bob' }, (tx) =>
          tx.setTimer({ key: `c${i}`, purpose: 'none', dueMs: clock.now() + 1_000 }),
        ),
      ),
    )
    const facts = await ledger.read({ limit: 1_000 })
    expect(facts.map((fact) => fact.position)).toEqual(facts.map((_, i) => i + 1))
    expect(facts.some((fact) => fact.subject === 'b')).toBe(false)
  })

  test('a reaction answers each fact once, with its actor and its cause', async () => {
    const { ledger } = store
    await ledger.transact({ actor: 'person:ann' }, (tx) =>
      tx.setTimer({ key: 'first', purpose: 'first', dueMs: clock.now() + 3_600_000 }),
    )
    await store.settle()
    await store.settle()
    const second = await ledger.read({ subject: 'second' })
    const [first] = await ledger.read({ subject: 'first' })
    expect(second).toHaveLength(1)
    expect(second[0]).toMatchObject({
      actor: 'reaction:test.wake-ups',
      cause: first!.id,
      correlation: first!.correlation,
    })
  })

  test('waiting survives: timers fire in the order they are due, each once', async () => {
    for (let i = 0; i < 5; i++) {
      clock.advance(60_000)
      await store.settle()
    }
    const fired = await store.ledger.read({ types: [timerFired.type], subject: 'second' })
    expect(fired.map((fact) => (fact.data as { data: unknown }).data)).toEqual([
      { n: 1 },
      { n: 2 },
      { n: 3 },
    ])
  })

  test('projections dropped and rebuilt are byte for byte the same', async () => {
    await store.ledger.transact({ actor: 'person:ann' }, (tx) =>
      tx.setTimer({
        key: 'kept',
        purpose: 'none',
        dueMs: clock.now() + 9e6,
        data: { text: 'ünï "quoted"', n: 0.1 },
      }),
    )
    const before = await dumpProjections(store.ledger)
    await store.database.script('delete from timer')
    expect(await dumpProjections(store.ledger)).not.toBe(before)
    expect(await rebuildProjections(store.ledger)).toMatchObject({ differing: ['timer'] })
    expect(await dumpProjections(store.ledger)).toBe(before)
  })

  test('what is appended while they are rebuilt is no difference', async () => {
    const append = (n: number) =>
      store.ledger.transact({ actor: 'person:ann' }, (tx) =>
        tx.setTimer({ key: `late-${n}`, purpose: 'none', dueMs: clock.now() + 9e6, data: {} }),
      )
    const busy = Array.from({ length: 20 }, (_, n) => append(n))
    expect(await rebuildProjections(store.ledger)).toMatchObject({ differing: [] })
    await Promise.all(busy)
    expect(await rebuildProjections(store.ledger)).toMatchObject({ differing: [] })
  })

  test('a fact that cannot be answered is set aside and told, and the rest goes on', async () => {
    const seen: string[] = []
    const fragile = defineReaction('test.fragile', [
      answer(timerSet, async (fact) => {
        if (fact.subject === 'poison') throw new Error('cannot read this one')
        seen.push(fact.subject)
      }),
    ])
    const other = await freshLedger({ projections: [timers], reactions: [fragile], clock })
    for (const key of ['good', 'poison', 'better'])
      await other.ledger.transact({ actor: 'person:ann' }, (tx) =>
        tx.setTimer({ key, purpose: 'none', dueMs: clock.now() + 9e6 }),
      )
    await other.settle()
    expect(seen).toEqual(['good', 'better'])
    expect(await other.ledger.read({ types: ['reaction.parked'] })).toHaveLength(1)
    await other.close()
  })

  test('a fact is never changed: the database itself refuses', async () => {
    await expect(
      store.database.script(`update ledger set actor = 'x' where position = 1`),
    ).rejects.toThrow('append-only')
    await expect(store.database.script('delete from ledger where position = 1')).rejects.toThrow(
      'append-only',
    )
    await expect(store.database.script('truncate ledger')).rejects.toThrow('append-only')
  })

  test('unknown kinds of fact and wrong data are refused', async () => {
    const append = (fact: { type: string; subject: string; data: unknown }) =>
      store.ledger.transact({ actor: 'person:ann' }, (tx) => tx.append(fact))
    await expect(append({ type: 'no.such', subject: 'x', data: {} })).rejects.toThrow(
      'No fact is called no.such',
    )
    await expect(append({ type: 'timer.set', subject: 'x', data: { key: 1 } })).rejects.toThrow(
      z.ZodError,
    )
  })
})

describe('a tampered ledger', () => {
  const change = async (statement: string) => {
    const store = await freshLedger({ projections: [timers] })
    for (let i = 1; i <= 5; i++)
      await store.ledger.transact({ actor: 'person:ann' }, (tx) =>
        tx.setTimer({ key: `t${i}`, purpose: 'none', dueMs: Date.UTC(2030, 0, 1) }),
      )
    expect(await verifyLedger(store.database)).toMatchObject({ ok: true, checked: 5 })
    await store.database.script(`alter table ledger disable trigger all; ${statement}`)
    const verdict = await verifyLedger(store.database)
    await store.close()
    return verdict
  }

  test('an altered fact is named', async () => {
    const verdict = await change(`update ledger set actor = 'person:eve' where position = 3`)
    expect(verdict).toMatchObject({
      ok: false,
      broken: { position: 3, why: 'its content does not match its hash' },
    })
  })
  test('a deleted fact is named', async () => {
    expect(await change('delete from ledger where position = 3')).toMatchObject({
      ok: false,
      broken: { position: 3, why: 'this fact is missing' },
    })
  })
  test('a deleted last fact is named', async () => {
    expect(await change('delete from ledger where position = 5')).toMatchObject({
      ok: false,
      broken: { position: 5 },
    })
  })
})

describe('leases', () => {
  test('one holder at a time, and a late holder is fenced off', async () => {
    const store = await freshLedger({ projections: [timers] })
    const ledger = openLedger({ database: store.database, projections: [timers] })
    const first = await takeLease(store.database, { key: 'run:1', owner: 'a', forMs: 60_000 })
    expect(
      await takeLease(store.database, { key: 'run:1', owner: 'b', forMs: 60_000 }),
    ).toBeUndefined()
    await releaseLease(store.database, first!)
    const second = await takeLease(store.database, { key: 'run:1', owner: 'b', forMs: 60_000 })
    expect(second!.epoch).toBe(first!.epoch + 1)
    await expect(ledger.transact({ actor: 'node:a' }, (tx) => tx.fence(first!))).rejects.toThrow(
      Fenced,
    )
    await ledger.transact({ actor: 'node:b' }, (tx) => tx.fence(second!))
    await store.close()
  })
})

test('the projection helper keeps the name and the tables', () => {
  expect(defineProjection('x', ['t'], [fold(timerSet, async () => {})])).toMatchObject({
    name: 'x',
    tables: ['t'],
  })
})
