/** Telemetry with the real engine: what was acknowledged is found, once, whatever dies in between. */
import { readdirSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { ManualClock, silentLog } from '#base'
import {
  type Decoded,
  evaluateInstant,
  ingestFormats,
  type LogRecord,
  type MetricPoint,
  mapServices,
  openTelemetry,
  Points,
  type QueryValue,
  type Span,
  searchLogs,
  seriesIdentity,
  spansOfTrace,
  type Telemetry,
  type TelemetryOptions,
} from '#telemetry'

/** Two hours ago, at a full five minutes: the engine itself drops what is older than its tables keep. */
const START_MS = Math.floor(Date.now() / 300_000) * 300_000 - 7_200_000
const folders: string[] = []
const opened: Telemetry[] = []

afterEach(async () => {
  for (const telemetry of opened.splice(0)) await telemetry.close()
})
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'opsplane-telemetry-'))
  folders.push(folder)
  return folder
}

async function open(folder: string, clock: ManualClock, more: Partial<TelemetryOptions> = {}) {
  const telemetry = await openTelemetry({ folder, clock, log: silentLog, ...more })
  opened.push(telemetry)
  return telemetry
}

async function close(telemetry: Telemetry) {
  opened.splice(opened.indexOf(telemetry), 1)
  await telemetry.close()
}

const decoded = (batch: Decoded['batch'], accepted: number): Decoded => ({
  batch,
  accepted,
  rejected: { count: 0, reasons: [] },
})

function counter(
  name: string,
  labels: Record<string, string>,
  timeMs: number,
  value: number,
  item = 0,
) {
  const series = seriesIdentity(name, Object.entries(labels), 'counter', '')
  return { series, timeMs, value, item } satisfies MetricPoint
}
const points = (...points: MetricPoint[]) =>
  decoded({ signal: 'metrics', points: Points.of(points) }, points.length)

async function samplesOf(telemetry: Telemetry, name: string, fromMs: number, toMs: number) {
  const found = await telemetry.source.select(
    [{ name: '__name__', op: '=', value: name }],
    fromMs,
    toMs,
  )
  return found.map(({ labels, times, values }) => ({
    labels,
    samples: [...times].map((timeMs, i) => [timeMs - START_MS, values[i]]),
  }))
}

async function countOf(telemetry: Telemetry, table: string): Promise<number> {
  const { rows } = await telemetry.store.sql(`select count() from tel.${table}`)
  return Number(rows[0]![0])
}

const logRecord = (more: Partial<LogRecord>): LogRecord => ({
  timeNs: BigInt(START_MS) * 1_000_000n,
  observedMs: START_MS,
  service: 'orders',
  host: 'node-1',
  severity: 17,
  traceId: 'ab'.repeat(16),
  spanId: 'cd'.repeat(8),
  body: '',
  attributes: { 'order.id': '42', 'žluť\n\n': "it's; DROP TABLE tel.logs" },
  resource: { 'service.name': 'orders' },
  ...more,
})

const ROOT_SPAN: Span = {
  traceId: 'ab'.repeat(16),
  spanId: '01'.repeat(8),
  parentId: '',
  service: 'storefront',
  name: 'POST /checkout',
  kind: 2,
  startNs: BigInt(START_MS) * 1_000_000n + 7n,
  durationNs: 2_500_000n,
  status: 0,
  statusMessage: '',
  attributes: { route: '/checkout' },
  resource: { 'service.name': 'storefront' },
  events: [],
}

/** Asks until the answer is right; what another process does has no other end to wait for. */
async function until(
  condition: () => boolean | Promise<boolean>,
  deadlineMs = 15_000,
): Promise<void> {
  for (const end = Date.now() + deadlineMs; Date.now() < end; ) {
    if (await condition()) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('the condition was not met in time')
}

test('metrics come back by PromQL selectors, from memory and, after a restart, from the store', async () => {
  const folder = await newFolder()
  const clock = new ManualClock(START_MS)
  const telemetry = await open(folder, clock)
  const arrivals: { names: string[]; maxTimeMs: number }[] = []
  telemetry.onArrival(({ names, maxTimeMs }) => arrivals.push({ names: [...names], maxTimeMs }))

  const sent = points(
    counter('orders_total', { job: 'shop', method: 'card' }, START_MS, 1),
    counter(
      'orders_total',
      { job: 'shop', method: 'cash\n\n; DROP' },
      START_MS,
      Number.POSITIVE_INFINITY,
      1,
    ),
    counter('other_total', { job: 'shop' }, START_MS, 5, 2),
  )
  await telemetry.ingest(sent)
  await telemetry.ingest(
    points(counter('orders_total', { method: 'card', job: 'shop' }, START_MS + 500, 3)),
  )
  // A sender that did not hear the answer sends again.
  expect(await telemetry.ingest(sent)).toMatchObject({ accepted: 3, rejected: { count: 0 } })
  expect(arrivals).toEqual([
    { names: ['orders_total', 'other_total'], maxTimeMs: START_MS },
    { names: ['orders_total'], maxTimeMs: START_MS + 500 },
  ])

  const expected = [
    {
      labels: { __name__: 'orders_total', job: 'shop', method: 'card' },
      samples: [
        [0, 1],
        [500, 3],
      ],
    },
    {
      labels: { __name__: 'orders_total', job: 'shop', method: 'cash\n\n; DROP' },
      samples: [[0, Number.POSITIVE_INFINITY]],
    },
  ]
  const ask = (of: Telemetry, fromMs = START_MS - 1) =>
    samplesOf(of, 'orders_total', fromMs, START_MS + 60_000)
  expect(await ask(telemetry)).toEqual(expected)
  // Further back than memory reaches, before and after the rows are in the tables.
  expect(await ask(telemetry, START_MS - 86_400_000)).toEqual(expected)
  await telemetry.store.drained()
  expect(await ask(telemetry, START_MS - 86_400_000)).toEqual(expected)
  expect(await countOf(telemetry, 'samples')).toBe(4)
  await close(telemetry)

  clock.advance(60_000)
  const again = await open(folder, clock)
  expect(again.stats()).toMatchObject({ series: 3, headSamples: 4 })
  const sorted = (await ask(again)).sort((a, b) => (a.labels.method! < b.labels.method! ? -1 : 1))
  expect(sorted).toEqual(expected)
  await close(again)

  // Memory that may hold less than there is holds nothing of it, and the store answers instead.
  const small = await open(folder, clock, { headMaxSamples: 2 })
  expect(small.stats().headFromMs).toBeGreaterThan(START_MS)
  expect((await ask(small)).map(({ samples }) => samples.length).sort()).toEqual([1, 2])
  await close(small)

  clock.advance(3_600_000)
  const later = await open(folder, clock)
  expect(later.stats()).toMatchObject({ series: 3, headSamples: 0 })
  expect((await ask(later)).map(({ samples }) => samples.length).sort()).toEqual([1, 2])
})

test('a counter rises from the zero at which its sender began, and deltas add up, also after a restart', async () => {
  const folder = await newFolder()
  const clock = new ManualClock(START_MS)
  const telemetry = await open(folder, clock)
  const failed = (timeMs: number, value: number, startMs: number) =>
    points({ ...counter('failed_total', {}, timeMs, value), startMs })
  await telemetry.ingest(failed(START_MS, 1, START_MS - 900))
  await telemetry.ingest(failed(START_MS + 1_000, 2, START_MS - 900))
  // The process was started again: it counts from zero, and says since when.
  await telemetry.ingest(failed(START_MS + 3_000, 1, START_MS + 2_000))
  const delta = (timeMs: number, value: number) =>
    points({ ...counter('delta_total', {}, timeMs, value), delta: true, startMs: timeMs - 1_000 })
  await telemetry.ingest(delta(START_MS, 2))
  await telemetry.ingest(delta(START_MS + 1_000, 3))
  await telemetry.ingest(delta(START_MS + 1_000, 3))
  expect(await telemetry.ingest(delta(START_MS + 400, 3))).toMatchObject({
    accepted: 0,
    rejected: { count: 1, reasons: [{ code: 'late-delta' }] },
  })
  expect(
    (await samplesOf(telemetry, 'failed_total', START_MS - 5_000, START_MS + 5_000))[0]!.samples,
  ).toEqual([
    [-900, 0],
    [0, 1],
    [1_000, 2],
    [2_000, 0],
    [3_000, 1],
  ])
  await close(telemetry)
  const again = await open(folder, clock)
  await again.ingest(delta(START_MS + 2_000, 4))
  expect(
    (await samplesOf(again, 'delta_total', START_MS - 5_000, START_MS + 5_000))[0]!.samples,
  ).toEqual([
    [-1_000, 0],
    [0, 2],
    [1_000, 5],
    [2_000, 9],
  ])
})

test('the first failed order is a rise in PromQL as soon as it has arrived', async () => {
  const clock = new ManualClock(START_MS)
  const telemetry = await open(await newFolder(), clock)
  const otlpMetrics = ingestFormats.find(({ path }) => path === '/v1/metrics')!
  const ns = (ms: number) => `${BigInt(ms) * 1_000_000n}`
  const request = {
    resourceMetrics: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'orders' } }] },
        scopeMetrics: [
          {
            metrics: [
              {
                name: 'shop.orders.failed',
                sum: {
                  aggregationTemporality: 2,
                  isMonotonic: true,
                  dataPoints: [
                    {
                      asInt: '1',
                      startTimeUnixNano: ns(START_MS - 800),
                      timeUnixNano: ns(START_MS),
                    },
                  ],
                },
              },
            ],
          },
        ],
      },
    ],
  }
  const seen: Promise<QueryValue>[] = []
  const rise = 'sum by (service_name) (increase(shop_orders_failed_total[30s])) > 0'
  telemetry.onArrival(({ maxTimeMs }) => {
    seen.push(evaluateInstant(rise, maxTimeMs, telemetry.source))
  })
  const body = Buffer.from(JSON.stringify(request))
  await telemetry.receive(otlpMetrics, body, 'application/json')
  expect(await Promise.all(seen)).toMatchObject([
    { type: 'vector', samples: [{ labels: { service_name: 'orders' } }] },
  ])
})

test('a stale marker ends a series in memory and in the store', async () => {
  const clock = new ManualClock(START_MS)
  const folder = await newFolder()
  const telemetry = await open(folder, clock)
  await telemetry.ingest(points(counter('gone', {}, START_MS, 1)))
  await telemetry.ingest(points(counter('gone', {}, START_MS + 1, Number.NaN)))
  await close(telemetry)
  clock.advance(3_600_000)
  const again = await open(folder, clock)
  expect((await samplesOf(again, 'gone', START_MS - 1, START_MS + 5))[0]!.samples).toEqual([
    [0, 1],
    [1, Number.NaN],
  ])
})

test('telemetry tells how it fares itself', async () => {
  const telemetry = await open(await newFolder(), new ManualClock(START_MS), {
    selfReportMs: 60_000,
  })
  await until(() => telemetry.stats().accepted.metrics !== undefined)
  const [up] = await samplesOf(telemetry, 'opsplane_telemetry_store_up', START_MS - 1, START_MS)
  expect(up).toMatchObject({ labels: { job: 'opsplane' }, samples: [[0, 1]] })
})

test('log records and spans come back field by field, and the map of services from the spans', async () => {
  const telemetry = await open(await newFolder(), new ManualClock(START_MS))
  const ns = (ms: number) => BigInt(START_MS + ms) * 1_000_000n
  const record = (ms: number, body: string, more: Partial<LogRecord> = {}) =>
    logRecord({ timeNs: ns(ms) + 123n, body, ...more })
  const hostile = `card refused\n\nDROP TABLE tel.logs\n\0'"\\ 💳`
  await telemetry.ingest(
    decoded(
      { signal: 'logs', records: [record(0, hostile), record(1, 'fine', { severity: 9 })] },
      2,
    ),
  )
  const span = (more: Partial<Span>): Span => ({
    ...ROOT_SPAN,
    events: [{ timeNs: ns(1), name: 'retry', attributes: { attempt: '2' } }],
    ...more,
  })
  const child = span({
    spanId: '02'.repeat(8),
    parentId: '01'.repeat(8),
    service: 'payments',
    startNs: ns(1),
    status: 2,
    statusMessage: 'declined',
    events: [],
  })
  await telemetry.ingest(decoded({ signal: 'traces', spans: [child, span({})] }, 2))
  await telemetry.store.drained()

  const range = { fromMs: START_MS - 1_000, toMs: START_MS + 1_000 }
  const found = async (search: string) =>
    (await searchLogs(telemetry.store, { ...range, search })).logs
  expect((await found('')).map(({ body }) => body)).toEqual(['fine', hostile])
  expect(await found('level>=warn service:orders "CARD refused"')).toEqual([
    {
      id: expect.stringMatching(new RegExp(`^${ns(0) + 123n}-\\d+$`)),
      timeMs: START_MS,
      timeNs: `${ns(0) + 123n}`,
      service: 'orders',
      host: 'node-1',
      severity: 17,
      level: 'error',
      traceId: 'ab'.repeat(16),
      spanId: 'cd'.repeat(8),
      body: hostile,
      cut: false,
      attributes: record(0, '').attributes,
      resource: { 'service.name': 'orders' },
      template: expect.stringMatching(/^\d+$/),
    },
  ])
  expect(await found(`"' or 1=1 --"`)).toEqual([])

  const trace = await spansOfTrace(telemetry.store, 'ab'.repeat(16))
  expect(trace).toEqual([
    {
      traceId: 'ab'.repeat(16),
      spanId: '01'.repeat(8),
      parentId: '',
      service: 'storefront',
      name: 'POST /checkout',
      kind: 'server',
      startNs: `${ns(0) + 7n}`,
      durationMs: 2.5,
      status: 'unset',
      statusMessage: '',
      attributes: { route: '/checkout' },
      resource: { 'service.name': 'storefront' },
      events: [{ timeNs: `${ns(1)}`, name: 'retry', attributes: { attempt: '2' } }],
    },
    expect.objectContaining({
      parentId: '01'.repeat(8),
      status: 'error',
      statusMessage: 'declined',
      events: [],
    }),
  ])
  expect(await spansOfTrace(telemetry.store, 'x; drop')).toEqual([])
  expect((await mapServices(telemetry.store, range)).edges).toMatchObject([
    { caller: 'storefront', callee: 'payments', calls: 1, errors: 1, p50Ms: 2.5, p95Ms: 2.5 },
  ])
})

test('SQL of a person reads telemetry and nothing else', async () => {
  const telemetry = await open(await newFolder(), new ManualClock(START_MS))
  const { store } = telemetry
  expect(
    await store.sql('select {a:UInt8} + number as n from numbers(5);', { a: 1 }, 2),
  ).toMatchObject({
    rows: [['1'], ['2']],
    truncated: true,
  })
  for (const text of [
    'drop table tel.logs',
    'select 1; drop table tel.logs',
    "select file('/etc/passwd')",
    "select `file`('/etc/passwd')",
    "select * from file('/etc/passwd', 'LineAsString')",
    "select * from url('http://127.0.0.1:1/', 'LineAsString')",
    "select 1 into outfile '/tmp/opsplane-must-not-exist'",
    "select 1) into outfile '/tmp/opsplane-must-not-exist' --",
    'select * from system.processes',
    'select sleep(3)',
    'select $a$ x $a$',
    'select number from numbers(5) settings readonly = 0',
  ])
    await expect(store.sql(text), text).rejects.toMatchObject({ code: 'telemetry.sql-refused' })
  await expect(store.sql('select nope from tel.logs')).rejects.toMatchObject({
    code: 'telemetry.query-refused',
  })
  expect(await countOf(telemetry, 'logs')).toBe(0)
})

test('a spool file whose rows are in already, all or some, adds only what is missing', async () => {
  const folder = await newFolder()
  const clock = new ManualClock(START_MS)
  const telemetry = await open(folder, clock, { spool: { segmentMs: 600_000 } })
  const series = (n: number) => counter('again_total', { n: String(n) }, START_MS, n, n)
  const records = ['a', 'a', 'b'].map((body) => logRecord({ body }))
  const send = async (of: Telemetry, n: number) => {
    await of.ingest(points(series(n)))
    await of.ingest(decoded({ signal: 'logs', records }, 3))
    await of.ingest(decoded({ signal: 'traces', spans: [{ ...ROOT_SPAN }] }, 1))
  }
  await send(telemetry, 1)
  const spool = join(folder, 'spool')
  const [name] = await readdir(spool)
  const copy = await readFile(join(spool, name!))
  await close(telemetry)

  await writeFile(join(spool, name!), copy)
  const again = await open(folder, clock, { spool: { segmentMs: 600_000 } })
  const counts = async (of: Telemetry) => [
    await countOf(of, 'samples'),
    await countOf(of, 'logs'),
    await countOf(of, 'spans'),
    await countOf(of, 'series'),
  ]
  expect(await counts(again)).toEqual([1, 3, 1, 1])
  await again.ingest(points(series(2)))
  const [next] = await readdir(spool)
  const more = await readFile(join(spool, next!))
  await close(again)

  // One frame is in, the other is not: this folder has never seen the first.
  const other = await newFolder()
  await mkdir(join(other, 'spool'))
  await writeFile(join(other, 'spool', next!), more)
  await close(await open(other, clock))
  await writeFile(join(other, 'spool', name!), Buffer.concat([copy, more]))
  expect(await counts(await open(other, clock))).toEqual([2, 3, 1, 2])
})

test('no code of the store uses an insert that carries its rows in the statement', () => {
  const folder = 'src/telemetry'
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  )
  expect(sources.length).toBeGreaterThan(20)
  for (const name of sources) {
    const text = readFileSync(join(folder, name), 'utf8')
    expect(text, name).not.toMatch(/\.insert\s*\(|insertInto|queryStream/)
    // Every INSERT is one that SELECTs; a statement ends at the end of its template.
    for (const [statement] of text.matchAll(/insert\s+into\b[^`]*/gi))
      expect(statement, name).toMatch(/^insert\s+into[^;]*?\bselect\b(?!.*\bvalues\b)/is)
  }
})
