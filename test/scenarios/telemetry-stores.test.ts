/**
 * One store, two ways to it: the embedded engine, and ClickHouse's HTTP interface through the official client.
 * Each promise of the store is kept by both. No ClickHouse server runs here; see docs/guide/clickhouse.md.
 */
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@clickhouse/client'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ManualClock, silentLog } from '#base'
import { openTelemetryStore, type TelemetryStore } from '#telemetry'
import { timesOf } from '../../src/telemetry/store/row-times.ts'
import {
  activityRows,
  callRows,
  flowRows,
  logRows,
  SAMPLE_BYTES,
  seriesRows,
  spanRows,
  type TableName,
  templateRows,
  writeSample,
} from '../../src/telemetry/store/tables.ts'
import { type FakeClickhouse, startFakeClickhouse } from '../harness/fake-clickhouse-http.ts'

const START_MS = Math.floor(Date.now() / 300_000) * 300_000 - 7_200_000
const START_NS = BigInt(START_MS) * 1_000_000n
const clock = new ManualClock(START_MS)
let folder: string
let fake: FakeClickhouse | undefined
let store: TelemetryStore | undefined
const folders: string[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opsplane-stores-'))
  folders.push(folder)
})
afterEach(async () => {
  await store?.close()
  await fake?.close()
  store = undefined
  fake = undefined
})
afterAll(async () => {
  for (const one of folders) await rm(one, { recursive: true, force: true })
})

/** Every table that rows are spooled for, with signs that end lines, texts and statements. */
const NASTY = "it's\n\n'); DROP TABLE tel.logs; --\u0000\t\\N žluť"
function rowsOfEveryTable(): Map<TableName, Uint8Array> {
  const span = {
    traceId: 'ab'.repeat(16),
    spanId: '0a'.repeat(8),
    parentId: '',
    service: 'orders',
    name: NASTY,
    kind: 2,
    startNs: START_NS + 7n,
    durationNs: 2_500_000n,
    status: 2,
    statusMessage: NASTY,
    attributes: { [NASTY]: NASTY },
    resource: {},
    events: [{ timeNs: START_NS, name: NASTY, attributes: { a: NASTY } }],
  }
  const record = {
    timeNs: START_NS,
    observedMs: START_MS,
    service: 'orders',
    host: 'node-1',
    severity: 17,
    traceId: '',
    spanId: '',
    body: NASTY,
    attributes: { [NASTY]: NASTY, '': '' },
    resource: {},
  }
  const series = {
    id: 2n ** 63n + 10n,
    name: 'orders_total',
    type: 'counter' as const,
    unit: NASTY,
    key: '',
    labels: { __name__: 'orders_total', [NASTY]: NASTY },
    firstSeenMs: START_MS,
    lastSeenMs: START_MS,
  }
  const samples = new Uint8Array(3 * SAMPLE_BYTES)
  for (const [i, value] of [0.5, 1.5, Number.NaN].entries())
    writeSample(
      new DataView(samples.buffer),
      i * SAMPLE_BYTES,
      { idLow: 2_570 + i, idHigh: 0 },
      START_MS + i,
      value,
    )
  const flow = {
    startMs: START_MS,
    endMs: START_MS + 1,
    host: NASTY,
    interfaceId: 'eni-1',
    direction: 'egress' as const,
    sourceAddress: '10.0.0.1',
    destinationAddress: '2001:db8::1',
    sourcePort: 65_535,
    destinationPort: 10,
    protocol: 6,
    packets: 2n ** 64n - 1n,
    bytes: 0x0a0an,
    action: 'reject' as const,
    tcpFlags: 2,
    attributes: { [NASTY]: NASTY },
  }
  const activity = {
    timeMs: START_MS,
    id: 'e-1',
    actor: NASTY,
    actorKind: 'user',
    address: '192.0.2.1',
    agent: NASTY,
    source: 's3',
    action: 'DeleteBucket',
    target: NASTY,
    outcome: 'denied' as const,
    reason: NASTY,
    attributes: { [NASTY]: NASTY },
    raw: JSON.stringify({ NASTY }),
  }
  return new Map<TableName, Uint8Array>([
    ['flows', flowRows([flow])],
    ['activity', activityRows([activity])],
    ['series', seriesRows([series])],
    ['samples', samples],
    ['logs', logRows([record], [7n])],
    ['spans', spanRows([span])],
    [
      'log_templates',
      templateRows([{ id: 7n, service: 'orders', text: NASTY, firstSeenMs: START_MS }], START_MS),
    ],
    [
      'service_calls',
      callRows([{ ...span, caller: NASTY, callee: 'orders', release: '1', failed: true }]),
    ],
  ])
}

async function counts(of: TelemetryStore): Promise<Record<string, number>> {
  const result: Record<string, number> = {}
  for (const table of Object.keys(ONCE)) {
    const { rows } = await of.sql(`select count() from tel.${table}`)
    result[table] = Number(rows[0]![0])
  }
  return result
}
const ONCE = {
  series: 1,
  samples: 3,
  logs: 1,
  spans: 1,
  log_templates: 1,
  service_calls: 1,
  flows: 1,
  activity: 1,
}

/** A real server, where somebody has one: see ci/clickhouse.yml. */
const REAL_URL = process.env.OPSPLANE_TEST_CLICKHOUSE_URL
const KINDS = ['embedded', 'HTTP over chDB', ...(REAL_URL ? ['a real server'] : [])]

describe.each(KINDS)('a store that is %s', (kind) => {
  beforeEach(async () => {
    if (kind !== 'a real server') return
    const client = createClient({ url: REAL_URL! })
    await client.command({ query: 'drop database if exists tel sync' })
    await client.close()
  })

  async function open(): Promise<TelemetryStore> {
    if (kind === 'HTTP over chDB') fake ??= await startFakeClickhouse(folder)
    const url = fake ? fake.url.replace('//', '//default:secret@') : REAL_URL
    const server = kind === 'embedded' ? undefined : { url: url! }
    store = await openTelemetryStore({
      folder,
      clock,
      log: silentLog,
      server,
      spool: { segmentMs: 600_000 },
    })
    return store
  }

  test('what was acknowledged is there, field by field, whatever signs it has', async () => {
    const opened = await open()
    await opened.append(rowsOfEveryTable())
    await opened.drained()
    expect(await counts(opened)).toEqual(ONCE)
    expect(await opened.ask({ sql: 'select body, attrs from tel.logs', params: {} })).toEqual([
      { body: NASTY, attrs: { [NASTY]: NASTY, '': '' } },
    ])
    const [series] = await opened.series(START_MS - 1)
    expect(series).toMatchObject({ id: 2n ** 63n + 10n, unit: NASTY, labels: { [NASTY]: NASTY } })
    const samples = await opened.samples(START_MS - 1, START_MS + 10, [2_570n, 2_571n, 2_572n])
    expect([...samples.values]).toEqual([0.5, 1.5, Number.NaN])
    expect([...samples.timesMs]).toEqual([START_MS, START_MS + 1, START_MS + 2])
    expect(await readdir(join(folder, 'spool'))).toEqual([])
  })

  test('a question takes its values apart from its text', async () => {
    const opened = await open()
    await opened.append(rowsOfEveryTable())
    await opened.drained()
    const found = await opened.ask<{ n: string; list: string[] }>({
      sql: `select count() as n, {list:Array(String)} as list from tel.logs
        where body = {body:String} and ts >= fromUnixTimestamp64Milli({from:Int64})`,
      params: { body: NASTY, list: ['a', NASTY], from: START_MS },
    })
    expect(found).toEqual([{ n: '1', list: ['a', NASTY] }])
  })

  test('a person reads, and does not write', async () => {
    const opened = await open()
    await expect(opened.sql('drop table tel.logs')).rejects.toMatchObject({
      code: 'telemetry.sql-refused',
    })
    await expect(opened.sql('select nope from tel.logs')).rejects.toMatchObject({
      code: 'telemetry.query-refused',
    })
    await expect(opened.ask({ sql: 'drop table tel.logs', params: {} })).rejects.toMatchObject({
      code: 'telemetry.query-refused',
    })
  })

  test('a batch that was inserted and not confirmed adds what is missing, and nothing else', async () => {
    const opened = await open()
    await opened.append(rowsOfEveryTable())
    await opened.drained()
    // The same file again, as after a kill between the insert and the end of its file.
    await opened.append(rowsOfEveryTable())
    const [name] = await readdir(join(folder, 'spool'))
    await cp(join(folder, 'spool', name!), join(folder, 'copy'))
    await opened.close()
    await cp(join(folder, 'copy'), join(folder, 'spool', name!))
    const again = await open()
    await again.drained()
    const both = await counts(again)
    // The first two were two deliveries of equal rows; the third was the repetition of the second.
    expect(both.samples).toBe(2 * ONCE.samples)
    expect(both.spans).toBe(2)
    expect(both.logs).toBe(2)
    expect([both.flows, both.activity]).toEqual([2, 2])
  })

  // A server of somebody else is not ours to stop.
  test.skipIf(kind === 'a real server')(
    'while it does not answer, telemetry is taken; when it is back, it is there',
    async () => {
      const opened = await open()
      if (fake) await fake.unplug()
      else process.kill(opened.enginePid()!, 'SIGKILL')
      await opened.append(rowsOfEveryTable())
      if (fake) {
        await expect(opened.sql('select 1')).rejects.toMatchObject({
          code: 'telemetry.store-unavailable',
        })
        expect(opened.health().state).toBe('down')
        await fake.plug()
      }
      await opened.drained()
      expect(await counts(opened)).toEqual(ONCE)
      expect(opened.health().state).toBe('ok')
    },
  )
})

test('a server is told its limits with each question, and its place never tells the password', async () => {
  fake = await startFakeClickhouse(folder)
  const server = { url: fake.url.replace('//', '//ann:secret@') }
  store = await openTelemetryStore({ folder, clock, log: silentLog, server })
  await store.sql('select count() from tel.logs')
  const { settings } = fake.requests.at(-1)!
  expect(settings).toMatchObject({ readonly: '1', max_execution_time: '20' })
  expect(store.place()).toBe(`ClickHouse at ${fake.url}`)
})

test('the times of a batch are read from its bytes, in every table', () => {
  for (const [table, rows] of rowsOfEveryTable()) {
    const { first, last } = timesOf(table, Buffer.from(rows))
    const scale =
      table === 'logs' || table === 'spans' || table === 'service_calls' ? 1_000_000n : 1n
    expect(first / scale, table).toBe(BigInt(START_MS))
    expect(last / scale, table).toBe(BigInt(START_MS) + (table === 'samples' ? 2n : 0n))
  }
})
