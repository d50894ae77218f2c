/** Logs and traces are found by what they say: through the real ingest, on the real store. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ManualClock, silentLog } from '#base'
import {
  compareTraces,
  countLogs,
  countTemplates,
  fieldsOfLogs,
  ingestFormats,
  type LogRecord,
  logsAround,
  mapServices,
  matchSearch,
  openTelemetry,
  parseSearch,
  searchLogs,
  searchTraces,
  showTrace,
  type Telemetry,
  valuesOfField,
} from '#telemetry'
import { logRows } from '../../src/telemetry/store/tables.ts'

/** Two hours ago, at a full five minutes: the engine itself drops what is older than its tables keep. */
const START_MS = Math.floor(Date.now() / 300_000) * 300_000 - 7_200_000
const HOUR_MS = 3_600_000
const LINES = 3_000
const TRACES = 300
const range = { fromMs: START_MS, toMs: START_MS + HOUR_MS }

let folder: string
let telemetry: Telemetry
const arrived: LogRecord[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opsplane-search-'))
  telemetry = await openTelemetry({
    folder,
    clock: new ManualClock(START_MS + HOUR_MS),
    log: silentLog,
  })
  telemetry.onRecords((records) => arrived.push(...records))
  await sendLogs()
  await sendSpans()
  await telemetry.store.drained()
}, 60_000)
afterAll(async () => {
  await telemetry?.close()
  await rm(folder, { recursive: true, force: true })
})

interface Line {
  readonly i: number
  readonly service: string
  readonly host: string
  readonly severity: number
  readonly body: string
  readonly attributes: Record<string, string>
  readonly traceId: string
}

const traceIdOf = (i: number) => `${(i + 1).toString(16).padStart(8, '0')}${'ab'.repeat(12)}`
const spanIdOf = (trace: number, span: number) =>
  `${(trace + 1).toString(16).padStart(8, '0')}${(span + 1).toString(16).padStart(8, '0')}`

/** One line each 1.2 seconds, by a rule that the expectations below repeat in JavaScript. */
function line(i: number): Line {
  const service = ['orders', 'payments', 'storefront'][i % 3]!
  const base = { i, service, host: `node-${i % 2}`, traceId: i % 10 === 0 ? traceIdOf(i / 10) : '' }
  if (i === 1_717)
    return { ...base, severity: 21, body: 'Database gone: disc žluťoučký full', attributes: {} }
  if (i % 50 === 7)
    return {
      ...base,
      severity: 17,
      body: `Card declined for order ${i}\n\nDROP TABLE tel.logs`,
      attributes: { 'order.id': String(i), reason: i % 100 === 7 ? 'funds' : "it's 50% off" },
    }
  if (i % 10 === 3)
    return {
      ...base,
      severity: 9,
      body: `GET /healthcheck 200`,
      attributes: { 'http.route': '/healthcheck' },
    }
  return {
    ...base,
    severity: i % 4 === 0 ? 0 : 9,
    body: `order ${i} placed in ${i % 700}ms`,
    attributes: { duration: `${i % 700}ms`, shard: String(i % 8) },
  }
}

const lines = Array.from({ length: LINES }, (_, i) => line(i))
const timeOf = (i: number) => START_MS + i * 1_200
const lineAt = (timeNs: bigint) => lines[(Number(timeNs / 1_000_000n) - START_MS) / 1_200]!
const ns = (ms: number) => `${BigInt(Math.round(ms * 1_000)) * 1_000n}`
const attributesOf = (pairs: Record<string, string>) =>
  Object.entries(pairs).map(([key, stringValue]) => ({ key, value: { stringValue } }))

async function send(path: string, request: object) {
  const format = ingestFormats.find((one) => one.path === path)!
  const decoded = await telemetry.receive(
    format,
    Buffer.from(JSON.stringify(request)),
    'application/json',
  )
  expect(decoded.rejected).toEqual({ count: 0, reasons: [] })
}

async function sendLogs() {
  for (const service of ['orders', 'payments', 'storefront'])
    for (const host of ['node-0', 'node-1'])
      await send('/v1/logs', {
        resourceLogs: [
          {
            resource: {
              attributes: attributesOf({
                'service.name': service,
                'host.name': host,
                region: 'eu',
              }),
            },
            scopeLogs: [
              {
                logRecords: lines
                  .filter((one) => one.service === service && one.host === host)
                  .map((one) => ({
                    timeUnixNano: ns(timeOf(one.i)),
                    severityNumber: one.severity,
                    body: { stringValue: one.body },
                    attributes: attributesOf(one.attributes),
                    ...(one.traceId ? { traceId: one.traceId } : {}),
                  })),
              },
            ],
          },
        ],
      })
}

/** storefront asks orders, orders asks payments twice; every tenth payment fails and is slow, in release 2. */
async function sendSpans() {
  const spans: Record<string, object[]> = {}
  const add = (service: string, release: string, span: object) => {
    const key = `${service} ${release}`
    spans[key] = [...(spans[key] ?? []), span]
  }
  for (let i = 0; i < TRACES; i++) {
    const bad = i % 10 === 9
    const at = START_MS + i * 10_000
    const span = (
      id: number,
      parent: number | undefined,
      startMs: number,
      ms: number,
      more: object,
    ) => ({
      traceId: traceIdOf(i),
      spanId: spanIdOf(i, id),
      ...(parent === undefined ? {} : { parentSpanId: spanIdOf(i, parent) }),
      startTimeUnixNano: ns(at + startMs),
      endTimeUnixNano: ns(at + startMs + ms),
      ...more,
    })
    const slow = bad ? 600 : 0
    add('storefront', '1', span(0, undefined, 0, 100 + slow, { name: 'POST /checkout', kind: 2 }))
    add(
      'orders',
      '1',
      span(1, 0, 10, 80 + slow, {
        name: 'place order',
        kind: 2,
        attributes: attributesOf({ customer: String(i) }),
      }),
    )
    add(
      'payments',
      '1',
      span(2, 1, 15, 20, {
        name: 'POST /authorise',
        kind: 2,
        attributes: attributesOf({ 'http.route': '/authorise' }),
      }),
    )
    add(
      'payments',
      bad ? '2' : '1',
      span(3, 1, 40, 40 + slow, {
        name: 'POST /pay',
        kind: 2,
        attributes: attributesOf({
          'http.route': '/pay',
          'card.network': bad ? 'visa' : i % 2 ? 'visa' : 'amex',
        }),
        status: bad ? { code: 2, message: 'issuer unavailable' } : {},
      }),
    )
  }
  for (const [key, sent] of Object.entries(spans)) {
    const [service, release] = key.split(' ') as [string, string]
    await send('/v1/traces', {
      resourceSpans: [
        {
          resource: {
            attributes: attributesOf({ 'service.name': service, 'service.version': release }),
          },
          scopeSpans: [{ spans: sent }],
        },
      ],
    })
  }
}

describe('logs', () => {
  const isDeclined = ({ i }: Line) => i % 50 === 7 && i !== 1_717
  const text = /[0-9A-Za-z]+/g
  const hasWord = (word: string) => (one: Line) =>
    one.body.toLowerCase().match(text)?.includes(word) === true
  const ms = ({ attributes: { duration } }: Line) => (duration ? Number.parseInt(duration, 10) : -1)

  const table: [string, (line: Line) => boolean][] = [
    ['', () => true],
    ['declined', isDeclined],
    ['DECLINED', isDeclined],
    ['decline', () => false],
    ['"card declined"', isDeclined],
    ['"declined card"', () => false],
    ['"card declined for order 7"', ({ i }) => i === 7],
    ['declin*', isDeclined],
    ['*eclin*', isDeclined],
    ['ŽLUŤOUČKÝ', ({ i }) => i === 1_717],
    ['/declined for order \\d{2}\\n/', ({ i }) => isDeclined(line(i)) && i >= 10 && i < 100],
    ['/CARD/i', isDeclined],
    ['/CARD/', () => false],
    ['placed -healthcheck', hasWord('placed')],
    ['NOT placed', (one) => !hasWord('placed')(one)],
    ['healthcheck OR declined', (one) => hasWord('healthcheck')(one) || isDeclined(one)],
    ['service:orders level>=error', (one) => one.service === 'orders' && one.severity >= 17],
    ['service:(orders OR pay*) declined', (one) => one.service !== 'storefront' && isDeclined(one)],
    ['service!=orders', (one) => one.service !== 'orders'],
    ['host:node-1 level:fatal', ({ i }) => i === 1_717],
    ['level:unknown', ({ severity }) => severity === 0],
    ['level<warn', ({ severity }) => severity > 0 && severity < 13],
    ['duration>500ms', (one) => ms(one) > 500],
    ['duration<=0.1s', (one) => ms(one) >= 0 && ms(one) <= 100],
    ['shard>=5 shard<7', ({ attributes: { shard } }) => shard === '5' || shard === '6'],
    ['attr.shard:5', ({ attributes: { shard } }) => shard === '5'],
    ['order.id:57', ({ i }) => i === 57],
    ['reason:"it\'s 50% off"', ({ attributes }) => attributes.reason === "it's 50% off"],
    ['reason:*%*', ({ attributes }) => attributes.reason === "it's 50% off"],
    ['reason!=funds declined', (one) => isDeclined(one) && one.attributes.reason !== 'funds'],
    ['exists(order.id)', ({ attributes }) => 'order.id' in attributes],
    ['-exists(shard) level:info', (one) => !('shard' in one.attributes) && one.severity === 9],
    ['region:eu declined', isDeclined],
    ['attr.region:eu', () => false],
    [`trace:${traceIdOf(5).toUpperCase()}`, ({ i }) => i === 50],
    ['"\'; drop table tel.logs --"', () => false],
    // Stars, as words and as values.
    ['*declined*', isDeclined],
    ['c*d', isDeclined],
    ['*lth*eck', hasWord('healthcheck')],
    ['\\/heal* -x', hasWord('healthcheck')],
    ['GET\\ /heal*', hasWord('healthcheck')],
    ['pl*d', hasWord('placed')],
    ['l*d', () => false],
    ['*', () => true],
    ['http.route:\\/heal*ck', ({ attributes }) => attributes['http.route'] !== undefined],
    ['http.route:*heal', () => false],
  ]
  test.each(table)('%s finds exactly what it says', async (search, expected) => {
    const page = await searchLogs(telemetry.store, { ...range, search, limit: 1_000 })
    const bodies = lines
      .filter(expected)
      .reverse()
      .map(({ i }) => timeOf(i))
    expect(page.logs.map(({ timeMs }) => timeMs)).toEqual(bodies.slice(0, 1_000))
    expect(page.partial).toBe(false)
    const { total } = await countLogs(telemetry.store, { ...range, search })
    expect(total).toBe(bodies.length)
  })

  test.each(table.filter(([search]) => !/^\/|GET/.test(search)))(
    '%s says the same of what arrives',
    (search, expected) => {
      const matches = matchSearch(parseSearch(search))
      expect(arrived.filter(matches).map(({ timeNs }) => timeNs)).toEqual(
        arrived.filter(({ timeNs }) => expected(lineAt(timeNs))).map(({ timeNs }) => timeNs),
      )
    },
  )

  test.each(['/x/', 'template:5', 'service:/x/', 'a\\ b*'])(
    '%s is refused for what arrives, with the reason',
    (search) => {
      expect(() => matchSearch(parseSearch(search))).toThrow('cannot be followed')
    },
  )

  test('the store and memory agree on searches that nobody thought of', async () => {
    const word = fc.constantFrom(
      'order',
      'Card',
      'placed',
      'ms',
      '42',
      '5',
      'žluť',
      'DROP',
      'x',
      'it',
    )
    const glob = fc
      .tuple(word, word, fc.constantFrom('*', '**', ''))
      .map(([a, b, star]) => `${a}${star}${b.slice(0, 2)}*`)
    const field = fc.constantFrom(
      'service',
      'host',
      'order.id',
      'attr.shard',
      'region',
      'duration',
      'none',
    )
    const value = fc.constantFrom('orders', 'node-1', '5', '42', '"eu"', 'o*s', '*', '*-*', '""x')
    const size = fc.constantFrom('>5', '<=3', '>=0.2s', '<90ms', '>-1', '<1e3')
    const term = fc.oneof(
      word,
      glob,
      fc.tuple(word, word).map(([a, b]) => `"${a} ${b}"`),
      fc.tuple(field, fc.constantFrom(':', '!='), value).map((parts) => parts.join('')),
      fc
        .tuple(fc.constantFrom('duration', 'shard', 'order.id', 'reason'), size)
        .map((parts) => parts.join('')),
      fc
        .tuple(
          fc.constantFrom('level:', 'level>', 'level<='),
          fc.constantFrom('info', 'error', '9', 'unknown'),
        )
        .map((parts) => parts.join('')),
      field.map((name) => `exists(${name})`),
    )
    const search = fc
      .array(fc.tuple(fc.constantFrom('', '-', 'NOT ', '('), term, fc.constantFrom(' ', ' OR ')), {
        minLength: 1,
        maxLength: 5,
      })
      .map((terms) =>
        terms
          .map(
            ([sign, text, glue], i) =>
              `${sign}${text}${sign === '(' ? ')' : ''}${i < terms.length - 1 ? glue : ''}`,
          )
          .join(''),
      )
    await fc.assert(
      fc.asyncProperty(search, async (text) => {
        const ask = async () => (await countLogs(telemetry.store, { ...range, search: text })).total
        let matches: (record: LogRecord) => boolean
        try {
          matches = matchSearch(parseSearch(text))
        } catch (error) {
          await expect(ask(), text).rejects.toEqual(error)
          return
        }
        expect(await ask(), text).toBe(arrived.filter(matches).length)
      }),
      { numRuns: 150 },
    )
  }, 60_000)

  test('page by page, everything comes once, newest first', async () => {
    const times: number[] = []
    let after: string | undefined
    for (let pages = 0; pages < 20; pages++) {
      const page = await searchLogs(telemetry.store, {
        ...range,
        search: 'service:payments',
        limit: 137,
        ...(after ? { after } : {}),
      })
      times.push(...page.logs.map(({ timeMs }) => timeMs))
      if (page.next === null) break
      after = page.next
    }
    expect(times).toEqual(
      lines
        .filter(({ service }) => service === 'payments')
        .reverse()
        .map(({ i }) => timeOf(i)),
    )
  })

  test('a place that is none, and a pattern that is none, are refused with the reason', async () => {
    for (const after of ['x', '1-', '99999999999999999999-1', "1-1'"])
      await expect(
        searchLogs(telemetry.store, { ...range, search: '', after }),
      ).rejects.toMatchObject({
        code: 'telemetry.not-a-place',
      })
    await expect(searchLogs(telemetry.store, { ...range, search: '/a(b/' })).rejects.toMatchObject({
      kind: 'bad-input',
      message: expect.stringContaining('missing )'),
    })
  })

  test('the histogram counts each level in each bucket, without gaps', async () => {
    const found = await countLogs(telemetry.store, { ...range, search: '', buckets: 12 })
    expect(found).toMatchObject({ stepMs: 300_000, total: LINES, partial: false })
    expect(found.buckets).toHaveLength(13)
    expect(found.buckets.map(({ total }) => total)).toEqual([...Array(12).fill(250), 0])
    const inFirst = lines.slice(0, 250)
    expect(found.buckets[0]).toEqual({
      atMs: START_MS,
      total: 250,
      levels: {
        unknown: inFirst.filter(({ severity }) => severity === 0).length,
        info: inFirst.filter(({ severity }) => severity === 9).length,
        error: inFirst.filter(({ severity }) => severity === 17).length,
      },
    })
  })

  test('fields are told with how often they are there, and their most frequent values', async () => {
    const { fields, lookedAt, partial } = await fieldsOfLogs(telemetry.store, {
      ...range,
      search: '',
    })
    expect({ lookedAt, partial }).toEqual({ lookedAt: LINES, partial: false })
    const field = (name: string) => fields.find((one) => one.name === name)
    expect(field('service')).toEqual({ name: 'service', of: 'record', records: LINES, values: 3 })
    expect(field('order.id')).toEqual({
      name: 'order.id',
      of: 'attribute',
      records: 60,
      values: 60,
    })
    expect(field('region')).toEqual({ name: 'region', of: 'resource', records: LINES, values: 1 })
    const shards = await valuesOfField(telemetry.store, {
      ...range,
      search: 'service:orders',
      field: 'shard',
      limit: 3,
    })
    const inOrders = lines.filter(
      ({ service, attributes }) => service === 'orders' && attributes.shard,
    )
    expect(shards).toMatchObject({
      name: 'shard',
      records: inOrders.length,
      distinct: 8,
      partial: true,
    })
    for (const { value, records } of shards.values)
      expect(records).toBe(inOrders.filter(({ attributes }) => attributes.shard === value).length)
    const levels = await valuesOfField(telemetry.store, { ...range, search: '', field: 'level' })
    expect(levels.values.map(({ value }) => value)).toEqual(['info', 'unknown', 'error', 'fatal'])
  })

  test('around a line stand its neighbours of the same service and host', async () => {
    const page = await searchLogs(telemetry.store, { ...range, search: 'level:fatal' })
    const { id, service, host } = page.logs[0]!
    const around = await logsAround(telemetry.store, { id, before: 3, after: 2 })
    const same = lines.filter((one) => one.service === service && one.host === host)
    const at = same.findIndex(({ i }) => i === 1_717)
    expect(around.before.map(({ body }) => body)).toEqual(
      same.slice(at - 3, at).map(({ body }) => body),
    )
    expect(around.after.map(({ body }) => body)).toEqual(
      same.slice(at + 1, at + 3).map(({ body }) => body),
    )
    const wider = await logsAround(telemetry.store, { id, before: 1, after: 0, allHosts: true })
    expect(wider.before.map(({ timeMs }) => timeMs)).toEqual([timeOf(1_714)])
    await expect(
      logsAround(telemetry.store, { id: '1-1', before: 1, after: 1 }),
    ).rejects.toMatchObject({
      code: 'telemetry.log-not-found',
    })
  })

  test('templates say what a service says, how often, and what is new', async () => {
    const all = await countTemplates(telemetry.store, { ...range, search: 'service:orders' })
    const inOrders = lines.filter(({ service }) => service === 'orders')
    expect(
      all.templates.map(({ text, total, isNew, level }) => ({ text, total, isNew, level })),
    ).toEqual([
      {
        text: 'order <n> placed in <n>ms',
        total: inOrders.filter(hasWord('placed')).length,
        isNew: true,
        level: 'info',
      },
      {
        text: 'GET /healthcheck <n>',
        total: inOrders.filter(hasWord('healthcheck')).length,
        isNew: true,
        level: 'info',
      },
      {
        text: 'Card declined for order <n>',
        total: inOrders.filter(isDeclined).length,
        isNew: true,
        level: 'error',
      },
    ])
    for (const { counts, total } of all.templates)
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(total)
    // In the second half of the hour one line was new; the search by its template finds it.
    const later = { fromMs: START_MS + HOUR_MS / 2, toMs: range.toMs }
    const fresh = await countTemplates(telemetry.store, { ...later, search: '', onlyNew: true })
    expect(fresh.templates).toMatchObject([
      { text: 'Database gone: disc žluťoučký full', total: 1, level: 'fatal' },
    ])
    const found = await searchLogs(telemetry.store, {
      ...range,
      search: `template:${fresh.templates[0]!.id}`,
    })
    expect(found.logs.map(({ timeMs }) => timeMs)).toEqual([timeOf(1_717)])
  })
})

describe('traces', () => {
  const bad = Array.from({ length: TRACES }, (_, i) => i).filter((i) => i % 10 === 9)

  test.each<[string, number[]]>([
    ['service:payments status:error', bad],
    ['status:error duration>500ms http.route:"/pay"', bad],
    ['status:error http.route:"/authorise"', []],
    ['issuer', bad],
    [
      'operation:"POST /pay" card.network:amex',
      Array.from({ length: TRACES }, (_, i) => i).filter((i) => i % 2 === 0),
    ],
    ['service.version:2', bad],
    [`trace:${traceIdOf(4)}`, [4]],
    ['customer:17', [17]],
    ['duration<1ms', []],
  ])('%s finds exactly those', async (search, expected) => {
    const page = await searchTraces(telemetry.store, { ...range, search, limit: 200 })
    expect(page.traces.map(({ traceId }) => traceId)).toEqual(
      [...expected].reverse().map(traceIdOf),
    )
    expect(page).toMatchObject({ next: null, partial: false })
  })

  test('a trace is told as a whole, whatever was searched for', async () => {
    const page = await searchTraces(telemetry.store, { ...range, search: 'status:error', limit: 1 })
    expect(page.traces).toEqual([
      {
        traceId: traceIdOf(299),
        startMs: START_MS + 2_990_000,
        durationMs: 700,
        service: 'storefront',
        name: 'POST /checkout',
        spans: 4,
        errors: 1,
        services: ['orders', 'payments', 'storefront'],
        found: { spans: 1, longestMs: 640, newestMs: START_MS + 2_990_040 },
      },
    ])
    expect(page.next).not.toBeNull()
  })

  test.each(['newest', 'slowest'] as const)(
    'page by page, %s first, each comes once',
    async (order) => {
      const seen: string[] = []
      let after: string | undefined
      for (let pages = 0; pages < 10; pages++) {
        const page = await searchTraces(telemetry.store, {
          ...range,
          search: '',
          limit: 70,
          order,
          ...(after ? { after } : {}),
        })
        seen.push(...page.traces.map(({ traceId }) => traceId))
        if (page.next === null) break
        after = page.next
      }
      expect(new Set(seen).size).toBe(TRACES)
      expect(seen).toHaveLength(TRACES)
      const first = order === 'newest' ? 299 : 299
      expect(seen[0]).toBe(traceIdOf(first))
      if (order === 'slowest')
        expect(seen.slice(0, bad.length).sort()).toEqual(bad.map(traceIdOf).sort())
    },
  )

  test('one trace is a waterfall with its critical path and its logs', async () => {
    const trace = await showTrace(telemetry.store, traceIdOf(9))
    expect(trace).toMatchObject({ durationMs: 700, errors: 1, partial: false })
    expect(
      trace.spans.map(({ service, name, offsetMs, depth, selfMs, criticalMs }) => [
        '  '.repeat(depth) + service,
        name,
        offsetMs,
        selfMs,
        criticalMs,
      ]),
    ).toEqual([
      ['storefront', 'POST /checkout', 0, 20, 20],
      ['  orders', 'place order', 10, 20, 20],
      ['    payments', 'POST /authorise', 15, 20, 20],
      ['    payments', 'POST /pay', 40, 640, 640],
    ])
    expect(trace.logs.map(({ body }) => body)).toEqual([line(90).body])
    await expect(showTrace(telemetry.store, 'nonsense')).rejects.toMatchObject({
      code: 'telemetry.trace-not-found',
    })
  })

  test('the map of services has every call once, and tells releases apart', async () => {
    const map = await mapServices(telemetry.store, range)
    expect(map.edges).toMatchObject([
      {
        caller: 'orders',
        callee: 'payments',
        calls: 600,
        errors: 30,
        errorRate: 0.05,
        rate: 600 / 3_600,
      },
      { caller: 'storefront', callee: 'orders', calls: 300, errors: 0 },
    ])
    expect(map.services).toMatchObject([
      { service: 'orders', calls: 300, errors: 0, p50Ms: 80 },
      { service: 'payments', calls: 600, errors: 30 },
      { service: 'storefront', calls: 300 },
    ])
    const { edges } = await mapServices(telemetry.store, { ...range, byRelease: true })
    expect(edges.filter(({ callee }) => callee === 'payments')).toMatchObject([
      { release: '1', calls: 570, errors: 0 },
      { release: '2', calls: 30, errors: 30, errorRate: 1 },
    ])
  })
  test('what sets failed payments apart comes first, and chance is called chance', async () => {
    const payments = 'operation:"POST /pay"'
    const compared = await compareTraces(
      telemetry.store,
      { ...range, search: `${payments} status:error` },
      { ...range, search: `${payments} -status:error` },
    )
    expect(compared).toMatchObject({
      a: { found: 30, spans: 30, errors: 30, p50Ms: 640 },
      b: { found: 270, spans: 270, errors: 0, p50Ms: 40 },
      partial: false,
    })
    const shown = compared.differences.map(
      ({ field, value, a, b, verdict }) => `${field}=${value} ${a}/${b} ${verdict}`,
    )
    expect(shown.slice(0, 4).sort()).toEqual([
      'service.version=1 0/270 more-in-b',
      'service.version=2 30/0 more-in-a',
      'status=error 30/0 more-in-a',
      'status=unset 0/270 more-in-b',
    ])
    expect(shown.slice(4, 6).sort()).toEqual([
      'card.network=amex 0/150 more-in-b',
      'card.network=visa 30/120 more-in-a',
    ])
    expect(shown).toContain('service=payments 30/270 may-be-chance')
    // Two of each are no ground for anything.
    const few = await compareTraces(
      telemetry.store,
      { ...range, search: `${payments} status:error`, toMs: START_MS + 200_000 },
      { ...range, search: `${payments} -status:error`, toMs: START_MS + 20_000 },
    )
    expect(few.differences.every(({ verdict }) => verdict === 'may-be-chance')).toBe(true)
    const none = await compareTraces(
      telemetry.store,
      { ...range, search: 'service:nobody' },
      { ...range, search: payments },
    )
    expect(none).toMatchObject({ a: { spans: 0, p50Ms: null }, partial: true })
  })
})

describe('a new run', () => {
  test('goes on with the templates of the last one, and takes what an older version has left in the spool', async () => {
    const before = await countTemplates(telemetry.store, {
      ...range,
      search: 'placed service:orders',
    })
    const { id } = before.templates[0]!
    await telemetry.close()
    telemetry = await openTelemetry({
      folder,
      clock: new ManualClock(START_MS + HOUR_MS),
      log: silentLog,
    })
    const record: LogRecord = {
      timeNs: BigInt(START_MS + HOUR_MS) * 1_000_000n,
      observedMs: START_MS,
      service: 'orders',
      host: 'node-9',
      severity: 9,
      traceId: '',
      spanId: '',
      body: 'order 77 placed in 1ms',
      attributes: {},
      resource: {},
    }
    await telemetry.ingest({
      batch: { signal: 'logs', records: [record] },
      accepted: 1,
      rejected: { count: 0, reasons: [] },
    })
    // The rows of the version before ended without the template.
    const old = logRows([{ ...record, host: 'node-8' }], []).subarray(0, -8)
    await telemetry.store.append(new Map([['logs_0001', old]]))
    await telemetry.store.drained()
    const { logs } = await searchLogs(telemetry.store, {
      ...range,
      search: '"order 77 placed in 1ms"',
    })
    const long = { ...record, host: 'node-7', body: `long ${'ž'.repeat(20_000)}` }
    await telemetry.ingest({
      batch: { signal: 'logs', records: [long] },
      accepted: 1,
      rejected: { count: 0, reasons: [] },
    })
    await telemetry.store.drained()
    const [listed] = (await searchLogs(telemetry.store, { ...range, search: 'long' })).logs
    expect(listed).toMatchObject({ cut: true, body: long.body.slice(0, 16_384) })
    const { record: whole } = await logsAround(telemetry.store, {
      id: listed!.id,
      before: 0,
      after: 0,
    })
    expect(whole).toEqual({ ...listed, cut: false, body: long.body })
    expect(logs.map(({ host, template }) => ({ host, template }))).toEqual(
      expect.arrayContaining([
        { host: 'node-9', template: id },
        { host: 'node-8', template: null },
      ]),
    )
  })
})
