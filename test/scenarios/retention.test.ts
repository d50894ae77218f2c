/** Telemetry is kept as long as the model says, by our clock; older samples are rolled up; a person can be deleted. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { ManualClock, silentLog } from '#base'
import { modelApplied } from '#ledger'
import { type Manifest, manifestHash, revisions } from '#model'
import {
  type Decoded,
  evaluateInstant,
  evaluateRange,
  ingestFormats,
  type LogRecord,
  openTelemetry,
  Points,
  type Span,
  seriesIdentity,
  type Telemetry,
} from '#telemetry'
import { createTelemetryKeeper } from '../../src/app/keeping.ts'
import { freshLedger, type TestLedger } from '../harness/store.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
/** No table knows the wall clock, so any day will do. */
const DAY_0 = Date.UTC(2026, 0, 10)
let clock: ManualClock
const folders: string[] = []
let folder: string
let telemetry: Telemetry | undefined
let store: TestLedger

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opsplane-retention-'))
  folders.push(folder)
  clock = new ManualClock(DAY_0)
  store = await freshLedger({ projections: [revisions] })
})
afterEach(async () => {
  await telemetry?.close()
  telemetry = undefined
  await store.close()
})
afterAll(async () => {
  for (const one of folders) await rm(one, { recursive: true, force: true })
})

async function open(): Promise<Telemetry> {
  await telemetry?.close()
  telemetry = await openTelemetry({ folder, clock, log: silentLog })
  return telemetry
}

async function declare(retention: Record<string, string>, workload = 'shop'): Promise<void> {
  const manifest = {
    manifest: 'opsplane/v1',
    workload,
    resources: [{ kind: 'retention', name: 'ours', spec: retention }],
    procedures: [],
  } as unknown as Manifest
  await store.ledger.transact({ actor: 'person:ann' }, (tx) =>
    tx.append(
      modelApplied(`workload:${workload}`, {
        workload,
        revision: 1,
        hash: manifestHash(manifest),
        previous: null,
        changes: [],
        size: { resources: 1, values: 1 },
        reverse: 'opsplane undo',
        undoOf: null,
        manifest,
      }),
    ),
  )
}

const decoded = (batch: Decoded['batch']): Decoded => ({
  batch,
  accepted: 1,
  rejected: { count: 0, reasons: [] },
})
const series = (name: string, labels: Record<string, string> = {}) =>
  seriesIdentity(name, Object.entries(labels), 'gauge', '')
const gauge = (name: string, timeMs: number, value: number, labels = {}) =>
  decoded({
    signal: 'metrics',
    points: Points.of([{ series: series(name, labels), timeMs, value, item: 0 }]),
  })
const record = (timeMs: number, more: Partial<LogRecord> = {}): LogRecord => ({
  timeNs: BigInt(timeMs) * 1_000_000n,
  observedMs: timeMs,
  service: 'orders',
  host: 'a',
  severity: 9,
  traceId: '',
  spanId: '',
  body: 'ordered',
  attributes: {},
  resource: {},
  ...more,
})
const span = (timeMs: number, id: number, more: Partial<Span> = {}): Span => ({
  traceId: 'ab'.repeat(16),
  spanId: id.toString(16).padStart(16, '0'),
  parentId: '',
  service: 'orders',
  name: 'GET /',
  kind: 2,
  startNs: BigInt(timeMs) * 1_000_000n,
  durationNs: 1n,
  status: 0,
  statusMessage: '',
  attributes: {},
  resource: {},
  events: [],
  ...more,
})

async function rows(of: Telemetry, table: string): Promise<number> {
  return Number((await of.store.sql(`select count() from tel.${table}`)).rows[0]![0])
}

test('each signal is kept as long as the model says, to the day, and each day that goes is a fact', async () => {
  const opened = await open()
  await declare({ logs: '2d', spans: '1d' })
  // Another workload keeps its log records longer, and the store is one.
  await declare({ logs: '3d' }, 'bank')
  for (const day of [0, 1, 2, 3]) {
    clock.moveTo(DAY_0 + day * DAY_MS + DAY_MS / 2)
    await opened.ingest(decoded({ signal: 'logs', records: [record(clock.now())] }))
    await opened.ingest(decoded({ signal: 'traces', spans: [span(clock.now(), day + 1)] }))
  }
  const keeper = createTelemetryKeeper({ ledger: store.ledger, telemetry: opened, log: silentLog })
  await keeper.sweep(DAY_0 + 4 * DAY_MS - 1)
  expect([await rows(opened, 'logs'), await rows(opened, 'spans')]).toEqual([4, 2])
  await keeper.sweep(DAY_0 + 4 * DAY_MS)
  expect([await rows(opened, 'logs'), await rows(opened, 'spans')]).toEqual([3, 1])
  await keeper.sweep(DAY_0 + 4 * DAY_MS)

  const facts = await store.ledger.read({ types: ['telemetry.expired'], limit: 100 })
  expect(facts.map(({ subject, data }) => [subject, (data as { partition: string }).partition]))
    // Two days of spans were over at the first look, and a day of each at the second.
    .toEqual([
      ['telemetry:spans', '2026-01-10'],
      ['telemetry:spans', '2026-01-11'],
      ['telemetry:logs', '2026-01-10'],
      ['telemetry:spans', '2026-01-12'],
    ])
  expect(facts[0]!.actor).toBe('service:telemetry')
})

test('samples that are let go stay as one of each five minutes, and an answer from them says so', async () => {
  let opened = await open()
  await declare({ metrics: '1d', rollup: '30d' })
  // Two days of a sample each minute, which counts the minutes.
  for (let minute = 0; minute < 2 * 1_440; minute += 60) {
    clock.moveTo(DAY_0 + (minute + 60) * MINUTE_MS)
    const points = Array.from({ length: 60 }, (_, i) => ({
      series: series('minutes'),
      timeMs: DAY_0 + (minute + i) * MINUTE_MS,
      value: minute + i,
      item: i,
    }))
    await opened.ingest(decoded({ signal: 'metrics', points: Points.of(points) }))
  }
  await createTelemetryKeeper({ ledger: store.ledger, telemetry: opened, log: silentLog }).sweep(
    DAY_0 + 2 * DAY_MS,
  )
  expect(await rows(opened, 'samples')).toBe(1_440)
  expect(await rows(opened, 'samples_5m')).toBe(288)

  const course = async (of: Telemetry) => {
    const value = await evaluateRange(
      'minutes',
      DAY_0 + DAY_MS - 600_000,
      DAY_0 + DAY_MS + 600_000,
      300_000,
      of.source,
    )
    return { values: [...value.series[0]!.values], notes: value.notes.map((note) => note.message) }
  }
  // 1439 is the last minute of the first day; the second day is as it came.
  const expected = {
    values: [1_429, 1_434, 1_440, 1_445, 1_450],
    notes: [expect.stringContaining('5-minute data')],
  }
  expect(await course(opened)).toEqual(expected)
  // A store that is opened again knows where the border is.
  opened = await open()
  expect(await course(opened)).toEqual(expected)

  const recent = await evaluateInstant('minutes', DAY_0 + 2 * DAY_MS - 1, opened.source)
  expect(recent.notes).toEqual([])
  const increase = await evaluateInstant('increase(minutes[1h])', DAY_0 + DAY_MS / 2, opened.source)
  expect(increase).toMatchObject({ samples: [{ value: expect.closeTo(60, 6) }] })
})

test('a rollup that was interrupted, or is done again, counts nothing twice', async () => {
  const opened = await open()
  for (const [i, value] of [1, 2, 6].entries())
    await opened.ingest(gauge('load', DAY_0 + i * MINUTE_MS, value))
  opened.keeping.keep({ ...opened.keeping.retention, metrics: DAY_MS })
  const nowMs = DAY_0 + 2 * DAY_MS
  await opened.keeping.sweep(nowMs)
  const read = async () =>
    (await opened.store.sql('select n, s, mn, mx, last from tel.samples_5m final')).rows
  expect(await read()).toEqual([[3, 9, 1, 6, 6]])
  // A straggler of a day that is gone makes the day again, with fewer samples.
  await opened.store.change({
    sql: `insert into tel.samples (series_id, ts, value)
      select series_id, fromUnixTimestamp64Milli({at:Int64}), 2 from tel.samples_5m final`,
    params: { at: DAY_0 + MINUTE_MS },
  })
  expect((await opened.keeping.sweep(nowMs)).map(({ signal }) => signal)).toEqual(['metrics'])
  expect(await read()).toEqual([[3, 9, 1, 6, 6]])
})

test('what is older than it is kept is refused when it comes', async () => {
  const opened = await open()
  opened.keeping.keep({ ...opened.keeping.retention, logs: 90 * DAY_MS })
  clock.moveTo(DAY_0 + 60 * DAY_MS)
  const logs = ingestFormats.find(({ path }) => path === '/v1/logs')!
  const body = (timeMs: number) =>
    new TextEncoder().encode(
      JSON.stringify({
        resourceLogs: [
          {
            scopeLogs: [
              {
                logRecords: [
                  { timeUnixNano: `${timeMs}000000`, body: { stringValue: 'an old line' } },
                ],
              },
            ],
          },
        ],
      }),
    )
  const send = (timeMs: number) => opened.receive(logs, body(timeMs), 'application/json')
  expect((await send(DAY_0)).accepted).toBe(1)
  opened.keeping.keep({ ...opened.keeping.retention, logs: 30 * DAY_MS })
  expect((await send(DAY_0)).accepted).toBe(0)
})

test('a person is deleted by an attribute from records, spans and series, and others stay', async () => {
  let opened = await open()
  const attributes = { 'user.id': '123' }
  await opened.ingest(
    decoded({
      signal: 'logs',
      records: [
        record(DAY_0, { attributes, body: 'a' }),
        record(DAY_0 + 1, { resource: attributes, body: 'b' }),
        record(DAY_0 + 2, { attributes: { 'user.id': '1234' }, body: 'user 123 is back' }),
        record(DAY_0 + 3, { attributes: { 'user.id': "123' or 1=1" }, body: 'd' }),
      ],
    }),
  )
  await opened.ingest(
    decoded({
      signal: 'traces',
      spans: [
        span(DAY_0, 1, { attributes }),
        span(DAY_0, 2, { events: [{ timeNs: 1n, name: 'seen', attributes }] }),
        span(DAY_0, 3),
      ],
    }),
  )
  await opened.ingest(gauge('basket', DAY_0, 1, { user_id: '123' }))
  await opened.ingest(gauge('basket', DAY_0, 2, { user_id: '456' }))

  const person = { attribute: 'user.id', value: '123' }
  expect(await opened.keeping.rowsOf(person)).toEqual({
    logs: 2,
    spans: 2,
    series: 1,
    samples: 1,
    flows: 0,
    activity: 0,
    mentions: 1,
  })
  expect(await rows(opened, 'logs')).toBe(4)
  expect(await opened.keeping.erase(person, 'logs')).toEqual({ rows: 2, left: 0 })
  expect(await opened.keeping.erase(person, 'spans')).toEqual({ rows: 2, left: 0 })
  expect(await opened.keeping.erase(person, 'metrics')).toEqual({ rows: 2, left: 0 })
  expect([
    await rows(opened, 'logs'),
    await rows(opened, 'spans'),
    await rows(opened, 'series'),
    await rows(opened, 'samples'),
  ]).toEqual([2, 1, 1, 1])
  // Memory has forgotten too, and so has a store that is opened again.
  const left = { samples: [{ labels: { user_id: '456' }, value: 2 }] }
  expect(await evaluateInstant('basket', DAY_0, opened.source)).toMatchObject(left)
  opened = await open()
  expect(await evaluateInstant('basket', DAY_0, opened.source)).toMatchObject(left)
})

test('what telemetry costs on disk is told by signal', async () => {
  const opened = await open()
  await opened.ingest(decoded({ signal: 'logs', records: [record(DAY_0), record(DAY_0 + 1)] }))
  await opened.ingest(gauge('load', DAY_0, 1))
  await opened.store.drained()
  const storage = await opened.keeping.storage()
  const logs = storage.find(({ signal }) => signal === 'logs')!
  expect(logs).toMatchObject({ rows: 2, oldest: '2026-01-10', keptMs: 30 * DAY_MS })
  expect(logs.bytes).toBeGreaterThan(0)
  expect(storage.map(({ signal }) => signal)).toEqual(['metrics', 'logs', 'catalog'])
})
