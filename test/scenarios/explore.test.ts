/** Logs, traces and SQL as people and scripts ask for them: through the built server and the built command line. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct } from '../harness/product.ts'

let product: Product
const TRACE = 'ab'.repeat(16)
const NOW_MS = Date.now()

beforeAll(async () => {
  product = await startProduct()
  await post('/v1/logs', logsOf(Array.from({ length: 30 }, (_, i) => `order ${i} placed`)))
  await post('/v1/logs', logsOf(['card declined\u001b[2J\n  at pay (pay.js:1)'], 17))
  await post('/v1/traces', {
    resourceSpans: [
      {
        resource: { attributes: [attribute('service.name', 'storefront')] },
        scopeSpans: [{ spans: [spanOf(1, undefined, 0, 100), spanOf(2, 1, 20, 30)] }],
      },
      {
        resource: { attributes: [attribute('service.name', 'payments')] },
        scopeSpans: [
          { spans: [{ ...spanOf(3, 1, 50, 45), status: { code: 2, message: 'declined' } }] },
        ],
      },
    ],
  })
  // Rows reach the tables within about a second.
  await until(async () => (await search('')).data.logs.length === 31)
  await until(async () => (await product.call('traces.search', {})).data.traces.length === 1)
})
afterAll(() => product?.stop())

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end; ) {
    if (await condition()) return
    await new Promise((resume) => setTimeout(resume, 50))
  }
  throw new Error('the condition was not met in time')
}

const search = (query: string) => product.call('logs.search', { query: { query } })
const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } })
const nano = (ms: number) => `${BigInt(ms) * 1_000_000n}`

function logsOf(bodies: string[], severityNumber = 9) {
  const logRecords = bodies.map((body, i) => ({
    timeUnixNano: nano(NOW_MS - 60_000 + i * 1_000),
    severityNumber,
    traceId: TRACE,
    body: { stringValue: body },
    attributes: [attribute('order.id', String(i))],
  }))
  return {
    resourceLogs: [
      {
        resource: { attributes: [attribute('service.name', 'orders')] },
        scopeLogs: [{ logRecords }],
      },
    ],
  }
}

function spanOf(id: number, parent: number | undefined, offsetMs: number, ms: number) {
  const at = NOW_MS - 60_000 + offsetMs
  return {
    traceId: TRACE,
    spanId: `0${id}`.repeat(8),
    ...(parent ? { parentSpanId: `0${parent}`.repeat(8) } : {}),
    name: `step ${id}`,
    kind: 2,
    startTimeUnixNano: nano(at),
    endTimeUnixNano: nano(at + ms),
  }
}

async function post(path: string, body: object) {
  const response = await fetch(`${product.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(response.status).toBe(200)
}

function start(args: readonly string[]) {
  return spawn(process.execPath, ['bin/opsplane.mjs', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, OPSPLANE_DATA: product.data, LC_ALL: 'C.UTF-8' },
  })
}

async function opsplane(...args: string[]) {
  const child = start(args)
  let out = ''
  let err = ''
  child.stdout.on('data', (bytes) => {
    out += bytes
  })
  child.stderr.on('data', (bytes) => {
    err += bytes
  })
  const code = await new Promise((done) => child.once('close', done))
  return { code, out, err }
}

describe('the API', () => {
  test('pages of logs follow each other, and say their range', async () => {
    const first = await product.call('logs.search', { query: { query: 'placed', limit: 20 } })
    expect(first.data).toMatchObject({ partial: false, why: [] })
    expect(first.data.range.toMs - first.data.range.fromMs).toBe(3_600_000)
    const second = await product.call('logs.search', {
      query: { query: 'placed', limit: 20, after: first.next! },
    })
    expect([...first.data.logs, ...second.data.logs].map(({ body }) => body)).toEqual(
      Array.from({ length: 30 }, (_, i) => `order ${29 - i} placed`),
    )
    expect(second.next).toBeNull()
  })

  test('counts, fields, values, context, templates', async () => {
    const { data: counts } = await product.call('logs.histogram', { query: { query: '-declined' } })
    expect(counts.total).toBe(30)
    const { data: fields } = await product.call('logs.fields', {})
    expect(fields.fields.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['service', 'level', 'trace', 'template', 'order.id', 'service.name']),
    )
    const { data: values } = await product.call('logs.values', { query: { field: 'level' } })
    expect(values.values).toEqual([
      { value: 'info', records: 30 },
      { value: 'error', records: 1 },
    ])
    const { id } = (await search('"order 5 placed"')).data.logs[0]!
    const { data: context } = await product.call('logs.context', {
      query: { id, before: 2, after: 1 },
    })
    expect(context.before.map(({ body }) => body)).toEqual(['order 3 placed', 'order 4 placed'])
    expect(context.after.map(({ body }) => body)).toEqual(['order 6 placed'])
    const { data: templates } = await product.call('logs.templates', { query: { onlyNew: 'true' } })
    expect(templates.templates.map(({ text, total }) => [text, total])).toEqual([
      ['order <n> placed', 30],
      [expect.stringContaining('card declined'), 1],
    ])
  })

  test('traces are found, shown and compared, and services mapped', async () => {
    const found = await product.call('traces.search', { query: { query: 'status:error' } })
    expect(found.data.traces).toMatchObject([
      { traceId: TRACE, spans: 3, errors: 1, durationMs: 100 },
    ])
    const { data: trace } = await product.call('traces.show', { params: { trace: TRACE } })
    expect(trace.spans.map(({ name, depth }) => [name, depth])).toEqual([
      ['step 1', 0],
      ['step 2', 1],
      ['step 3', 1],
    ])
    expect(trace.logs).toHaveLength(31)
    const { data: compared } = await product.call('traces.compare', {
      query: { a: 'status:error', b: '-status:error' },
    })
    expect(compared).toMatchObject({ a: { spans: 1 }, b: { spans: 2 } })
    const { data: map } = await product.call('services.map', { query: { byRelease: 'true' } })
    expect(map.edges).toMatchObject([
      { caller: 'storefront', callee: 'payments', calls: 1, errors: 1 },
    ])
  })

  test.each([
    ['logs.search', { query: 'level:loud' }, 'telemetry.search-not-understood', /column 7/],
    ['logs.search', { query: '/(/' }, 'telemetry.query-refused', /missing \)/],
    ['logs.search', { after: 'x' }, 'telemetry.not-a-place', /place/],
    [
      'logs.search',
      { from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' },
      'api.range-turned-round',
      /before/,
    ],
    ['traces.search', { query: '(' }, 'telemetry.search-not-understood', /column 2/],
    ['sql.query', { sql: 'drop table tel.logs' }, 'telemetry.sql-refused', /SELECT/],
    ['sql.query', { sql: 'select nope from tel.logs' }, 'telemetry.query-refused', /nope/],
  ] as const)('%s of %j is refused with its reason', async (name, query, code, reason) => {
    await expect(product.call(name, { query } as never)).rejects.toMatchObject({
      problem: {
        status: 400,
        code,
        detail: expect.stringMatching(reason),
        hint: expect.any(String),
      },
    })
  })

  test('what is not there is not found, and who is not signed in sees nothing', async () => {
    await expect(
      product.call('traces.show', { params: { trace: 'cd'.repeat(16) } }),
    ).rejects.toMatchObject({
      problem: { status: 404, code: 'telemetry.trace-not-found' },
    })
    for (const path of ['/logs', '/logs/tail', '/traces', '/sql?sql=select+1'])
      expect((await fetch(`${product.url}/api/v1${path}`)).status, path).toBe(401)
  })

  test('SQL says its limits', async () => {
    const { data } = await product.call('sql.query', {
      query: { sql: 'select body from tel.logs order by ts', limit: 3 },
    })
    expect(data).toMatchObject({
      columns: [{ name: 'body', type: 'String' }],
      limits: { rows: 3, seconds: expect.any(Number) },
      partial: true,
      why: ['there are more than 3 rows'],
    })
    expect(data.rows).toHaveLength(3)
  })
})

describe('the command line', () => {
  test('logs: newest last, one line each, nothing that steers a terminal', async () => {
    const { code, out, err } = await opsplane('logs', 'service:orders level>=error')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(
      /^\S+Z {2}◆ error {4}orders {2}card declined�\[2J\n {6}at pay \(pay\.js:1\)\n$/,
    )
    const some = await opsplane('logs', 'placed', '--limit', '2')
    expect(
      some.out
        .trim()
        .split('\n')
        .map((line) => line.slice(-9)),
    ).toEqual(['28 placed', '29 placed'])
    expect(some.err).toContain('There are older ones: --after ')
    const templates = await opsplane('logs', '--templates')
    expect(templates.out).toMatch(/30 +■ info +orders +order <n> placed/)
  })

  test('a search that is not understood is wrong usage, with the column and the way out', async () => {
    const { code, out, err } = await opsplane('logs', 'service:')
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(
      /^error\[telemetry\.search-not-understood\] .*column 9.*\nhelp: .*service:value/,
    )
    expect((await opsplane('logs', 'service:', '--follow')).code).toBe(2)
    expect((await opsplane('logs', '--from', 'yesterday')).code).toBe(2)
  })

  test('traces, and one of them as a waterfall', async () => {
    const list = await opsplane('traces', 'status:error', '--json')
    expect(JSON.parse(list.out).data.traces[0].traceId).toBe(TRACE)
    const { code, out } = await opsplane('trace', TRACE, '--no-logs')
    expect(code).toBe(0)
    expect(out.split('\n').slice(2, 5)).toEqual([
      expect.stringMatching(/^storefront {2}step 1 +\|█{40}\| +100 ms$/),
      expect.stringMatching(/^ {2}storefront {2}step 2 +\| {8}█{12} {20}\| +30 ms$/),
      expect.stringMatching(/^ {2}payments {2}step 3 +\| {20}█{18} {2}\| +45 ms {2}◆ declined$/),
    ])
    expect(out).toMatch(/It waited longest for:\n +45 ms {2}45 % {2}payments {2}step 3/)
    expect((await opsplane('trace', 'cd'.repeat(16))).code).toBe(1)
  })

  test('query tells SQL from PromQL', async () => {
    const { out } = await opsplane(
      'query',
      'select service, count() as lines from tel.logs group by service',
    )
    expect(out).toBe('service  lines\norders   31\n')
    const json = await opsplane('query', 'SELECT 1 AS one', '--json')
    expect(JSON.parse(json.out).data).toMatchObject({ columns: [{ name: 'one' }], rows: [[1]] })
    const metrics = await opsplane('query', '1 + 1', '--json')
    expect(JSON.parse(metrics.out).data).toMatchObject({ type: 'scalar' })
  })

  test('logs --follow shows what arrives, and only what is searched for', async () => {
    const child = start(['logs', 'tailed', '--follow', '--json'])
    try {
      const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
      const next = lines.next()
      let seen = false
      void next.then(() => {
        seen = true
      })
      // It follows from some moment on; until then what is sent passes by.
      for (let i = 0; !seen && i < 200; i++) {
        await post('/v1/logs', logsOf([`untold ${i}`, `tailed ${i}`]))
        await Promise.race([next, new Promise((resume) => setTimeout(resume, 100))])
      }
      const { value } = await next
      expect(JSON.parse(value)).toMatchObject({
        body: expect.stringMatching(/^tailed \d+$/),
        level: 'info',
        service: 'orders',
      })
    } finally {
      child.kill()
    }
  })
})
