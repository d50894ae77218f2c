/** What visitors feel is measured in a real browser, told to the real product, and found again by PromQL. */
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { site } from '../../src/model/kinds/site.ts'
import { openBrowser } from '../harness/browser.ts'
import { type Product, startProduct } from '../harness/product.ts'

const BUDGET_BYTES = 3_000

let product: Product
let browser: Browser
let shop: Server
let shopUrl: string
/** Attributes of the script on each path. */
const scripts = new Map<string, string>()

const person = { name: 'Ann', email: 'ann@shop.example' }
const resources = (origin: string) => [
  { kind: 'person', name: 'ann', spec: person },
  { kind: 'team', name: 'shop', spec: { title: 'Shop', members: ['person:ann'] } },
  {
    kind: 'workload',
    name: 'shop',
    spec: { title: 'Shop', description: 'Sells mugs.', tier: 1, owner: 'team:shop' },
  },
  {
    kind: 'site',
    name: 'pages',
    spec: site.schema.parse({
      origins: [origin],
      pages: ['/products/:id', '/usual', '/quiet', '/sampled'],
    }),
  },
  {
    kind: 'site',
    name: 'careful',
    spec: site.schema.parse({ origins: [origin], consent: 'required' }),
  },
]

beforeAll(async () => {
  shop = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://shop').pathname
    response.setHeader('content-type', 'text/html')
    response.end(`<!doctype html><html><head><title>Shop</title>
<script defer src="${product.url}/measure.js" ${scripts.get(path) ?? ''}></script></head>
<body><h1>A mug</h1><button data-opsplane-step="checkout:basket">Add</button></body></html>`)
  })
  await new Promise<void>((done) => shop.listen(0, '127.0.0.1', done))
  shopUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`
  ;[product, browser] = await Promise.all([startProduct(), openBrowser()])
  await product.call('model.apply', {
    body: {
      manifest: {
        format: 'opsplane/v1',
        workload: 'shop',
        resources: resources(shopUrl),
        procedures: [],
      },
    },
  })
}, 180_000)
afterAll(async () => {
  shop?.closeAllConnections()
  shop?.close()
  await Promise.all([browser?.close(), product?.stop()])
})

/** Opens a page, does something there, and leaves. */
async function visit(
  path: string,
  act: (page: Page) => Promise<unknown> = async () => {},
  before = '',
): Promise<void> {
  const context = await browser.newContext()
  const page = await context.newPage()
  if (before) await page.addInitScript(before)
  await page.goto(shopUrl + path, { waitUntil: 'load' })
  await act(page)
  await page.goto('about:blank')
  await context.close()
}

async function newest(query: string): Promise<number | undefined> {
  const { data } = await product.call('query.promql', { query: { query } })
  return data.series[0]?.points.at(-1)?.[1] ?? undefined
}

async function until(met: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 30_000; !(await met()); await pause(250))
    if (Date.now() > deadline) throw new Error('not met in time')
}

test('the script weighs at most 3 kB compressed', () => {
  expect(gzipSync(readFileSync('dist/browser/measure.js')).length).toBeLessThan(BUDGET_BYTES)
})

test('it is served to every page, and kept for a while', async () => {
  const answer = await fetch(`${product.url}/measure.js`)
  expect({
    status: answer.status,
    kept: answer.headers.get('cache-control'),
    origin: answer.headers.get('access-control-allow-origin'),
    policy: answer.headers.get('cross-origin-resource-policy'),
  }).toMatchObject({
    status: 200,
    kept: expect.stringContaining('max-age=3600'),
    origin: '*',
    policy: 'cross-origin',
  })
  const etag = answer.headers.get('etag')!
  const again = await fetch(`${product.url}/measure.js`, { headers: { 'if-none-match': etag } })
  expect(again.status).toBe(304)
})

test('a visit becomes timings, vitals, steps and errors of the layer customer', async () => {
  scripts.set('/products/mug', 'data-site="pages" data-release="7.1" data-step="checkout:look"')
  await visit('/products/mug?who=ann@shop.example', async (page) => {
    await page.click('button')
    const failed = page.waitForEvent('pageerror')
    await page.evaluate(() => {
      ;(
        window as unknown as { opsplane: { step(journey: string, step: string): void } }
      ).opsplane.step('checkout', 'pay')
      setTimeout(() => {
        throw new Error('no basket for ann@shop.example')
      })
    })
    await failed
  })
  const of = '{page="/products/:id",browser="chrome",device="desktop",release="7.1"}'
  await until(async () => (await newest(`browser_lcp_seconds_count${of}`)) === 1)
  for (const metric of ['browser_page_load_seconds', 'browser_ttfb_seconds', 'browser_fcp_seconds'])
    expect([metric, await newest(`${metric}_count${of}`)]).toEqual([metric, 1])
  expect(await newest('browser_cls_bucket{le="0.1"}')).toBe(1)
  expect(await newest('browser_inp_seconds_bucket{le="+Inf"}')).toBeOneOf([1, undefined])
  for (const step of ['look', 'basket', 'pay'])
    expect([
      step,
      await newest(`browser_journey_steps_total{journey="checkout",step="${step}"}`),
    ]).toEqual([step, 1])
  expect(await newest(`browser_errors_total${of}`)).toBe(1)
  await until(async () => {
    const { data } = await product.call('logs.search', {
      query: { query: 'service:"browser:pages"', since: '5m' },
    })
    const bodies = JSON.stringify(data)
    expect(bodies).not.toContain('ann@shop.example')
    return bodies.includes('no basket for «address»')
  })
})

describe('nobody is measured', () => {
  const views = (page: string) => newest(`browser_page_views_total{page="${page}"}`)
  const consent = (page: Page) =>
    page.evaluate(() =>
      (window as unknown as { opsplane: { consent(given: boolean): void } }).opsplane.consent(true),
    )
  /** A visit that is measured in any case: what came before it is known by then. */
  const andThen = async () => {
    const before = (await views('/usual')) ?? 0
    scripts.set('/usual', 'data-site="pages"')
    await visit('/usual')
    await until(async () => ((await views('/usual')) ?? 0) > before)
  }

  test.each([
    ['Global Privacy Control', 'globalPrivacyControl', 'true'],
    ['Do Not Track', 'doNotTrack', '"1"'],
  ])('who asks not to be, by %s', async (_, sign, value) => {
    scripts.set('/quiet', 'data-site="pages"')
    const says = `Object.defineProperty(Navigator.prototype, "${sign}", { get: () => ${value} })`
    await visit('/quiet', undefined, says)
    await andThen()
    expect(await views('/quiet')).toBeUndefined()
  })

  test('who has not agreed, where this is needed', async () => {
    scripts.set('/agreed', 'data-site="careful" data-consent="required"')
    await visit('/agreed')
    await andThen()
    expect(await views('/agreed')).toBeUndefined()
    await visit('/agreed', consent)
    await until(async () => (await views('/agreed')) === 1)
  })

  test('who is not in the sample', async () => {
    scripts.set('/sampled', 'data-site="pages" data-sample="0"')
    await visit('/sampled')
    await andThen()
    expect(await views('/sampled')).toBeUndefined()
  })
})

describe('what is refused is counted', () => {
  const send = (body: unknown, origin = shopUrl) =>
    fetch(`${product.url}/api/v1/measurements`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain', origin },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  const report = { site: 'pages', view: 'abc', page: '/', vitals: { lcp: 1 } }

  test.each([
    ['a page of another origin', report, 'https://evil.test', 403, 'unknown-site'],
    ['a site that is not declared', { ...report, site: 'x' }, undefined, 403, 'unknown-site'],
    ['what is no report', { ...report, cookie: 'a=b' }, undefined, 400, 'bad-report'],
    ['what is no JSON', '{', undefined, 400, 'bad-report'],
    ['more than 64 kB', 'x'.repeat(70_000), undefined, 413, 'too-large'],
    ['nobody has agreed', { ...report, site: 'careful' }, undefined, 403, 'no-consent'],
  ])('%s', async (_, body, origin, status, reason) => {
    expect((await send(body, origin)).status).toBe(status)
    await until(
      async () => ((await newest(`browser_reports_refused_total{reason="${reason}"}`)) ?? 0) > 0,
    )
  })

  test('one address that sends too often', async () => {
    const answers = await Promise.all(Array.from({ length: 140 }, () => send(report)))
    const refused = answers.find(({ status }) => status === 429)
    expect(refused?.headers.get('retry-after')).toBe('60')
  })
})
