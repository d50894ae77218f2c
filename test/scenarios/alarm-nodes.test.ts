/** Several nodes share the alarms of one workload: each alarm is decided by one of them, whoever comes and goes. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ManualClock, silentLog } from '#base'
import { modelApplied, timers } from '#ledger'
import { type Manifest, manifestHash, revisions } from '#model'
import {
  type AlarmEngine,
  alarms,
  createAlarmEngine,
  endRemovedAlarms,
  removedResources,
  signalReaderOf,
} from '../../src/operate/alarms/index.ts'
import { PushedSamples } from '../harness/pushed-samples.ts'
import { freshLedger, type TestLedger } from '../harness/store.ts'

const ALARMS = 48

let clock: ManualClock
let store: TestLedger
let samples: PushedSamples
const nodes = new Map<string, AlarmEngine>()

beforeEach(async () => {
  clock = new ManualClock()
  samples = new PushedSamples()
  store = await freshLedger({
    projections: [revisions, timers, alarms, removedResources],
    reactions: [endRemovedAlarms],
    clock,
  })
  await apply()
})
afterEach(async () => {
  for (const node of nodes.values()) await node.stop()
  nodes.clear()
  await store.close()
})

function join(name: string): void {
  const { ledger } = store
  const reader = signalReaderOf(samples)
  nodes.set(name, createAlarmEngine({ ledger, reader, node: name, log: silentLog, clock }))
}

async function apply(): Promise<void> {
  const spec = {
    ...{ title: 'Slow', signal: 'signal:s', when: '> 10', for: '0s', keepFiringFor: '0s' },
    ...{ interval: '5s', missingAfter: '1h', onMissing: 'nodata', severity: 'warning' },
    ...{ protects: [], owner: 'team:shop', procedure: 'p', groupBy: [] },
  }
  const manifest: Manifest = {
    format: 'opsplane/v1',
    workload: 'shop',
    procedures: [],
    resources: [
      { kind: 'signal', name: 's', spec: { layer: 'application', query: 'latency' } },
      ...Array.from({ length: ALARMS }, (_, i) => ({ kind: 'alarm', name: `slow-${i}`, spec })),
    ],
  }
  await store.ledger.transact({ actor: 'person:ann' }, (tx) =>
    tx.append(
      modelApplied('workload:shop', {
        ...{ workload: 'shop', revision: 1, hash: manifestHash(manifest), previous: null },
        ...{ changes: [], size: { resources: manifest.resources.length, values: 1 } },
        ...{ reverse: 'opsplane undo', undoOf: null, manifest },
      }),
    ),
  )
  await store.settle()
}

async function look(): Promise<void> {
  for (const node of nodes.values()) await node.look()
}

/** A value of the signal that every alarm is on. */
async function measure(value: number): Promise<void> {
  clock.advance(1_000)
  samples.push('latency', {}, value, clock.now())
  await look()
}

/** How many parts each node holds now. */
async function shares(): Promise<Record<string, number>> {
  const rows = await store.database.sql<{ owner: string; parts: number }>`
    select owner, count(*)::int as parts from lease
    where key like 'alarms:shop:%' and until > clock_timestamp() group by owner order by owner`
  return Object.fromEntries(rows.map(({ owner, parts }) => [owner, parts]))
}

/** Nodes find each other within a second or two of their own clocks. */
async function until(expected: Record<string, number>): Promise<void> {
  const deadline = performance.now() + 30_000
  for (;;) {
    clock.advance(1_000)
    await look()
    const now = await shares()
    if (JSON.stringify(now) === JSON.stringify(expected)) return
    if (performance.now() > deadline)
      throw new Error(`the parts are held by ${JSON.stringify(now)}`)
    await new Promise((done) => setTimeout(done, 20))
  }
}

async function counts(): Promise<Record<string, number>> {
  const facts = await store.ledger.read({ limit: 10_000 })
  const so: Record<string, number> = {}
  for (const { type } of facts)
    if (type === 'alarm.raised' || type === 'alarm.cleared') so[type] = (so[type] ?? 0) + 1
  return so
}

test('three nodes take a fair share, hand over when one joins or leaves, and decide each alarm once', async () => {
  join('a')
  await until({ a: 16 })
  await measure(50)
  expect(await counts()).toEqual({ 'alarm.raised': ALARMS })

  join('b')
  join('c')
  await until({ a: 6, b: 6, c: 4 })
  await measure(50)
  expect(await counts()).toEqual({ 'alarm.raised': ALARMS })
  await measure(1)
  expect(await counts()).toEqual({ 'alarm.raised': ALARMS, 'alarm.cleared': ALARMS })
  const facts = await store.ledger.read({ types: ['alarm.cleared'], limit: 1_000 })
  expect(new Set(facts.map(({ actor }) => actor))).toEqual(new Set(['node:a', 'node:b', 'node:c']))

  await nodes.get('a')!.stop()
  nodes.delete('a')
  await until({ b: 8, c: 8 })
  await measure(50)
  expect(await counts()).toEqual({ 'alarm.raised': ALARMS * 2, 'alarm.cleared': ALARMS })
})

test('what a dead node held is taken over, with what it has missed', async () => {
  join('a')
  join('b')
  await until({ a: 8, b: 8 })
  nodes.delete('a')
  await measure(50)
  for (let i = 0; i < 9; i++) await measure(50)
  const { 'alarm.raised': before } = await counts()
  expect(before).toBeLessThan(ALARMS)
  await store.database.sql`
    update lease set until = to_timestamp(0) where owner = 'a' and starts_with(key, 'alarms')`
  await until({ b: 16 })
  await measure(50)
  expect(await counts()).toEqual({ 'alarm.raised': ALARMS })
  const late = (await store.ledger.read({ types: ['alarm.raised'], limit: 1_000 })).filter(
    ({ data }) => (data as { replayed?: string }).replayed === 'net',
  )
  expect(late).toHaveLength(ALARMS - before!)
})
