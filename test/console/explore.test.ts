/** Explore in a real browser: a search by keyboard to the trace and back, ten thousand series, questions that are not understood. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { barriers, openBrowser, settled } from '../harness/browser.ts'
import { pushGauge, pushLogs, pushSpans } from '../harness/otlp-json.ts'
import { type Product, startProduct } from '../harness/product.ts'

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const LINES = 40
const SERIES = 10_000

let product: Product
let browser: Browser
let context: BrowserContext
let page: Page

beforeAll(async () => {
  ;[product, browser] = await Promise.all([startProduct(), openBrowser()])
  const now = Date.now()
  await pushLogs(
    product,
    'till',
    Array.from({ length: LINES }, (_, i) => ({
      atMs: now - 60_000 + i * 1_000,
      body: `card declined for order ${i}`,
      severity: 17,
      attributes: { 'order.id': String(i), 'http.route': '/pay' },
      traceId: TRACE,
    })),
  )
  await pushSpans(product, 'till', [
    {
      traceId: TRACE,
      spanId: 'a'.repeat(16),
      name: 'POST /pay',
      startMs: now - 60_000,
      durationMs: 900,
    },
    {
      traceId: TRACE,
      spanId: 'b'.repeat(16),
      parentSpanId: 'a'.repeat(16),
      name: 'ask the bank',
      startMs: now - 59_900,
      durationMs: 700,
    },
  ])
  await pushGauge(
    product,
    'load_shards',
    Array.from({ length: SERIES }, (_, shard) => shard),
  )
  await pushNetwork(now)
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const first = await context.newPage()
  await first.goto(product.signInUrl)
  await settled(first)
  await first.close()
}, 300_000)
afterAll(() => Promise.all([browser?.close(), product?.stop()]))

/** Two flows, of which one was refused, and somebody who was denied something. */
async function pushNetwork(nowMs: number): Promise<void> {
  const seconds = Math.floor(nowMs / 1_000)
  const flow = (source: string, port: number, action: string) =>
    `2 1 eni-1 ${source} 10.0.0.9 40000 ${port} 6 10 4000 ${seconds - 60} ${seconds - 30} ${action} OK`
  const send = async (path: string, body: string) => {
    const { status } = await fetch(`${product.url}${path}`, { method: 'POST', body })
    expect(status).toBe(204)
  }
  await send(
    '/flows',
    `${flow('10.0.0.1', 5432, 'ACCEPT')}\n${flow('203.0.113.7', 22, 'REJECT')}\n`,
  )
  const record = {
    eventTime: new Date(nowMs - 60_000).toISOString(),
    eventSource: 'iam.amazonaws.com',
    eventName: 'CreateAccessKey',
    eventID: 'e1',
    errorCode: 'AccessDenied',
    sourceIPAddress: '203.0.113.7',
    userIdentity: { type: 'IAMUser', userName: 'mallory' },
  }
  await send('/activity', JSON.stringify({ Records: [record] }))
}
beforeEach(async () => {
  page = await context.newPage()
  return () => page.close()
})

const open = async (search: string) => {
  await page.goto(new URL(`/w/storefront/explore?${search}`, product.url).href)
  await settled(page)
}
/** What a page comes to, on a machine that is busy. */
const soon = <T>(is: () => T) => expect.poll(is, { timeout: 20_000 })
const asked = (name: string) => new URL(page.url()).searchParams.get(name)
const rows = () => page.locator('ul[aria-label^="Records"] [data-row]')

test('a search by keyboard leads to a record, its value, its trace, and back again', async () => {
  await open('tab=logs')
  await page.keyboard.press('/')
  await page.keyboard.type('"card declined" service:till')
  await page.keyboard.press('Enter')
  await soon(() => rows().count()).toBe(LINES)
  await page.keyboard.press('Escape')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  const value = page.getByRole('button', { name: 'Search for order.id 38' })
  await value.focus()
  await page.keyboard.press('Enter')
  await soon(() => rows().count()).toBe(1)
  expect(asked('logs')).toBe('"card declined" service:till order.id:"38"')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'Open its trace' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'till POST /pay' }).waitFor()
  await page.getByText('ask the bank').first().waitFor()
  await settled(page)
  expect(await barriers(page)).toEqual([])
  await page.goBack()
  await settled(page)
  expect(await page.getByLabel('Search of logs').inputValue()).toBe(
    '"card declined" service:till order.id:"38"',
  )
  await soon(() => rows().count()).toBe(1)
  await page.goBack()
  await soon(() => page.getByLabel('Search of logs').inputValue()).toBe(
    '"card declined" service:till',
  )
})

test('a trace leads to what the ledger has around it, and to nothing else', async () => {
  await page.goto(new URL(`/w/storefront/explore/traces/${TRACE}`, product.url).href)
  await page.getByRole('link', { name: 'Events around' }).click()
  await page.getByRole('heading', { level: 1, name: 'Ledger' }).waitFor()
  await page.getByText('account.changed').first().waitFor()
  await page.goto(
    new URL('/w/storefront/ledger?from=-600s&to=2020-01-01T00:00:00Z', product.url).href,
  )
  await page.getByText('Nothing has happened').waitFor()
  await page.getByRole('button', { name: 'Show all times' }).click()
  await page.getByText('account.changed').first().waitFor()
})

test('ten thousand series: a hundred are drawn, all are counted, and the page still listens', async () => {
  await open('metrics=load_shards')
  expect(await page.locator('.chart[data-lines]').getAttribute('data-lines')).toBe('100')
  await page.getByText('10,000 series, the 100 largest are drawn').waitFor()
  const lines = page.getByRole('table', { name: 'Series' }).locator('tbody tr')
  expect(await lines.count()).toBe(200)
  await page.getByText('The first 200 of 10,000 are shown').waitFor()
  // The table counts those that are not drawn, too: the smallest is found by its name.
  await page.getByLabel('Filter series').fill('shard="17"')
  await soon(() => lines.count()).toBe(1)
  expect(await lines.textContent()).toContain('17')
  await page.getByLabel('Filter series').fill('shard="9999"')
  await page.getByRole('button', { name: /9999/ }).click()
  await soon(() => page.locator('.chart[data-lines]').getAttribute('data-lines')).toBe('1')
  expect(asked('only')).toContain('9999')
  await page.getByLabel('PromQL').fill('sum(load_shards)')
  await page.keyboard.press('Enter')
  await page.getByText('1 series').waitFor()
})

const till = encodeURIComponent('service:till')
const views = [
  'metrics=load_shards',
  'metrics=load_shards&as=table',
  `tab=logs&logs=${till}`,
  `tab=logs&logs=${till}&show=patterns`,
  `tab=logs&logs=${till}&show=live`,
  `tab=traces&traces=${till}`,
  `tab=traces&traces=${till}&against=-${till}&sets=two`,
  'tab=services',
  'tab=services&releases=yes',
  'tab=flows',
  'tab=flows&only=refused',
  'tab=activity',
  `tab=sql&sql=${encodeURIComponent('select service, count() from tel.logs group by service')}`,
]
const screens = [
  { screen: 'wide', viewport: { width: 1440, height: 900 }, schemes: ['light', 'dark'] },
  { screen: 'phone', viewport: { width: 390, height: 844 }, schemes: ['light'] },
] as const

test.each(screens)(
  'every tab shows its data without a barrier, $screen',
  async ({ viewport, schemes }) => {
    await page.setViewportSize(viewport)
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(String(error)))
    for (const view of views) {
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
      await open(view)
      for (const scheme of schemes) {
        await page.emulateMedia({ colorScheme: scheme })
        await settled(page)
        const sideways = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        const failed = await page.locator('[data-state="failed"]').count()
        const found = await barriers(page, scheme === 'dark' ? 'colours' : 'all')
        expect({ view, errors, sideways, failed, barriers: found }).toEqual({
          ...{ view, errors: [], sideways: 0, failed: 0, barriers: [] },
        })
      }
    }
  },
)

test('a question that is not understood is marked at its place, with a way to mend it', async () => {
  await open('tab=logs')
  await page.getByLabel('Search of logs').fill('service:orders (level>=error')
  await page.keyboard.press('Enter')
  const note = page.getByRole('alert')
  await note.waitFor()
  expect(await note.textContent()).toMatch(/at column \d+/)
  const [, caret = ''] = (await page.locator('.mistake-place').textContent())!.split('\n')
  expect(caret.indexOf('^')).toBe(Number(/column (\d+)/.exec((await note.textContent())!)![1]) - 1)
  expect(await barriers(page)).toEqual([])
})

test('dragging over the bars asks for that stretch of time, and the top bar leads out of it', async () => {
  await open(`tab=logs&logs=${encodeURIComponent('service:till')}&from=-15m`)
  const bars = (await page.locator('.histogram-bars').boundingBox())!
  await page.mouse.move(bars.x + bars.width * 0.8, bars.y + 20)
  await page.mouse.down()
  await page.mouse.move(bars.x + bars.width - 1, bars.y + 20, { steps: 4 })
  await page.mouse.up()
  await soon(() => asked('to')).toMatch(/Z$/)
  expect(asked('from')).toMatch(/^-\d+s$/)
  await page.getByLabel('Time range').selectOption('-15m')
  await soon(() => asked('to')).toBeNull()
})

test('what arrives is seen as it arrives, and stands still on demand', async () => {
  await open(`tab=logs&show=live&logs=${encodeURIComponent('service:ticker')}`)
  await page.getByText('Following').waitFor()
  const say = (body: string) =>
    pushLogs(product, 'ticker', [{ atMs: Date.now(), body, severity: 9, attributes: {} }])
  await say('drawer opened')
  await page.getByText('drawer opened').waitFor()
  await page.getByRole('button', { name: 'Pause' }).click()
  await say('drawer closed')
  await page.getByRole('button', { name: 'Go on, 1 waiting' }).click()
  await page.getByText('drawer closed').waitFor()
})

test('what was refused, and the record of who was denied', async () => {
  await open('tab=flows&only=refused')
  await page.getByText('203.0.113.7').waitFor()
  expect(await page.getByText('10.0.0.1', { exact: true }).count()).toBe(0)
  await page.screenshot({ path: 'test/output/explore-flows.png', fullPage: true })
  await open('tab=activity')
  await page.getByText('mallory').click()
  await page.getByText('"errorCode": "AccessDenied"').waitFor()
  await page.screenshot({ path: 'test/output/explore-activity.png', fullPage: true })
})
