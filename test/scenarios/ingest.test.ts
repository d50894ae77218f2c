/** Every format, pushed as its clients push it, is found again by PromQL, by search and by SQL on the real store. */
import { createSocket } from 'node:dgram'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { silentLog } from '#base'
import {
  evaluateInstant,
  ingestFormats,
  openTelemetry,
  searchLogs,
  type Telemetry,
} from '#telemetry'
import { mountIngest } from '../../src/api/interfaces/ingest.ts'
import { listenForStatsd } from '../../src/app/statsd.ts'
import { listenForSyslog } from '../../src/app/syslog.ts'
import { lokiPush } from '../harness/loki-encoder.ts'
import {
  remoteWrite1,
  remoteWrite2,
  STALE_MARKER,
  TYPE_1,
  TYPE_2,
} from '../harness/remote-write-encoder.ts'
import { freshLedger, type TestLedger } from '../harness/store.ts'

const NOW = Math.floor(Date.now() / 1_000) * 1_000
const NOW_NS = BigInt(NOW) * 1_000_000n
let folder: string
let telemetry: Telemetry
let own: TestLedger
const app = new Hono()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opsplane-ingest-'))
  own = await freshLedger({ projections: [] })
  telemetry = await openTelemetry({ folder, log: silentLog })
  mountIngest(app, { telemetry, ledger: own.ledger, log: silentLog, needsToken: false })
}, 60_000)
afterAll(async () => {
  await telemetry?.close()
  await own?.close()
  await rm(folder, { recursive: true, force: true })
})

const push = (path: string, body: Uint8Array | string, headers: Record<string, string> = {}) =>
  app.request(path, { method: 'POST', body: body as BodyInit, headers })
async function promql(query: string): Promise<[Record<string, string>, number][]> {
  const found = await evaluateInstant(query, NOW, telemetry.source)
  return found.type === 'vector' ? found.samples.map(({ labels, value }) => [labels, value]) : []
}
async function sql(text: string): Promise<readonly (readonly unknown[])[]> {
  await telemetry.store.drained()
  return (await telemetry.store.sql(text)).rows
}
async function logs(search: string) {
  await telemetry.store.drained()
  const range = { fromMs: NOW - 3_600_000, toMs: NOW + 600_000 }
  return (await searchLogs(telemetry.store, { search, ...range })).logs
}
/** What another process or socket does has no other end to wait for. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 15_000; Date.now() < end; ) {
    if (await condition()) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('the condition was not met in time')
}

test('Prometheus remote write, 1.0 and 2.0: samples, ends, starts, and what is written is told', async () => {
  const series = (name: string, value: number | bigint) => ({
    labels: [
      ['__name__', name],
      ['job', 'node'],
    ] as const,
    samples: [{ value, timeMs: NOW }],
  })
  const first = await push(
    '/api/v1/write',
    remoteWrite1([series('rw_temperature', 21.5), series('rw_gone', STALE_MARKER)]),
    { 'content-type': TYPE_1, 'content-encoding': 'snappy' },
  )
  expect(first.status).toBe(204)
  expect(first.headers.get('x-prometheus-remote-write-samples-written')).toBe('2')
  const counter = { value: 3, timeMs: NOW, startMs: NOW - 30_000 }
  const second = await push(
    '/api/v1/write',
    remoteWrite2([
      { labels: [['__name__', 'rw_orders_total']], samples: [counter], type: 1, histograms: 1 },
    ]),
    { 'content-type': TYPE_2, 'content-encoding': 'snappy' },
  )
  expect(second.status).toBe(400)
  expect(await second.text()).toContain('native-histogram (1)')
  expect(second.headers.get('x-prometheus-remote-write-samples-written')).toBe('1')

  expect(await promql('{job="node"}')).toEqual([
    [{ __name__: 'rw_temperature', job: 'node' }, 21.5],
  ])
  const [increase] = await promql('increase(rw_orders_total[1m])')
  expect(increase![1]).toBeGreaterThan(2.9)
  const unknown = await push('/api/v1/write', remoteWrite1([]), { 'content-type': 'text/plain' })
  expect(unknown.status).toBe(415)
  expect(telemetry.stats().rejected).toMatchObject({
    'native-histogram': 1,
    'telemetry.unsupported': 1,
  })
})

test('what Prometheus says of its metrics later holds for the series that are there, also after a restart', async () => {
  const send = (timeMs: number) =>
    push(
      '/api/v1/write',
      remoteWrite1(
        [{ labels: [['__name__', 'rw_late_total']], samples: [{ value: 1, timeMs }] }],
        [{ name: 'rw_late_total', type: 1, help: 'Told later.' }],
      ),
      { 'content-type': TYPE_1 },
    )
  await push(
    '/api/v1/write',
    remoteWrite1([
      { labels: [['__name__', 'rw_late_total']], samples: [{ value: 1, timeMs: NOW - 2 }] },
    ]),
    { 'content-type': TYPE_1 },
  )
  await telemetry.store.drained()
  await send(NOW - 1)
  await telemetry.store.drained()
  expect(telemetry.family('rw_late_total')).toMatchObject({ help: 'Told later.' })
  const stored = await telemetry.store.series(NOW - 60_000)
  expect(stored.filter(({ name }) => name === 'rw_late_total')).toMatchObject([{ type: 'counter' }])
})

test('a sender that makes a series for each customer is stopped and counted, its neighbour is not', async () => {
  const guarded = await mkdtemp(join(tmpdir(), 'opsplane-guard-'))
  const own = await openTelemetry({
    folder: guarded,
    log: silentLog,
    seriesLimits: { perSource: 10, perName: 5 },
    selfReportMs: 600_000,
  })
  const remoteWrite = ingestFormats.find(({ name }) => name === 'prometheus-remote-write')!
  const series = (job: string, customer: number) => ({
    labels: [
      ['__name__', 'orders'],
      ['job', job],
      ['customer', String(customer)],
    ] as const,
    samples: [{ value: 1, timeMs: NOW }],
  })
  const many = Array.from({ length: 8 }, (_, i) => series('shop', i))
  const decoded = await own.receive(
    remoteWrite,
    remoteWrite1([...many, series('other', 1)]),
    TYPE_1,
  )
  expect(decoded).toMatchObject({
    accepted: 6,
    rejected: { count: 3, reasons: [{ code: 'too-many-series', count: 3 }] },
  })
  // What is known goes on.
  expect((await own.receive(remoteWrite, remoteWrite1(many.slice(0, 5)), TYPE_1)).accepted).toBe(5)
  expect(own.stats()).toMatchObject({ rejected: { 'too-many-series': 3 } })
  expect(own.stats().largestSources).toContainEqual({ source: 'shop', series: 5 })
  await own.close()
  await rm(guarded, { recursive: true, force: true })
})

test('Loki push, in JSON and protobuf: found by service, level and words', async () => {
  const stream = { app: 'checkout', host: 'web-1' }
  const inJson = await push(
    '/loki/api/v1/push',
    gzipSync(
      JSON.stringify({
        streams: [{ stream, values: [[String(NOW_NS), 'level=error declined\n\n']] }],
      }),
    ),
    { 'content-type': 'application/json', 'content-encoding': 'gzip' },
  )
  const inProtobuf = await push(
    '/loki/api/v1/push',
    lokiPush([
      {
        labels: '{app="checkout", level="warn"}',
        entries: [{ timeNs: NOW_NS + 1n, line: 'slow', metadata: { order: '42' } }],
      },
    ]),
    { 'content-type': 'application/x-protobuf' },
  )
  expect([inJson.status, inProtobuf.status]).toEqual([204, 204])
  expect(await logs('service:checkout')).toMatchObject([
    { body: 'slow', severity: 13, attributes: { order: '42' } },
    { body: 'level=error declined\n\n', severity: 17, host: 'web-1', resource: stream },
  ])
  expect(await logs('service:checkout level>=error declined')).toHaveLength(1)
})

test('collectd: as its exporter names it', async () => {
  const values = {
    values: [17, 4],
    dstypes: ['derive', 'derive'],
    dsnames: ['rx', 'tx'],
    time: NOW / 1_000,
    interval: 10,
    host: 'leeloo',
    plugin: 'interface',
    plugin_instance: 'eth0',
    type: 'if_octets',
    type_instance: '',
  }
  const answer = await push('/collectd', JSON.stringify([values]), {
    'content-type': 'application/json',
  })
  expect(answer.status).toBe(204)
  expect(await promql('collectd_interface_if_octets_rx_total{interface="eth0"}')).toEqual([
    [
      {
        __name__: 'collectd_interface_if_octets_rx_total',
        job: 'collectd',
        instance: 'leeloo',
        interface: 'eth0',
      },
      17,
    ],
  ])
})

test('VPC flow logs: who talked to whom, packed as S3 has them', async () => {
  const line = (action: string, src: string) =>
    `2 1234 eni-1 ${src} 10.0.0.2 50000 443 6 20 18446744073709551615 ${NOW / 1_000 - 60} ${NOW / 1_000} ${action} OK`
  const lines = [line('ACCEPT', '10.0.0.1'), line('REJECT', '2001:db8::7'), 'nonsense']
  const answer = await push('/flows', gzipSync(lines.join('\n')), { 'content-encoding': 'gzip' })
  expect(answer.status).toBe(400)
  expect(await answer.text()).toContain('2 kept, 1 refused: bad-record (1)')
  expect(
    await sql(
      `select toString(src), toString(dst), sport, dport, proto, toString(packets), toString(bytes), action,
        iface, attrs['account-id'], toUnixTimestamp64Milli(start), toUnixTimestamp64Milli(finish)
       from tel.flows order by action`,
    ),
  ).toEqual(
    [
      ['::ffff:10.0.0.1', 'accept'],
      ['2001:db8::7', 'reject'],
    ].map(([src, action]) => [
      src,
      '::ffff:10.0.0.2',
      50_000,
      443,
      6,
      '20',
      '18446744073709551615',
      action,
      'eni-1',
      '1234',
      String(NOW - 60_000),
      String(NOW),
    ]),
  )
})

test('activity: who did what, from where, on what, and how it ended', async () => {
  const record = {
    eventTime: new Date(NOW).toISOString(),
    eventSource: 's3.amazonaws.com',
    eventName: 'DeleteBucket',
    sourceIPAddress: '192.0.2.76',
    userAgent: 'cli',
    userIdentity: { type: 'IAMUser', userName: "mary'); drop table tel.activity --\n\n" },
    requestParameters: { bucketName: 'receipts' },
    errorCode: 'AccessDenied',
    errorMessage: 'no',
    eventID: 'e-1',
    awsRegion: 'eu-west-1',
  }
  const answer = await push('/activity', JSON.stringify({ Records: [record] }))
  expect(answer.status).toBe(204)
  expect(
    await sql(
      `select actor, actor_kind, address, agent, source, action, target, outcome, reason, id,
        attrs['awsRegion'], raw, toUnixTimestamp64Milli(ts) from tel.activity`,
    ),
  ).toEqual([
    [
      record.userIdentity.userName,
      'IAMUser',
      '192.0.2.76',
      'cli',
      's3.amazonaws.com',
      'DeleteBucket',
      'receipts',
      'denied',
      'AccessDenied: no',
      'e-1',
      'eu-west-1',
      JSON.stringify(record),
      String(NOW),
    ],
  ])
})

test('syslog by TCP in both framings and by UDP becomes log records', async () => {
  const listener = await listenForSyslog({
    host: '127.0.0.1',
    port: 0,
    telemetry,
    log: silentLog,
  })
  const before = telemetry.stats().accepted.logs ?? 0
  const time = (ms: number) => new Date(NOW + ms).toISOString()
  const counted = `<11>1 ${time(0)} web-2 nginx 7 - - upstream failed\nwith a second line`
  const socket = connect(listener.port, '127.0.0.1')
  socket.end(`${counted.length} ${counted}<14>${time(1)} web-2 cron: ran\n`)
  const udp = createSocket('udp4')
  udp.send('<13>no header at all', listener.port, '127.0.0.1')
  await until(() => telemetry.stats().accepted.logs === before + 3)
  udp.close()
  await listener.close()
  expect(await logs('host:web-2')).toMatchObject([
    { service: 'cron', severity: 9, body: 'ran' },
    { service: 'nginx', severity: 17, body: 'upstream failed\nwith a second line' },
  ])
  expect(await logs('host:127.0.0.1')).toMatchObject([{ body: 'no header at all' }])
})

test('statsd by UDP: counters rise, gauges hold', async () => {
  const listener = await listenForStatsd({ host: '127.0.0.1', port: 0, telemetry, log: silentLog })
  const udp = createSocket('udp4')
  const send = (text: string) => udp.send(text, listener.port, '127.0.0.1')
  const before = telemetry.stats().accepted.metrics ?? 0
  send('shop.orders:2|c|#service:shop\nshop.carts:7|g|#service:shop')
  await until(async () => {
    await listener.flush()
    return (telemetry.stats().accepted.metrics ?? 0) >= before + 2
  })
  udp.close()
  await listener.close()
  const at = Date.now()
  const value = async (query: string) => {
    const found = await evaluateInstant(query, at, telemetry.source)
    return found.type === 'vector' ? found.samples[0]?.value : undefined
  }
  expect(await value('shop_orders_total{service_name="shop"}')).toBe(2)
  expect(await value('shop_carts')).toBe(7)
})

test('nonsense on every path is refused in the words of its protocol, and nothing else is affected', async () => {
  const paths = ['/api/v1/write', '/loki/api/v1/push', '/collectd', '/activity', '/v1/metrics']
  for (const path of paths) {
    const answer = await push(path, 'nonsense\n\nDROP TABLE tel.logs\n', {
      'content-type': 'application/x-protobuf',
    })
    expect(answer.status, path).toBe(400)
  }
  const bomb = Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 0x00])
  expect((await push('/api/v1/write', bomb, { 'content-type': TYPE_1 })).status).toBe(413)
  expect(telemetry.stats().rejected).toMatchObject({
    'telemetry.bad-telemetry': paths.length,
    'telemetry.too-large': 1,
  })
  expect(Number((await sql('select count() from tel.logs'))[0]![0])).toBe(5)
})
