/** Clients of Prometheus read here what OpenTelemetry has sent: the same paths, shapes, words and codes. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct } from '../harness/product.ts'

let product: Product
/** Now, in whole seconds since 1970. */
let now: number

beforeAll(async () => {
  product = await startProduct()
  now = Math.floor(Date.now() / 1000)
  await push()
})
afterAll(() => product?.stop())

/** Two gauges with two samples each, a minute apart, and a histogram. */
async function push() {
  const point = (secondsAgo: number, asDouble: number, route: string) => ({
    timeUnixNano: `${BigInt(now - secondsAgo) * 1_000_000_000n}`,
    asDouble,
    attributes: [{ key: 'http.route', value: { stringValue: route } }],
  })
  const dataPoints = [
    point(60, 1, '/a'),
    point(0, 2, '/a'),
    point(60, 10, '/b'),
    point(0, 0.5, '/b'),
  ]
  const histogram = {
    aggregationTemporality: 2,
    dataPoints: [
      {
        timeUnixNano: `${BigInt(now) * 1_000_000_000n}`,
        count: '3',
        sum: 4,
        bucketCounts: ['1', '2'],
        explicitBounds: [1],
      },
    ],
  }
  const metrics = [
    { name: 'queue.depth', gauge: { dataPoints } },
    { name: 'request.duration', unit: 's', histogram },
  ]
  const sent = await fetch(`${product.url}/v1/metrics`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] }),
  })
  expect(sent.status).toBe(200)
}

const token = () => readFileSync(join(product.data, 'token'), 'utf8').trim()

interface Answer {
  readonly status: string
  readonly data?: unknown
  readonly error?: string
  readonly warnings?: readonly string[]
  readonly infos?: readonly string[]
}

async function ask(
  path: string,
  parameters: Record<string, string> = {},
  init: RequestInit = {},
): Promise<Answer> {
  const response = await fetch(
    `${product.url}/prometheus/api/v1/${path}?${new URLSearchParams(parameters)}`,
    { headers: { authorization: `Bearer ${token()}` }, ...init },
  )
  return (await response.json()) as Answer
}

describe('queries', () => {
  test('at one time: a vector of texts, with the labels of each series', async () => {
    const query = 'sum by (http_route) (queue_depth)'
    expect(await ask('query', { query, time: `${now}` })).toEqual({
      status: 'success',
      data: {
        resultType: 'vector',
        result: [
          { metric: { http_route: '/a' }, value: [now, '2'] },
          { metric: { http_route: '/b' }, value: [now, '0.5'] },
        ],
      },
    })
  })

  test('over a range, as a form, with a duration as step', async () => {
    const form = new URLSearchParams({
      query: 'queue_depth{http_route="/a"}',
      start: new Date((now - 60) * 1000).toISOString(),
      end: `${now}`,
      step: '1m',
    })
    const headers = {
      authorization: `Basic ${Buffer.from(`anybody:${token()}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    }
    const answer = await ask('query_range', {}, { method: 'POST', headers, body: `${form}` })
    expect(answer).toMatchObject({
      status: 'success',
      data: {
        resultType: 'matrix',
        result: [
          {
            metric: { __name__: 'queue_depth', http_route: '/a' },
            values: [
              [now - 60, '1'],
              [now, '2'],
            ],
          },
        ],
      },
    })
  })

  test.each([
    ['1 / 0', { resultType: 'scalar', result: [1.5, '+Inf'] }],
    ['"word"', { resultType: 'string', result: [1.5, 'word'] }],
    ['nothing_of_the_kind', { resultType: 'vector', result: [] }],
  ])('%s', async (query, data) => {
    expect(await ask('query', { query, time: '1.5' })).toEqual({ status: 'success', data })
  })

  test('what the reader should know comes along, and a limit is told', async () => {
    const odd = await ask('query', { query: 'rate(queue_depth[5m])', time: `${now}` })
    expect(odd.infos).toEqual([
      expect.stringMatching(/^PromQL info: metric might not be a counter.* \(1:6\)$/),
    ])
    const cut = await ask('query', { query: 'queue_depth', time: `${now}`, limit: '1' })
    expect(cut.warnings).toEqual(['results truncated due to limit'])
    expect((cut.data as { result: unknown[] }).result).toHaveLength(1)
  })

  test.each([
    [
      'query',
      { query: 'sum(' },
      400,
      'bad_data',
      /^invalid parameter "query": 1:\d+: parse error: /,
    ],
    ['query', { query: 'x', time: 'noon' }, 400, 'bad_data', /^invalid parameter "time"/],
    [
      'query_range',
      { query: 'x', start: '9', end: '1', step: '1' },
      400,
      'bad_data',
      /before start/,
    ],
    [
      'query_range',
      { query: 'x', start: '0', end: '1', step: '0' },
      400,
      'bad_data',
      /zero or neg/,
    ],
    ['query_range', { query: 'x', start: '0', end: '99999', step: '1' }, 400, 'bad_data', /11,000/],
    ['query', { query: 'label_replace(vector(1), "a", "b", "c", "(")' }, 422, 'execution', /./],
    ['series', {}, 400, 'bad_data', /^no match\[\] parameter/],
  ])('%s %j: %i', async (path, parameters, status, errorType, words) => {
    const answer = await ask(path, parameters as unknown as Record<string, string>)
    expect(answer).toMatchObject({ status: 'error', errorType })
    expect(answer.error).toMatch(words)
    const { status: code } = await fetch(
      `${product.url}/prometheus/api/v1/${path}?${new URLSearchParams(parameters as never)}`,
      { headers: { authorization: `Bearer ${token()}` } },
    )
    expect(code).toBe(status)
  })
})

describe('names', () => {
  test('series by a selector, labels and their values, also by an escaped name', async () => {
    const series = await ask('series', { 'match[]': 'queue_depth{http_route="/b"}' })
    expect(series.data).toEqual([expect.objectContaining({ http_route: '/b' })])
    expect((await ask('labels', { 'match[]': 'queue_depth' })).data).toEqual(
      expect.arrayContaining(['__name__', 'http_route']),
    )
    expect((await ask('label/http_route/values')).data).toEqual(['/a', '/b'])
    expect((await ask('label/U__http__route/values')).data).toEqual(['/a', '/b'])
    const old = await ask('label/http_route/values', { start: '0', end: '1' })
    expect(old.data).toEqual([])
  })

  test('a histogram is one metric with its type and its unit', async () => {
    const { data } = await ask('metadata', { metric: 'request_duration_seconds' })
    expect(data).toEqual({
      request_duration_seconds: [{ type: 'histogram', help: '', unit: 's' }],
    })
  })
})

test('the server says which API it speaks, and has no rules before a model', async () => {
  expect((await ask('status/buildinfo')).data).toMatchObject({ version: '3.0.0' })
  expect((await ask('rules')).data).toEqual({ groups: [] })
  expect((await ask('alerts')).data).toEqual({ alerts: [] })
})

test('nobody reads without a token', async () => {
  const answer = await ask('query', { query: '1' }, { headers: {} })
  expect(answer).toMatchObject({ status: 'error', errorType: 'unauthorized' })
})
