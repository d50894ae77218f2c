/** What journeys promise: a real server is walked through at intervals, and its first failure is a fact. */
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ManualClock, silentLog } from '#base'
import { modelApplied, releaseAllLeases, timers } from '#ledger'
import { loadModel, type Manifest, manifestHash, revisions } from '#model'
import {
  createJourneyWorker,
  findChromium,
  type JourneyWorker,
  openJourneyBrowser,
  readJourneyFailures,
  readJourneys,
  signalReaderOf,
  type WalkContext,
} from '#operate'
import { evaluateInstant, openTelemetry, type Telemetry } from '#telemetry'
import { journey as journeyKind } from '../../src/model/kinds/journey.ts'
import { freshLedger, type TestLedger } from '../harness/store.ts'

const SECRET = 'k3y-of-the-shop'

let clock: ManualClock
let store: TestLedger
let telemetry: Telemetry
let folder: string
let shop: Server
let shopUrl: string
/** What payments answers; the test changes it. */
let payments: { status: number; body: string }
let asked: { method: string; url: string; cookie: string; body: string; key: string }[]
const workers: JourneyWorker[] = []

beforeEach(async () => {
  clock = new ManualClock(Math.floor(Date.now() / 60_000) * 60_000 - 3_600_000)
  store = await freshLedger({ projections: [revisions, timers], clock })
  folder = await mkdtemp(join(tmpdir(), 'opsplane-journeys-'))
  telemetry = await openTelemetry({ folder, clock, log: silentLog })
  payments = { status: 201, body: '{"order":{"id":"ord-7","paid":true}}' }
  asked = []
  shop = createServer(async (request, response) => {
    const body = await bodyOf(request)
    const { method = '', url = '', headers } = request
    asked.push({
      method,
      url,
      body,
      cookie: headers.cookie ?? '',
      key: String(headers['x-key'] ?? ''),
    })
    if (url === '/') {
      response.setHeader('set-cookie', 'basket=abc; Path=/; HttpOnly')
      response.setHeader('content-type', 'text/html')
      response.end('<h1>Shop</h1><a href="/products/mug">Mug</a><p id="done">Welcome</p>')
    } else if (url === '/orders') response.writeHead(payments.status).end(payments.body)
    else response.end('{"state":"on its way"}')
  })
  await new Promise<void>((done) => shop.listen(0, '127.0.0.1', done))
  shopUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`
})

afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.stop()
  await new Promise((done) => {
    shop.close(done)
    shop.closeAllConnections()
  })
  await telemetry.close()
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const part of request) body += part
  return body
}

const STEPS = [
  {
    name: 'home',
    http: { url: '/' },
    expect: { status: 200, text: 'Shop' },
    capture: { product: { regex: 'products/(\\w+)' } },
  },
  {
    name: 'order',
    http: {
      method: 'POST',
      url: '/orders',
      headers: { 'x-key': '{{secret.shop-key}}' },
      json: { product: '{{product}}', count: 1 },
    },
    expect: { status: 201, json: 'body.order.paid && body.order.id.startsWith("ord-")' },
    capture: { order: { json: 'body.order.id' } },
  },
  { name: 'follow', http: { url: '/orders/{{order}}' }, expect: { text: 'on its way' } },
]

async function declare(
  journeys: Record<string, object> = { buy: { steps: STEPS, secrets: ['shop-key'] } },
) {
  const resources = Object.entries(journeys).map(([name, spec]) => ({
    kind: 'journey',
    name,
    spec: journeyKind.schema.parse({ title: name, baseUrl: shopUrl, every: '1m', ...spec }),
  }))
  const manifest: Manifest = { format: 'opsplane/v1', workload: 'shop', resources, procedures: [] }
  await store.ledger.transact({ actor: 'person:ann' }, (tx) =>
    tx.append(
      modelApplied('workload:shop', {
        workload: 'shop',
        revision: 1,
        hash: manifestHash(manifest),
        previous: null,
        changes: [],
        size: { resources: resources.length, values: 1 },
        reverse: 'opsplane undo',
        undoOf: null,
        manifest,
      }),
    ),
  )
}

function workerOn(node = 'a', context: Partial<WalkContext> = {}): JourneyWorker {
  const worker = createJourneyWorker({
    ledger: store.ledger,
    telemetry,
    log: silentLog,
    node,
    clock,
    context: {
      fetch,
      secrets: (name) => (name === 'shop-key' ? SECRET : undefined),
      environment: () => ({}),
      openBrowser: async () => undefined,
      ...context,
    },
  })
  workers.push(worker)
  return worker
}

async function newest(query: string): Promise<number | undefined> {
  const answer = await evaluateInstant(query, clock.now(), telemetry.source)
  return answer.type === 'vector' ? answer.samples[0]?.value : undefined
}

const facts = async () =>
  (await store.ledger.read({ types: ['journey.failed', 'journey.recovered'] })).map(
    ({ type, data }) => ({ type, ...(data as object) }),
  )

async function views() {
  const model = (await loadModel(store.ledger.database.sql, 'shop'))!
  const reader = signalReaderOf(telemetry)
  return readJourneys({ sql: store.ledger.database.sql, model, reader }, clock.now())
}

test('a walk keeps its cookie, uses what it has captured, and becomes metrics', async () => {
  await declare()
  await workerOn().settle()
  expect(asked).toMatchObject([
    { method: 'GET', url: '/' },
    { method: 'POST', url: '/orders', cookie: 'basket=abc', key: SECRET },
    { method: 'GET', url: '/orders/ord-7' },
  ])
  expect(JSON.parse(asked[1]!.body)).toEqual({ product: 'mug', count: 1 })
  expect(await newest('journey_up{journey="buy",layer="customer"}')).toBe(1)
  expect(await newest('journey_duration_seconds')).toBeGreaterThan(0)
  expect(await newest('count(journey_step_duration_seconds)')).toBe(3)
  expect(await newest('journey_runs_total{result="ok"}')).toBe(1)
  expect(await facts()).toEqual([])
})

test('it is walked when it is due, and not before', async () => {
  await declare()
  const worker = workerOn()
  for (const [seconds, walks] of [
    [0, 1],
    [59, 1],
    [1, 2],
    [600, 3],
  ] as const) {
    clock.advance(seconds * 1_000)
    await worker.settle()
    expect(asked.filter(({ url }) => url === '/')).toHaveLength(walks)
  }
})

test('only the first failure and the first success after it are facts; each failure is a record', async () => {
  await declare()
  const worker = workerOn()
  const minute = async (status: number) => {
    payments = { ...payments, status }
    await worker.settle()
    clock.advance(60_000)
  }
  for (const status of [201, 503, 503, 201, 201]) await minute(status)
  expect(await facts()).toMatchObject([
    { type: 'journey.failed', journey: 'buy', step: 'order', expected: 'status 201' },
    { type: 'journey.recovered', journey: 'buy' },
  ])
  expect(await newest('journey_runs_total{result="failed"}')).toBe(2)
  await telemetry.store.drained()
  const range = { fromMs: clock.now() - 3_600_000, toMs: clock.now() }
  const failures = await readJourneyFailures(telemetry.store, 'shop', 'buy', range)
  expect(failures.map(({ step }) => step)).toEqual(['order', 'order'])
})

test('what came is told without secrets', async () => {
  await declare()
  payments = { status: 401, body: `the key ${SECRET} is not known` }
  await workerOn().settle()
  const [fact] = await facts()
  expect(fact).toMatchObject({ found: 'status 401: the key *** is not known' })
})

test('a shop that does not answer is a failure, and its state is read back', async () => {
  await declare()
  await new Promise((done) => {
    shop.close(done)
    shop.closeAllConnections()
  })
  await workerOn().settle()
  expect(await views()).toMatchObject([
    { name: 'buy', state: 'failing', availability: 0, failedAt: expect.any(String) },
  ])
  expect((await facts())[0]).toMatchObject({ step: 'home', found: 'none: ECONNREFUSED' })
})

test('of two nodes one walks; the other takes over when it is gone', async () => {
  await declare()
  const [first, second] = [workerOn('a'), workerOn('b')]
  await first.settle()
  await second.settle()
  expect(asked).toHaveLength(3)
  await releaseAllLeases(store.ledger.database, 'a')
  await second.settle()
  expect(asked).toHaveLength(6)
})

const IN_BROWSER = {
  steps: [
    { name: 'open', browser: { goto: '/' } },
    { name: 'see', browser: { expect: 'Welcome' } },
    { name: 'follow', browser: { click: 'a' } },
  ],
}

test('where there is no browser, the state says so, and nothing fails', async () => {
  await declare({ look: IN_BROWSER })
  await workerOn().settle()
  expect(await views()).toMatchObject([{ state: 'skipped', reason: 'no-browser' }])
  expect(await newest('journey_up')).toBeUndefined()
  expect(await facts()).toEqual([])
})

test.skipIf(!findChromium())('where there is a browser, it walks', async () => {
  await declare({ look: IN_BROWSER })
  await workerOn('a', { openBrowser: () => openJourneyBrowser(findChromium()) }).settle()
  expect(await views()).toMatchObject([{ state: 'ok', reason: null }])
  expect(asked.map(({ url }) => url)).toContain('/products/mug')
})

test('a walk that somebody asks for counts as any other', async () => {
  await declare()
  const model = (await loadModel(store.ledger.database.sql, 'shop'))!
  payments = { status: 500, body: '' }
  const run = await workerOn().walkNow('shop', model.get('journey', 'buy')!)
  expect(run).toMatchObject({ result: 'failed', failure: { step: 'order' } })
  expect(await facts()).toHaveLength(1)
})
