/** Machines and people who send nonsense get a precise answer, and nothing else is affected. */
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct } from '../harness/product.ts'

let product: Product
beforeAll(async () => {
  product = await startProduct()
})
afterAll(() => product?.stop())

const send = (path: string, init: RequestInit = {}) => fetch(`${product.url}${path}`, init)
const problem = async (response: Response) => ({
  status: response.status,
  contentType: response.headers.get('content-type'),
  ...((await response.json()) as { code: string }),
})

describe('who may', () => {
  test('without a session: 401 as problem+json with the way out', async () => {
    expect(await problem(await send('/api/v1/incidents?workload=x'))).toMatchObject({
      status: 401,
      contentType: 'application/problem+json',
      code: 'access.not-signed-in',
      hint: expect.any(String),
      requestId: expect.stringMatching(/^req_/),
    })
  })
  test('a wrong token: 401; a role that is too small: 403, on record', async () => {
    const wrong = await send('/api/v1/session', { headers: { authorization: 'Bearer opst_wrong' } })
    expect(wrong.status).toBe(401)
    const { data: viewer } = await product.call('accounts.save', {
      body: { name: 'viewer', role: 'viewer' },
    })
    const link = new URL(viewer.url).searchParams.get('token')
    const signIn = await send('/api/v1/session', {
      method: 'POST',
      body: JSON.stringify({ token: link }),
    })
    const cookie = signIn.headers.get('set-cookie')!.split(';')[0]!
    expect(signIn.headers.get('set-cookie')).toMatch(
      /HttpOnly.*SameSite=Strict|SameSite=Strict.*HttpOnly/i,
    )
    const refused = await send('/api/v1/ledger/rebuild', {
      method: 'POST',
      headers: { cookie },
      body: '{}',
    })
    expect(await problem(refused)).toMatchObject({ status: 403, code: 'access.not-allowed' })
    const { data: facts } = await product.call('ledger.list', { query: { type: 'call.recorded' } })
    expect(facts[0]).toMatchObject({
      data: { outcome: 'refused', code: 'access.not-allowed', event: 'ledger.rebuilt' },
    })
    // A link signs in once.
    const again = await send('/api/v1/session', {
      method: 'POST',
      body: JSON.stringify({ token: link }),
    })
    expect(again.status).toBe(401)
    // A page of another site cannot use the cookie.
    const foreign = await send('/api/v1/session', {
      method: 'DELETE',
      headers: { cookie, origin: 'https://evil.example' },
    })
    expect(await problem(foreign)).toMatchObject({ status: 403, code: 'access.foreign-origin' })
  })
})

test.each([
  ['GET', '/api/v1/nothing', 404, 'api.no-such-route'],
  ['GET', '/api/v2/incidents', 404, 'api.no-such-route'],
])('%s %s: %i', async (method, path, status, code) => {
  expect(await problem(await send(path, { method }))).toMatchObject({ status, code })
})

test('a body that is no JSON, and one that does not fit', async () => {
  const post = (body: string) =>
    send('/api/v1/session', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    })
  expect(await problem(await post('{'))).toMatchObject({ status: 400, code: 'api.not-json' })
  expect(await problem(await post('{"token":1}'))).toMatchObject({
    status: 400,
    code: 'api.bad-request',
    issues: [{ path: 'token' }],
  })
})

describe('telemetry', () => {
  const json = { 'content-type': 'application/json' }
  const metrics = (body: BodyInit, headers: Record<string, string> = json) =>
    send('/v1/metrics', { method: 'POST', body, headers })
  const gauge = (points: object[]) =>
    JSON.stringify({
      resourceMetrics: [
        { scopeMetrics: [{ metrics: [{ name: 'temperature', gauge: { dataPoints: points } }] }] },
      ],
    })
  const nano = (ms: number) => `${ms}000000`

  test.each([
    [
      'truncated protobuf',
      new Uint8Array([10, 200, 1, 2]),
      { 'content-type': 'application/x-protobuf' },
      400,
    ],
    ['no JSON', '{', json, 400],
    ['the wrong shape', '{"resourceMetrics": 3}', json, 400],
    ['gzip that is none', 'hello', { ...json, 'content-encoding': 'gzip' }, 400],
    ['an unknown encoding', '{}', { ...json, 'content-encoding': 'zstd' }, 400],
  ])('%s is refused with a reason', async (_, body, headers, status) => {
    const response = await metrics(body, headers as Record<string, string>)
    expect(response.status).toBe(status)
    expect((await response.text()).length).toBeGreaterThan(10)
  })
  test('a gzip bomb and a body of 100 MB are stopped at their limit', async () => {
    const bomb = gzipSync(Buffer.alloc(80 * 2 ** 20))
    expect((await metrics(bomb, { ...json, 'content-encoding': 'gzip' })).status).toBe(413)
    const large = await metrics(Buffer.alloc(100 * 2 ** 20, 32)).then(
      ({ status }) => status,
      () => 413,
    )
    expect(large).toBe(413)
  })
  test('the good part of a batch is kept, the rest is counted with its reason', async () => {
    const now = Date.now()
    const response = await metrics(
      gauge([
        { asDouble: 21.5, timeUnixNano: nano(now) },
        { asDouble: 22, timeUnixNano: nano(now + 86_400_000) },
      ]),
    )
    expect(response.status).toBe(200)
    const answer = (await response.json()) as {
      partialSuccess: { rejectedDataPoints: string; errorMessage: string }
    }
    expect(answer.partialSuccess.rejectedDataPoints).toBe('1')
    expect(answer.partialSuccess.errorMessage).toMatch(/future/)
    const { data } = await product.call('query.promql', { query: { query: 'temperature' } })
    expect(data.series[0]!.points[0]![1]).toBe(21.5)
  })
  test('the server is well after all of it', async () => {
    expect((await send('/healthz')).status).toBe(200)
    expect((await send('/readyz')).status).toBe(200)
  })
})

describe('events of other systems', () => {
  test('what is no event is refused, and an event is taken once', async () => {
    expect(await problem(await send('/events', { method: 'POST', body: 'no' }))).toMatchObject({
      status: 400,
      code: 'events.not-an-event',
    })
    const event = { specversion: '1.0', id: '1', source: 'ci', type: 'com.example.other', data: {} }
    const response = await send('/events', { method: 'POST', body: JSON.stringify(event) })
    expect(await response.json()).toMatchObject({ data: { taken: 'ignored' } })
  })
})

test('the interface is described by the contract itself', async () => {
  const document = (await (await send('/api/v1/openapi.json')).json()) as {
    openapi: string
    paths: Record<string, object>
  }
  expect(document.openapi).toBe('3.1.0')
  expect(Object.keys(document.paths).length).toBeGreaterThan(40)
  expect(document.paths['/api/v1/incidents/{incident}/acknowledge']).toBeDefined()
})

test('pages are sent with strict headers', async () => {
  const response = await send('/')
  expect(response.headers.get('content-security-policy')).toContain("default-src 'self'")
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
})
