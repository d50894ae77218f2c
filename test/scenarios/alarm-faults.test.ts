/**
 * Faults in which alarms are known to lie: a false “it is over”, a page twice, a page never. Each with the ledger,
 * reactions and delivery as in the product, a receiver that counts, and a clock that we move.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ManualClock, silentLog } from '#base'
import { dumpProjections, modelApplied, rebuildProjections, resourceRemoved, timers } from '#ledger'
import { type Manifest, manifestHash, revisions } from '#model'
import {
  type AlarmEngine,
  createAlarmEngine,
  createDelivery,
  type DeliveryWorker,
  listIncidents,
  projections,
  reactions,
  signalReaderOf,
} from '#operate'
import { PushedSamples } from '../harness/pushed-samples.ts'
import { openWebhookReceiver, type WebhookReceiver } from '../harness/receivers.ts'
import { freshLedger, type TestLedger } from '../harness/store.ts'

let clock: ManualClock
let store: TestLedger
let samples: PushedSamples
let hook: WebhookReceiver
let engine: AlarmEngine | undefined
let delivery: DeliveryWorker | undefined
let beginMs: number
let nodes: number
let revision: number

beforeEach(async () => {
  clock = new ManualClock()
  beginMs = clock.now()
  nodes = 0
  revision = 0
  samples = new PushedSamples()
  hook = await openWebhookReceiver()
  store = await freshLedger({ projections: [timers, revisions, ...projections], reactions, clock })
  startEvaluator()
  startNotifier()
  await apply()
})
afterEach(async () => {
  await engine?.stop()
  await delivery?.stop()
  await Promise.all([store.close(), hook.close()])
})

function startEvaluator(): void {
  const reader = signalReaderOf(samples)
  const { ledger } = store
  engine = createAlarmEngine({ ledger, reader, node: `node-${++nodes}`, log: silentLog, clock })
}

function startNotifier(): void {
  delivery = createDelivery({
    ledger: store.ledger,
    log: silentLog,
    owner: `notifier-${++nodes}`,
    random: () => 0.5,
    context: {
      baseUrl: 'https://ops.shop.example',
      secrets: () => undefined,
      fetch,
      nowMs: () => clock.now(),
    },
  })
}

/** It is gone without a word, and its leases have run out. */
async function kill(which: 'evaluator' | 'notifier'): Promise<void> {
  if (which === 'evaluator') engine = undefined
  else delivery = undefined
  const prefix = which === 'evaluator' ? 'alarms' : 'notifications'
  await store.database.sql`
    update lease set until = to_timestamp(0), epoch = epoch + 1 where starts_with(key, ${prefix})`
}

async function apply(more: Record<string, unknown> = {}): Promise<void> {
  const spec = {
    ...{ title: 'Payments fail', signal: 'signal:errors', when: '> 10', for: '5s' },
    ...{ keepFiringFor: '5s', interval: '5s', missingAfter: '30s', onMissing: 'nodata' },
    ...{ severity: 'critical', protects: [], owner: 'team:pay', procedure: 'restart' },
    groupBy: [],
    ...more,
  }
  const ann = { name: 'Ann', email: 'ann@shop.example', roles: [], zone: 'UTC' }
  const manifest: Manifest = {
    format: 'opsplane/v1',
    workload: 'shop',
    procedures: [],
    resources: [
      { kind: 'person', name: 'ann', spec: ann },
      { kind: 'team', name: 'pay', spec: { title: 'Payments', members: ['person:ann'] } },
      { kind: 'signal', name: 'errors', spec: { layer: 'application', query: 'errors' } },
      { kind: 'channel', name: 'room', spec: { type: 'webhook', config: { url: hook.url } } },
      {
        kind: 'escalation',
        name: 'pay',
        spec: {
          steps: [{ after: '0s', notify: ['channel:room'] }],
          ...{ fallback: 'person:ann', ackTtl: '30m' },
        },
      },
      { kind: 'alarm', name: 'payments', spec },
    ],
  }
  await store.ledger.transact({ actor: 'person:ann' }, (tx) =>
    tx.append(
      modelApplied('workload:shop', {
        ...{ workload: 'shop', revision: ++revision, hash: manifestHash(manifest), previous: null },
        ...{ changes: [], size: { resources: manifest.resources.length, values: 1 } },
        ...{ reverse: 'opsplane undo', undoOf: null, manifest },
      }),
    ),
  )
  await settle()
}

async function settle(): Promise<void> {
  for (let before = -1, head = 0; before !== head; ) {
    before = head
    await engine?.look()
    await store.settle()
    await delivery?.settle()
    head = await store.ledger.head()
  }
}

type Measured = number | 'ended' | 'nothing'

/** A sample each second; whoever is alive does its work. */
async function during(seconds: number, measured: Measured, labels = { host: 'a' }): Promise<void> {
  for (let i = 0; i < seconds; i++) {
    clock.advance(1_000)
    if (measured === 'ended') samples.end('errors', labels, clock.now())
    else if (measured !== 'nothing') samples.push('errors', labels, measured, clock.now())
    await settle()
  }
}

/** What the receiver was told, each message once however often it was tried. */
function heard(): string[] {
  const byId = new Map(hook.calls.map((call) => [call.headers['webhook-id'], call.body]))
  return [...byId.values()].map((body) => {
    const { type, data } = JSON.parse(body) as { type: string; data: { title: string } }
    return `${type.replace('incident.', '')}${type.endsWith('updated') ? ` ${data.title.split(': ')[1]}` : ''}`
  })
}

/** Facts of the alarm with their second; in brackets what is history only. */
async function history(): Promise<string[]> {
  const facts = await store.ledger.read({ limit: 2_000 })
  return facts
    .filter(({ type }) => type.startsWith('alarm.'))
    .map(({ type, time, data }) => {
      const second = (Date.parse(time) - beginMs) / 1_000
      const told = `${second}s ${type.slice(6)}`
      return (data as { replayed?: string }).replayed === 'history' ? `(${told})` : told
    })
}

const openIncidents = () => listIncidents(store.database.sql, { state: 'open' })

describe('the evaluator is killed while an alarm is raised', () => {
  beforeEach(async () => {
    await during(20, 50)
    expect(heard()).toEqual(['page'])
    await kill('evaluator')
  })

  test('it stays raised for as long as nobody looks, and is not raised again by who takes over', async () => {
    await during(300, 50)
    expect(heard()).toEqual(['page'])
    startEvaluator()
    await during(20, 50)
    expect(heard()).toEqual(['page'])
    await during(20, 1)
    expect(heard()).toEqual(['page', 'recovered'])
    expect(await openIncidents()).toEqual([])
  })

  test('what came and went meanwhile is in the history at its time, and nobody is told of it', async () => {
    await during(60, 1)
    await during(60, 50)
    startEvaluator()
    await during(5, 50)
    const told = await history()
    expect(told.filter((one) => /raised|cleared/.test(one))).toEqual([
      '6s raised',
      expect.stringMatching(/^\((2[5-9]|3[0-5])s cleared\)$/),
      expect.stringMatching(/^\((8[5-9]|9[0-5])s raised\)$/),
    ])
    expect(heard()).toEqual(['page'])
    expect(await openIncidents()).toHaveLength(1)
    await during(20, 1)
    expect(heard()).toEqual(['page', 'recovered'])
  })

  test('what ended meanwhile is told once, when somebody knows', async () => {
    await during(60, 1)
    expect(heard()).toEqual(['page'])
    startEvaluator()
    await during(5, 1)
    expect(heard()).toEqual(['page', 'recovered'])
  })
})

test('what was raised while nobody looked is told once, with when it began', async () => {
  await during(5, 1)
  await kill('evaluator')
  await during(60, 50)
  startEvaluator()
  await during(5, 50)
  expect(heard()).toEqual(['page'])
  const [incident] = await openIncidents()
  expect((Date.parse(incident!.occurredAt) - beginMs) / 1_000).toBeLessThanOrEqual(10)
})

test('a series that is missing for 20 seconds neither ends what is raised nor raises it twice', async () => {
  await during(20, 50)
  await during(1, 'ended')
  await during(19, 'nothing')
  expect(heard()).toEqual(['page'])
  await during(20, 50)
  expect((await history()).filter((one) => /raised|cleared/.test(one))).toEqual(['6s raised'])
  await during(20, 1)
  expect(heard()).toEqual(['page', 'recovered'])
})

test('a series that stays away makes it blind, and a recorded change that removed it ends it', async () => {
  await during(20, 50, { host: 'a' })
  samples.end('errors', { host: 'a' }, clock.now() + 500)
  await during(60, 1, { host: 'b' })
  expect(heard()).toEqual(['page', 'updated data lost'])
  await store.ledger.transact({ actor: 'service:inventory' }, (tx) =>
    tx.append(
      resourceRemoved('host-a', {
        ...{ workload: 'shop', resource: 'host-a', labels: { host: 'a' }, changeId: 'chg_1' },
      }),
    ),
  )
  await during(10, 1, { host: 'b' })
  expect(heard().at(-1)).toBe('recovered')
  const facts = await store.ledger.read({ types: ['alarm.cleared'], limit: 10 })
  expect(facts.map(({ data }) => data)).toMatchObject([
    { reason: 'resource-removed', changeId: 'chg_1' },
  ])
})

test('a notifier that is killed between the receiver and its note sends the same message again, and no other', async () => {
  hook.silent = true
  const { length } = hook.calls
  const inFlight = during(7, 50)
  await until(() => hook.calls.length > length)
  await kill('notifier')
  hook.speak()
  await inFlight
  startNotifier()
  await during(60, 50)
  const ids = new Set(hook.calls.map(({ headers }) => headers['webhook-id']))
  expect(heard()).toEqual(['page'])
  expect(ids.size).toBe(1)
  await during(20, 1)
  expect(heard()).toEqual(['page', 'recovered'])
})

test('a receiver that fails for 30 seconds gets its page when it is back, once, and before the recovery', async () => {
  const failing = { status: 503 }
  hook.answers.push(...Array.from({ length: 1_000 }, () => failing))
  await during(36, 50)
  const tries = hook.calls.length
  hook.answers.length = 0
  await during(60, 50)
  const accepted = hook.calls.slice(tries).map(({ headers }) => headers['webhook-id'])
  expect(accepted).toHaveLength(1)
  expect(heard()).toEqual(['page'])
  await during(20, 1)
  expect(heard()).toEqual(['page', 'recovered'])
})

test('an alarm that flaps is told as flapping once and at rest once, and its incident stays open in between', async () => {
  await apply({ for: '0s', keepFiringFor: '0s' })
  for (let i = 0; i < 8; i++) {
    await during(2, 50)
    await during(2, 1)
  }
  const { length } = heard()
  expect(heard().slice(-1)).toEqual(['updated flapping'])
  expect(await openIncidents()).toHaveLength(1)
  for (let i = 0; i < 32; i++) {
    clock.advance(60_000)
    await during(1, 1)
  }
  expect(heard().slice(length)).toEqual(['recovered'])
  expect(await openIncidents()).toEqual([])
  const before = await dumpProjections(store.ledger)
  await rebuildProjections(store.ledger)
  expect(await dumpProjections(store.ledger)).toBe(before)
})

test('an alarm that is paused ends what it had raised, for that reason', async () => {
  await during(20, 50)
  await apply({ paused: true })
  expect(heard()).toEqual(['page', 'recovered'])
  await during(20, 50)
  expect(heard()).toEqual(['page', 'recovered'])
  await apply()
  await during(20, 50)
  expect(heard()).toEqual(['page', 'recovered', 'page'])
})

/** Polls what a request over the network does. */
async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 30_000
  while (!condition()) {
    if (performance.now() > deadline) throw new Error('it did not happen in time')
    await new Promise((done) => setTimeout(done, 5))
  }
}
