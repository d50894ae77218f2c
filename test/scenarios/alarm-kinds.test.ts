/** What each kind of alarm promises, on a timeline with the real stores and a clock that we move. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ManualClock, silentLog } from '#base'
import { modelApplied, timers } from '#ledger'
import { checkManifest, loadModel, type Manifest, manifestHash, revisions } from '#model'
import { type LogRecord, openTelemetry, Points, seriesIdentity, type Telemetry } from '#telemetry'
import { alarm as alarmKind } from '../../src/model/kinds/alarm.ts'
import {
  type AlarmEngine,
  alarms,
  createAlarmEngine,
  endRemovedAlarms,
  logReaderOf,
  type PushedAlert,
  readAlarms,
  readUnowned,
  reportHeartbeat,
  signalReaderOf,
  takeAlerts,
} from '../../src/operate/alarms/index.ts'
import { freshLedger, type TestLedger } from '../harness/store.ts'

let clock: ManualClock
let store: TestLedger
let telemetry: Telemetry
let folder: string
let engine: AlarmEngine
let beginMs: number
let revision: number

beforeEach(async () => {
  revision = 0
  beginMs = Math.floor(Date.now() / 60_000) * 60_000 - 8 * 3_600_000
  clock = new ManualClock(beginMs)
  store = await freshLedger({
    projections: [revisions, timers, alarms],
    reactions: [endRemovedAlarms],
    clock,
  })
  folder = await mkdtemp(join(tmpdir(), 'opsplane-alarm-kinds-'))
  telemetry = await openTelemetry({ folder, clock, log: silentLog })
  engine = engineOn()
}, 60_000)

afterEach(async () => {
  await engine.stop()
  await telemetry.close()
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

function engineOn(): AlarmEngine {
  return createAlarmEngine({
    ledger: store.ledger,
    reader: signalReaderOf(telemetry),
    logs: logReaderOf(telemetry, () => clock.now()),
    node: 'a',
    log: silentLog,
    clock,
  })
}

const SIGNALS = { disk: 'disk_used_percent', queue: 'queue_length' }
const JOURNEY = {
  title: 'Buy a mug',
  baseUrl: 'http://shop.example',
  every: '1m',
  from: 'here',
  steps: [{ name: 'open', http: { url: '/' } }],
  secrets: [],
  protects: [],
}

/** Applies a model with these alarms; what they do not say is usual. */
async function apply(specs: Record<string, Record<string, unknown>>): Promise<void> {
  const usual = { title: 'It is not well', owner: 'team:shop', procedure: 'restart' }
  const resources = [
    ...Object.entries(SIGNALS).map(([name, query]) => ({
      kind: 'signal',
      name,
      spec: { layer: 'platform', query, unit: '' },
    })),
    { kind: 'journey', name: 'buy', spec: JOURNEY },
    ...Object.entries(specs).map(([name, spec]) => ({
      kind: 'alarm',
      name,
      spec: alarmKind.schema.parse({ ...usual, ...spec }) as Record<string, unknown>,
    })),
  ]
  const manifest: Manifest = { format: 'opsplane/v1', workload: 'shop', resources, procedures: [] }
  revision++
  const wrong = checkManifest(manifest).filter(({ message }) => message.includes('composite'))
  expect(wrong).toEqual([])
  await store.ledger.transact({ actor: 'person:ann' }, (tx) =>
    tx.append(
      modelApplied('workload:shop', {
        ...{ workload: 'shop', revision, hash: manifestHash(manifest), previous: null },
        ...{ changes: [], size: { resources: 1, values: 1 }, reverse: 'opsplane undo' },
        ...{ undoOf: null, manifest },
      }),
    ),
  )
  await store.settle()
  await engine.look()
}

async function measure(name: string, labels: Record<string, string>, value: number): Promise<void> {
  const series = seriesIdentity(name, Object.entries(labels), 'gauge', '')
  const points = Points.of([{ series, item: 0, timeMs: clock.now(), value }])
  await telemetry.ingest({
    batch: { signal: 'metrics', points },
    accepted: 1,
    rejected: { count: 0, reasons: [] },
  })
}

async function write(service: string, severity: number, body: string, times = 1): Promise<void> {
  const record: LogRecord = {
    timeNs: BigInt(clock.now()) * 1_000_000n,
    observedMs: clock.now(),
    ...{ service, severity, body, host: '', traceId: '', spanId: '' },
    ...{ attributes: {}, resource: { 'service.name': service } },
  }
  const records = Array.from({ length: times }, (_, i) => ({
    ...record,
    timeNs: record.timeNs + BigInt(i),
  }))
  await telemetry.ingest({
    batch: { signal: 'logs', records },
    accepted: times,
    rejected: { count: 0, reasons: [] },
  })
  await telemetry.store.drained()
}

/** Time goes by in steps, with a look after each. */
async function pass(seconds: number, each = seconds, during?: () => Promise<void>): Promise<void> {
  for (let gone = 0; gone < seconds; gone += each) {
    clock.advance(each * 1_000)
    await during?.()
    await engine.look()
  }
}

const told = async () =>
  (await store.ledger.read({ limit: 1_000 }))
    .filter(({ type }) => type.startsWith('alarm.'))
    .map(({ type, time }) => `${(Date.parse(time) - beginMs) / 1_000}s ${type.slice(6)}`)

const wordsOf = async (type: string) =>
  (await store.ledger.read({ types: [type] })).map(({ data }) => (data as { words?: string }).words)

async function states(): Promise<Record<string, string>> {
  const model = (await loadModel(store.database.sql, 'shop'))!
  const views = await readAlarms(store.database.sql, model)
  return Object.fromEntries(
    views.map(({ name, state, error }) => [name, error === null ? state : `${state}: ${error}`]),
  )
}

describe('absence', () => {
  test('one of several series that falls silent is told, and its return too', async () => {
    await apply({ gone: { absent: { signal: 'queue', for: '60s' } } })
    const both = async () => {
      await measure('queue_length', { host: 'a' }, 1)
      await measure('queue_length', { host: 'b' }, 1)
    }
    await pass(20, 5, both)
    await pass(180, 5, () => measure('queue_length', { host: 'a' }, 1))
    const [raised] = await store.ledger.read({ types: ['alarm.raised'] })
    expect(raised?.data).toMatchObject({ labels: { host: 'b' }, reason: 'missing' })
    expect(await told()).toHaveLength(1)
    await pass(5, 5, both)
    expect((await told()).at(-1)).toMatch(/cleared$/)
  })

  test('what has never been heard is absent too', async () => {
    await apply({ gone: { absent: { signal: 'queue', for: '60s' } } })
    await pass(90, 5)
    expect(await told()).toEqual(['60s raised'])
  })
})

describe('a heartbeat', () => {
  test('that comes is no alarm; one that does not is, also over a restart', async () => {
    await apply({ backup: { heartbeat: { name: 'backup', every: '10m', grace: '1m' } } })
    const model = (await loadModel(store.database.sql, 'shop'))!
    const beat = () => reportHeartbeat(telemetry, model, { heartbeat: 'backup', atMs: clock.now() })
    expect(await beat()).toEqual(['backup'])
    await pass(1_800, 600, async () => void (await beat()))
    expect(await told()).toEqual([])
    await pass(600, 60)
    await engine.stop()
    engine = engineOn()
    await pass(60, 30)
    expect(await told()).toEqual([])
    await pass(30, 30)
    expect(await told()).toEqual(['2490s raised'])
    await beat()
    await pass(30, 30)
    expect(await told()).toEqual(['2490s raised', '2520s cleared'])
  })

  test('under a name that nobody watches is refused', async () => {
    await apply({ backup: { heartbeat: { name: 'backup', every: '10m' } } })
    const model = (await loadModel(store.database.sql, 'shop'))!
    await expect(
      reportHeartbeat(telemetry, model, { heartbeat: 'bakcup', atMs: clock.now() }),
    ).rejects.toMatchObject({ code: 'alarms.no-such-heartbeat' })
  })
})

describe('logs', () => {
  test('more records than so many raise it, and their passing clears it', async () => {
    const search = 'service:orders level>=error'
    await apply({ errors: { logs: { search, more: 2, within: '1m' } } })
    await write('orders', 17, 'payment refused', 2)
    await write('orders', 9, 'order placed', 9)
    await write('other', 17, 'payment refused', 9)
    await pass(5)
    expect(await told()).toEqual([])
    await write('orders', 17, 'payment refused')
    await pass(5)
    expect(await told()).toEqual(['10s raised'])
    await pass(60, 30)
    expect(await told()).toEqual(['10s raised', '70s cleared'])
  })

  test('a line never seen before is told once the service is known; values do not make it new', async () => {
    await apply({
      novel: { newTemplate: { service: 'orders', within: '10m', learn: '30m', level: 'warn' } },
    })
    await write('orders', 13, 'retry 1 of 3')
    await pass(5)
    // A service that is hardly known says nothing but new things.
    expect(await told()).toEqual([])
    await pass(3_600, 1_800)
    await write('orders', 13, 'retry 2 of 3')
    await pass(5)
    expect(await told()).toEqual([])
    await write('orders', 9, 'a cache was warmed')
    await write('orders', 17, 'card network unreachable from zone 7', 3)
    await pass(5)
    const [raised, ...more] = await store.ledger.read({ types: ['alarm.raised'] })
    expect(more).toEqual([])
    expect(raised?.data).toMatchObject({
      labels: { service: 'orders', text: 'card network unreachable from zone <n>' },
      value: 3,
    })
    await pass(660, 330)
    expect((await told()).at(-1)).toMatch(/cleared$/)
  })
})

test('a journey is raised by failures in a row, and by none that are alone', async () => {
  await apply({ buying: { journey: 'buy', failures: 2 } })
  const walk = async (up: number) => {
    const labels = { job: 'journey', layer: 'customer', workload: 'shop', journey: 'buy' }
    await measure('journey_up', { ...labels, from: 'here' }, up)
    await pass(5)
    await pass(55)
  }
  for (const up of [1, 0, 1, 0]) await walk(up)
  expect(await told()).toEqual([])
  await walk(0)
  expect(await told()).toEqual(['245s raised'])
  await walk(0)
  await walk(1)
  expect(await told()).toEqual(['245s raised', '365s cleared'])
})

test('a forecast is raised before the limit is reached, and says when it will be', async () => {
  await apply({
    full: { forecast: { signal: 'disk', limit: '> 90', within: '2h', from: '30m' } },
  })
  let used = 50
  const grow = (perMinute: number) => async () => {
    used += perMinute
    // Now and then a value is wild.
    const value = Math.round(clock.now() / 60_000) % 7 === 0 ? 1 : used
    await measure('disk_used_percent', { host: 'a' }, value)
  }
  await pass(2_400, 60, grow(0))
  expect(await told()).toEqual([])
  await pass(2_400, 60, grow(0.5))
  const [raised] = await store.ledger.read({ types: ['alarm.raised'] })
  expect(raised?.data).toMatchObject({ labels: { host: 'a' } })
  expect(await wordsOf('alarm.raised')).toEqual([
    expect.stringMatching(
      /^it will be > 90 in about \d+ h \d+ min, at .* UTC: now \S+, \+\S+ an hour$/,
    ),
  ])
  await pass(2_400, 60, grow(0))
  expect((await told()).at(-1)).toMatch(/cleared$/)
})

test('a baseline is raised by what is unusual for the hour, and not by the hour itself', async () => {
  await apply({
    odd: {
      baseline: { signal: 'queue', side: 'below', every: '5m', learn: '6d' },
      for: '10m',
    },
  })
  // As people come and go: quiet at night, with a little noise that has no pattern of its own.
  const usual = (timeMs: number) =>
    100 + 60 * Math.sin((timeMs / 86_400_000) * 2 * Math.PI) + (((timeMs / 300_000) * 7919) % 5)
  await history('queue_length', 6 * 86_400_000, 300_000, usual)
  const five = (value: () => number) => pass(300, 300, () => measure('queue_length', {}, value()))
  for (let i = 0; i < 24; i++) await five(() => usual(clock.now()))
  expect(await told()).toEqual([])
  for (let i = 0; i < 4; i++) await five(() => usual(clock.now()) - 60)
  expect((await told()).map((one) => one.replace(/^\d+s /, ''))).toEqual(['pending', 'raised'])
  expect(await wordsOf('alarm.raised')).toEqual([
    expect.stringMatching(/^\S+, where \S+ to \S+ is usual: worse than usual$/),
  ])
  for (let i = 0; i < 3; i++) await five(() => usual(clock.now()))
  expect((await told()).at(-1)).toMatch(/cleared$/)
}, 60_000)

/** What was measured before the test begins. */
async function history(
  name: string,
  backMs: number,
  stepMs: number,
  valueAt: (timeMs: number) => number,
): Promise<void> {
  const series = seriesIdentity(name, [], 'gauge', '')
  const points = Array.from({ length: Math.floor(backMs / stepMs) }, (_, i) => {
    const timeMs = clock.now() - backMs + (i + 1) * stepMs
    return { series, item: i, timeMs, value: valueAt(timeMs) }
  })
  await telemetry.ingest({
    batch: { signal: 'metrics', points: Points.of(points) },
    accepted: points.length,
    rejected: { count: 0, reasons: [] },
  })
  await telemetry.store.drained()
}

describe('a composite', () => {
  test('follows other alarms, and is without data while one that it depends on is', async () => {
    await apply({
      full: { signal: 'disk', when: '> 90', missingAfter: '30s' },
      long: { signal: 'queue', when: '> 10', missingAfter: '30s' },
      both: { composite: "firing('full') && !firing('long')" },
    })
    const say = (disk: number, queue: number | undefined) => async () => {
      await measure('disk_used_percent', {}, disk)
      if (queue !== undefined) await measure('queue_length', {}, queue)
    }
    await pass(10, 5, say(95, 20))
    expect((await states()).both).toBe('ok')
    await pass(10, 5, say(95, 1))
    expect(await states()).toEqual({ full: 'firing', long: 'ok', both: 'firing' })
    await pass(400, 20, say(95, undefined))
    // Nobody knows whether the queue is long: what was raised stays so, and says that it is blind.
    expect(await states()).toEqual({ full: 'firing', long: 'nodata', both: 'firing' })
    expect((await store.ledger.read({ types: ['alarm.blinded'] })).length).toBe(1)
    await pass(20, 5, say(1, undefined))
    // No with whatever is no.
    expect(await states()).toEqual({ full: 'ok', long: 'nodata', both: 'ok' })
    await pass(20, 5, say(95, undefined))
    expect(await states()).toEqual({ full: 'firing', long: 'nodata', both: 'nodata' })
  })
})

describe('pushed', () => {
  const alert = (more: Partial<PushedAlert> = {}): PushedAlert => ({
    source: 'prometheus:9090',
    labels: { alertname: 'HighLatency', host: 'a' },
    annotations: { summary: 'host a is slow' },
    startsMs: clock.now(),
    endsMs: clock.now() + 240_000,
    receivedMs: clock.now(),
    saidMs: clock.now(),
    url: '',
    ...more,
  })
  const push = (...alerts: PushedAlert[]) =>
    takeAlerts(
      store.ledger,
      { workload: 'shop', source: 'prometheus:9090', by: 'source:prometheus:9090' },
      alerts,
    )

  test('is raised by what is sent, and cleared by the word of its source', async () => {
    await apply({ 'high-latency': { pushed: {} } })
    expect(await push(alert())).toEqual({ unowned: 0 })
    await pass(5)
    expect(await told()).toEqual(['5s raised'])
    expect(await wordsOf('alarm.raised')).toEqual(['prometheus:9090: host a is slow'])
    await pass(60)
    await push(alert({ endsMs: clock.now() - 1_000 }))
    await pass(5)
    const [cleared] = await store.ledger.read({ types: ['alarm.cleared'] })
    expect(cleared?.data).toMatchObject({ reason: 'source', labels: { host: 'a' } })
  })

  test('of a source that falls silent stays raised, is stale, and goes on when the source is back', async () => {
    await apply({ slow: { pushed: { match: { alertname: 'HighLatency' } } } })
    await push(alert())
    await pass(600, 30)
    expect(await told()).toEqual(['30s raised', '240s staled'])
    expect((await states()).slow).toBe('firing')
    await push(alert())
    await pass(5)
    expect((await told()).at(-1)).toBe('605s refreshed')
    // The source is there and speaks of others, and no more of this one.
    const other = () => alert({ labels: { alertname: 'HighLatency', host: 'b' } })
    await pass(300, 60, async () => void (await push(other())))
    const [cleared] = await store.ledger.read({ types: ['alarm.cleared'] })
    expect(cleared?.data).toMatchObject({ labels: { host: 'a' } })
  })

  test('that belongs to nobody is kept, told once, and shown with the way out', async () => {
    await apply({ slow: { pushed: { source: 'elsewhere', match: { team: 'pay' } } } })
    expect(await push(alert())).toEqual({ unowned: 1 })
    await push(alert())
    expect(await store.ledger.read({ types: ['alert.unowned'] })).toHaveLength(1)
    const model = (await loadModel(store.database.sql, 'shop'))!
    const [unowned] = await readUnowned(store.database.sql, model, clock.now())
    expect(unowned).toMatchObject({ alertname: 'HighLatency', open: true })
    expect(unowned?.wayOut).toContain("alarm('high-latency'")
    await apply({ slow: { pushed: { match: { alertname: 'HighLatency' } } } })
    await pass(5)
    expect((await states()).slow).toBe('firing')
  })

  test('an older word that comes late changes nothing', async () => {
    await apply({ slow: { pushed: { match: { alertname: 'HighLatency' } } } })
    const saidMs = clock.now()
    clock.advance(10_000)
    await push(alert({ endsMs: clock.now() }))
    await push(alert({ saidMs, endsMs: saidMs + 600_000 }))
    await pass(5)
    expect(await told()).toEqual([])
  })
})
