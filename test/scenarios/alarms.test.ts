/** What alarms promise, on a timeline with a real PostgreSQL and a clock that we move. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Database, ManualClock, silentLog } from '#base'
import {
  dumpProjections,
  type Ledger,
  modelApplied,
  openLedger,
  rebuildProjections,
  takeLease,
  timers,
} from '#ledger'
import { loadModel, type Manifest, manifestHash, revisions } from '#model'
import {
  type AlarmEngine,
  alarms,
  clearAlarm,
  createAlarmEngine,
  endRemovedAlarms,
  NothingToClear,
  readAlarms,
  signalReaderOf,
} from '../../src/operate/alarms/index.ts'
import { PushedSamples } from '../harness/pushed-samples.ts'
import { randomOf } from '../harness/random.ts'
import { testSeed } from '../harness/seed.ts'
import { freshLedger, type TestLedger } from '../harness/store.ts'

const PROJECTIONS = [revisions, timers, alarms]
const SLOW = {
  title: 'Checkout is slow',
  signal: 'signal:checkout-time',
  when: '> 500',
  for: '10s',
  keepFiringFor: '10s',
  interval: '5s',
  missingAfter: '30s',
  onMissing: 'nodata',
  severity: 'critical',
  protects: ['outcome:pay'],
  owner: 'team:shop',
  procedure: 'restart',
  groupBy: [],
}

let clock: ManualClock
let store: TestLedger
let samples: PushedSamples
let engine: AlarmEngine
let revision: number
/** The second zero of what is told. */
let beginMs: number

beforeEach(async () => {
  await begin(new ManualClock())
})

async function begin(at: ManualClock): Promise<void> {
  clock = at
  beginMs = clock.now()
  store = await freshLedger({ projections: PROJECTIONS, reactions: [endRemovedAlarms], clock })
  samples = new PushedSamples()
  revision = 0
  engine = engineOn(store.ledger)
}

afterEach(async () => {
  await engine.stop()
  await store.close()
})

function engineOn(ledger: Ledger, node = 'a'): AlarmEngine {
  return createAlarmEngine({
    ledger,
    reader: signalReaderOf(samples),
    node,
    log: silentLog,
    clock,
  })
}

/** Applies a model with these alarms on the signal `checkout-time`. */
async function apply(
  specs: Record<string, Record<string, unknown>>,
  query = 'checkout_ms',
): Promise<void> {
  const resources = [
    {
      kind: 'signal',
      name: 'checkout-time',
      spec: { layer: 'customer', query, unit: 'ms' },
    },
    ...Object.entries(specs).map(([name, spec]) => ({ kind: 'alarm', name, spec })),
  ]
  const manifest: Manifest = { format: 'opsplane/v1', workload: 'shop', resources, procedures: [] }
  revision++
  await store.ledger.transact({ actor: 'person:ann' }, (tx) =>
    tx.append(
      modelApplied('workload:shop', {
        workload: 'shop',
        revision,
        hash: manifestHash(manifest),
        previous: null,
        changes: [],
        size: { resources: resources.length, values: 1 },
        reverse: 'opsplane undo',
        undoOf: null,
        manifest,
      }),
    ),
  )
  await store.settle()
  await engine.look()
}

/** A sample each second from now on; the alarms are looked at after each. */
async function send(seconds: number, value: number, labels = {}): Promise<void> {
  for (let i = 0; i < seconds; i++) {
    clock.advance(1_000)
    samples.push('checkout_ms', labels, value, clock.now())
    await engine.look()
  }
}

/** Time goes by and nothing arrives. */
async function silence(seconds: number): Promise<void> {
  for (let i = 0; i < seconds; i++) {
    clock.advance(1_000)
    await engine.look()
  }
}

/** What happened to alarms, with the seconds since the start. */
async function told(): Promise<string[]> {
  const facts = await store.ledger.read({ limit: 1_000 })
  return facts
    .filter(({ type }) => type.startsWith('alarm.'))
    .map(({ type, time }) => `${(Date.parse(time) - beginMs) / 1_000}s ${type.slice(6)}`)
}

async function state(alarm = 'slow'): Promise<string | undefined> {
  const model = (await loadModel(store.database.sql, 'shop'))!
  const view = (await readAlarms(store.database.sql, model)).find(({ name }) => name === alarm)
  return view && view.state + (view.blind ? ' blind' : '')
}

test('an alarm is raised after `for` and cleared after `keepFiringFor`, and writes nothing in between', async () => {
  await apply({ slow: SLOW })
  await send(5, 100)
  await send(15, 900)
  await send(15, 100)
  expect(await told()).toEqual(['6s pending', '16s raised', '21s recovering', '31s cleared'])
})

test('a breach is seen at its first sample, not at the next interval', async () => {
  await apply({ slow: { ...SLOW, for: '0s', interval: '1h' } })
  await send(1, 900)
  expect(await told()).toEqual(['1s raised'])
})

test('samples that come too fast are looked at together, and the last of them is not forgotten', async () => {
  await apply({ slow: { ...SLOW, for: '0s' } })
  await send(1, 100)
  clock.advance(100)
  samples.push('checkout_ms', {}, 900, clock.now())
  await engine.look()
  expect(await told()).toEqual([])
  clock.advance(150)
  await engine.look()
  expect(await told()).toEqual(['1.25s raised'])
})

test('no data is not recovery: a raised alarm is blind until data says that it is good', async () => {
  await apply({ slow: SLOW })
  await send(12, 900)
  await silence(600)
  expect(await state()).toBe('firing blind')
  await send(12, 100)
  expect(await told()).toEqual([
    ...['1s pending', '11s raised', '42s blinded'],
    ...['613s sighted', '613s recovering', '623s cleared'],
  ])
})

test('no data of a well signal is told to the owner, and so is its return', async () => {
  await apply({ slow: SLOW })
  await send(3, 100)
  await silence(60)
  await send(1, 100)
  expect(await told()).toEqual(['33s data-lost', '64s data-returned'])
})

test('an alarm that never hears anything does not pass for a healthy one', async () => {
  await apply({ slow: SLOW })
  await silence(40)
  expect(await state()).toBe('nodata')
  await send(1, 100, { host: 'a' })
  await silence(5)
  expect(await told()).toEqual(['30s data-lost', '41s data-returned'])
})

test('an alarm that is edited while it is raised stays raised', async () => {
  await apply({ slow: SLOW })
  await send(12, 900)
  await apply({ slow: { ...SLOW, for: '1h', severity: 'warning' } })
  await send(5, 900)
  expect(await told()).toEqual(['1s pending', '11s raised'])
  await send(12, 100)
  expect(await state()).toBe('ok')
})

test('an alarm that leaves the model is cleared for that reason, and says nothing afterwards', async () => {
  await apply({ slow: SLOW, other: { ...SLOW, for: '1h' } })
  await send(12, 900)
  await apply({})
  await send(5, 900)
  const ends = (await store.ledger.read({ limit: 1_000 })).filter(({ type }) =>
    ['alarm.cleared', 'alarm.calmed'].includes(type),
  )
  expect(ends.map(({ subject, type }) => `${subject} ${type}`)).toEqual([
    'alarm:other alarm.calmed',
    'alarm:slow alarm.cleared',
  ])
  expect(ends[1]!.data).toMatchObject({ reason: 'alarm-removed' })
})

test('two sets of labels are two instances; each has its own incident when the alarm is grouped by them', async () => {
  await apply({ slow: { ...SLOW, for: '0s', keepFiringFor: '0s', groupBy: ['host'] } })
  for (const host of ['a', 'b']) await send(1, 900, { host })
  clock.advance(1_000)
  samples.push('checkout_ms', { host: 'a' }, 100, clock.now())
  samples.push('checkout_ms', { host: 'b' }, 900, clock.now())
  await engine.look()
  const facts = (await store.ledger.read({ limit: 100 })).flatMap(({ type, data }) =>
    type.startsWith('alarm.') ? [{ type, data: data as Record<string, unknown> }] : [],
  )
  expect(facts.map(({ type, data }) => [type, data.labels])).toEqual([
    ['alarm.raised', { host: 'a' }],
    ['alarm.raised', { host: 'b' }],
    ['alarm.cleared', { host: 'a' }],
  ])
  expect(new Set(facts.map(({ data }) => data.group)).size).toBe(2)
  expect(facts[2]!.data.group).toBe(facts[0]!.data.group)
})

test('after a restart what was raised is still raised, without being raised again', async () => {
  await apply({ slow: SLOW })
  await send(12, 900)
  await engine.stop()
  engine = engineOn(store.ledger, 'b')
  clock.advance(600_000)
  await engine.look()
  await send(3, 900)
  expect(await told()).toEqual(['1s pending', '11s raised'])
  await send(11, 100)
  expect((await told()).slice(2)).toEqual(['616s recovering', '626s cleared'])
})

test('a breach that was pending when the node died goes on where it was left', async () => {
  await engine.stop()
  await store.close()
  // Leases end by the database’s clock, so this one must stand in its past.
  await begin(new ManualClock(Date.now() - 3_600_000))
  await apply({ slow: { ...SLOW, for: '60s' } })
  await send(21, 900)
  const leaseEnd = new Date(clock.now() + 4_000)
  await store.database.sql`update lease set until = ${leaseEnd}`
  const dead = engine
  engine = engineOn(store.ledger, 'b')
  clock.advance(100_000)
  await engine.look()
  await send(45, 900)
  expect(await told()).toEqual(['1s pending', '121s pending', '161s raised'])
  await dead.stop()
})

test('of two nodes one decides', async () => {
  await apply({ slow: { ...SLOW, for: '0s' } })
  const other = engineOn(store.ledger, 'b')
  await other.look()
  clock.advance(1_000)
  samples.push('checkout_ms', {}, 900, clock.now())
  await Promise.all([engine.look(), other.look()])
  expect(await told()).toEqual(['1s raised'])
  await other.stop()
})

test('once started it looks by itself when samples arrive', async () => {
  await apply({ slow: { ...SLOW, for: '0s', interval: '1h' } })
  const raised = new Promise<void>((done) => {
    store.ledger.onCommit(() => done())
  })
  engine.start()
  clock.advance(1_000)
  samples.push('checkout_ms', {}, 900, clock.now())
  await raised
  expect(await told()).toEqual(['1s raised'])
})

test('a transaction that fails leaves nothing behind, and the decision is taken again', async () => {
  await engine.stop()
  let failing = false
  engine = engineOn(failingBeforeCommit(() => failing))
  await apply({ slow: { ...SLOW, for: '0s' } })
  failing = true
  clock.advance(1_000)
  samples.push('checkout_ms', {}, 900, clock.now())
  await expect(engine.look()).rejects.toThrow('the connection broke')
  expect(await told()).toEqual([])
  expect(await state()).toBe('ok')
  failing = false
  clock.advance(500)
  await engine.look()
  expect(await told()).toEqual(['1.5s raised'])
})

/** The same ledger behind a connection that breaks after the decision was written and before its commit. */
function failingBeforeCommit(isFailing: () => boolean): Ledger {
  const { database } = store
  const breaking: Database = {
    ...database,
    transaction: (work) =>
      database.transaction(async (sql) => {
        const result = await work(sql)
        if (isFailing()) throw new Error('the connection broke')
        return result
      }),
  }
  return openLedger({ database: breaking, projections: PROJECTIONS, clock })
}

test('whatever dies and whenever: raised and cleared come in turns, and the table is what the facts say', async () => {
  const random = randomOf(testSeed)
  await engine.stop()
  let failing = false
  const ledger = failingBeforeCommit(() => failing)
  engine = engineOn(ledger)
  await apply({ slow: { ...SLOW, for: '3s', keepFiringFor: '3s', missingAfter: '8s' } })
  for (let step = 0; step < 250; step++) {
    const choice = random()
    failing = random() < 0.2
    clock.advance(1_000 + Math.floor(random() * 2_000))
    if (choice < 0.75)
      samples.push(
        'checkout_ms',
        { host: random() < 0.5 ? 'a' : 'b' },
        random() * 1_000,
        clock.now(),
      )
    else if (choice < 0.8) {
      // Dies without a word; the next one takes over when the lease is over.
      await store.database.sql`update lease set until = to_timestamp(0)`
      engine = engineOn(ledger, `node-${step}`)
    } else if (choice < 0.83) clock.advance(20_000)
    await engine.look().catch(() => {})
  }
  failing = false
  const turns = new Map<string, string[]>()
  for (const { type, data } of await store.ledger.read({ limit: 10_000 }))
    if (type === 'alarm.raised' || type === 'alarm.cleared') {
      const { instance } = data as { instance: string }
      turns.set(instance, [...(turns.get(instance) ?? []), type])
    }
  expect(turns.size, `seed ${testSeed}`).toBeGreaterThan(0)
  for (const types of turns.values())
    expect(types, `seed ${testSeed}`).toEqual(
      types.map((_, i) => (i % 2 === 0 ? 'alarm.raised' : 'alarm.cleared')),
    )
  const before = await dumpProjections(store.ledger)
  await rebuildProjections(store.ledger)
  expect(await dumpProjections(store.ledger), `seed ${testSeed}`).toBe(before)
})

test('while another node holds the alarms, this one decides nothing', async () => {
  for (const shard of '0123456789abcdef') {
    const lease = { key: `alarms:shop:${shard}`, owner: 'other', forMs: 60_000 }
    await takeLease(store.database, lease)
  }
  await apply({ slow: { ...SLOW, for: '0s' } })
  await send(3, 900)
  expect(await told()).toEqual([])
})

test('a node that was overtaken writes nothing', async () => {
  await apply({ slow: { ...SLOW, for: '0s' } })
  await send(1, 100)
  await store.database.sql`update lease set owner = 'other', epoch = epoch + 1`
  clock.advance(1_000)
  samples.push('checkout_ms', {}, 900, clock.now())
  await expect(engine.look()).rejects.toThrow('taken over')
  expect(await told()).toEqual([])
})

test('an alarm that a person clears is raised again when it is still breached', async () => {
  await apply({ slow: { ...SLOW, for: '0s' } })
  await send(2, 900)
  const on = { workload: 'shop', alarm: 'slow', by: 'person:ann' }
  await clearAlarm(store.ledger, on)
  await expect(clearAlarm(store.ledger, on)).rejects.toThrow(NothingToClear)
  await send(1, 900)
  expect(await told()).toEqual(['1s raised', '2s cleared', '3s raised'])
})

test('an alarm that cannot be evaluated keeps its state and is told to its owner, once', async () => {
  await apply({ slow: { ...SLOW, for: '0s', missingAfter: '5s' } })
  await send(1, 900)
  samples.failure = new Error('the store does not answer')
  await send(30, 900)
  expect(await state()).toBe('firing')
  expect(await told()).toEqual(['1s raised', '12s unevaluable'])
  samples.failure = undefined
  await send(1, 900)
  expect((await told()).at(-1)).toBe('32s evaluable')
})

test('a sender whose clock is ahead does not blind the others', async () => {
  await apply({ slow: { ...SLOW, for: '0s' } })
  await send(1, 100)
  clock.advance(1_000)
  samples.push('checkout_ms', { host: 'ahead' }, 100, clock.now() + 500_000)
  await engine.look()
  await send(1, 900)
  expect(await told()).toEqual(['3s raised'])
})

test('the table is the same when it is folded anew', async () => {
  await apply({ slow: SLOW })
  await send(12, 900)
  await silence(60)
  await send(12, 100)
  const before = await dumpProjections(store.ledger)
  await rebuildProjections(store.ledger)
  expect(await dumpProjections(store.ledger)).toBe(before)
})

test('samples that come after what they belong to was decided change nothing, are counted and told once a minute', async () => {
  await apply({ slow: { ...SLOW, for: '0s' } })
  await send(10, 100)
  for (const lateMs of [7_000, 6_500]) {
    samples.push('checkout_ms', {}, 900, clock.now() - lateMs)
    await engine.look()
  }
  await send(2, 100)
  samples.push('checkout_ms', {}, 900, clock.now() - 8_000)
  await send(70, 100)
  const model = (await loadModel(store.database.sql, 'shop'))!
  const [view] = await readAlarms(store.database.sql, model)
  expect(view).toMatchObject({ state: 'ok', lateSamples: 3 })
  expect((await told()).map((one) => one.split(' ')[1])).toEqual([
    ...['late-samples-counted', 'late-samples-counted'],
  ])
})

test('with `evalDelay` data is looked at when it is old enough, with what has come late meanwhile', async () => {
  await apply({ slow: { ...SLOW, for: '0s', evalDelay: '10s', interval: '1s' } })
  await send(3, 900)
  expect(await told()).toEqual([])
  samples.push('checkout_ms', {}, 100, beginMs + 500)
  await silence(8)
  expect((await told()).map((one) => one.replace(/\.\d+/, ''))).toEqual(['11s raised'])
})

test('with `mOfN` one value is looked at each interval, however fast samples come', async () => {
  await apply({ slow: { ...SLOW, for: '0s', keepFiringFor: '0s', mOfN: { m: 3, n: 5 } } })
  await send(10, 900)
  expect(await told()).toEqual([])
  await send(6, 900)
  expect(await told()).toHaveLength(1)
  await send(5, 100)
  expect(await told()).toHaveLength(1)
  await send(15, 100)
  expect((await told()).map((one) => one.split(' ')[1])).toEqual(['raised', 'cleared'])
})

test('a rule that cannot be split clears when its query answers no more, as it would elsewhere', async () => {
  const rule = { ...SLOW, when: 'present', for: '0s', keepFiringFor: '0s' }
  await apply({ slow: rule }, 'checkout_ms > 500')
  await send(2, 900)
  await send(2, 100)
  await silence(120)
  expect(await told()).toEqual(['1s raised', '3s cleared'])
})

test('more instances than the limit are counted and told; those that are known stay', async () => {
  await apply({ slow: { ...SLOW, for: '0s', limit: 2 } })
  for (const host of ['a', 'b']) await send(1, 900, { host })
  for (let i = 0; i < 4; i++) {
    for (const host of ['a', 'b', 'c', 'd']) samples.push('checkout_ms', { host }, 900, clock.now())
    clock.advance(5_000)
    await engine.look()
  }
  expect((await told()).map((one) => one.split(' ')[1])).toEqual([
    ...['raised', 'raised', 'unevaluable'],
  ])
  const model = (await loadModel(store.database.sql, 'shop'))!
  const [view] = await readAlarms(store.database.sql, model)
  expect(view).toMatchObject({ state: 'firing', dropped: 2 })
  expect(view!.instances.map(({ labels }) => labels.host).sort()).toEqual(['a', 'b'])
})
