/** Every page of the console on a real turn of the loop: light and dark, wide and phone, without a barrier or an error. */
import { mkdirSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pages } from '../../src/console/routes.ts'
import { barriers, openBrowser, settled } from '../harness/browser.ts'
import { type Product, startProduct } from '../harness/product.ts'

const workload = 'storefront'
const OUTPUT = 'test/output'
const screens = [
  { screen: 'wide', viewport: { width: 1440, height: 900 }, looks: ['light', 'dark'] },
  { screen: 'phone', viewport: { width: 390, height: 844 }, looks: ['phone'] },
] as const

let product: Product
let browser: Browser
/** What the `$parts` of the addresses stand for. */
let parts: Record<string, string>
let session: Awaited<ReturnType<BrowserContext['storageState']>>

beforeAll(async () => {
  mkdirSync(OUTPUT, { recursive: true })
  ;[product, browser] = await Promise.all([startProduct({ example: true }), openBrowser()])
  await until(async () => {
    const { data } = await product.call('overview.show', { query: { workload, from: '5m' } })
    return data.outcomes.every(({ met }) => met === true)
  })
  session = await signIn()
  parts = await drill('payments-down')
}, 300_000)
afterAll(() => Promise.all([browser?.close(), product?.stop()]))

/** The link of the terminal signs in once; every look goes on with its session. */
async function signIn() {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(product.signInUrl)
  await settled(page)
  const state = await context.storageState()
  await context.close()
  return state
}

/** Turns the loop once, so that every page has something to show. */
async function drill(experiment: string): Promise<Record<string, string>> {
  const { data: begun } = await product.call('drills.run', {
    params: { experiment },
    body: { workload },
  })
  const show = () =>
    product.call('drill-runs.show', { params: { drill: begun.id }, query: { workload } })
  await until(async () => (await show()).data.state === 'finished')
  const { data: ended } = await show()
  const [incident, run] = [ended.incident!, ended.run!]
  const { data: retrospectives } = await product.call('retrospectives.list', {
    query: { workload },
  })
  const { data: ran } = await product.call('runs.show', { params: { run } })
  const { data: alarms } = await product.call('alarms.list', { query: { workload } })
  await product.call('silences.create', {
    body: { workload, matchers: ['severity="warning"'], lasts: '2h', reason: 'load test' },
  })
  const { data: problem } = await product.call('problems.open', {
    body: { workload, title: 'Payments dies', reason: 'nobody knows why', incidents: [incident] },
  })
  const { data: found } = await product.call('traces.search', { query: { order: 'slowest' } })
  return {
    incident,
    run,
    experiment,
    retrospective: retrospectives[0]!.id,
    procedure: ran.procedure,
    alarm: alarms[0]!.name,
    trace: found.traces[0]!.traceId,
    journey: 'buy-something',
    outcome: 'checkout-works',
    dashboard: 'engineers',
    problem: problem.name,
  }
}

async function until(met: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 240_000; !(await met()); await pause(500))
    if (Date.now() > deadline) throw new Error('not met in time')
}

const addressOf = (path: string) =>
  `/w/${workload}/${path.replace(/\$(\w+)/g, (_, part: string) => encodeURIComponent(parts[part]!))}`
const fileOf = (path: string) => path.replace(/\/?\$\w+/, '-one').replaceAll('/', '-') || 'overview'

describe.each(screens)('$screen', ({ viewport, looks }) => {
  let context: BrowserContext
  beforeAll(async () => {
    context = await browser.newContext({ viewport, reducedMotion: 'reduce', storageState: session })
  })
  afterAll(() => context?.close())

  test.each(pages.map(({ path }) => ({ path, file: fileOf(path) })))(
    '$file shows its data, without a barrier, an error or a sideways scroll',
    async ({ path, file }) => {
      const page = await context.newPage()
      const errors: string[] = []
      page.on('pageerror', (error) => errors.push(String(error)))
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text())
      })
      await page.emulateMedia({ colorScheme: 'light' })
      await page.goto(new URL(addressOf(path), product.url).href)
      for (const look of looks) {
        // The open page follows the system when it turns dark.
        if (look === 'dark') await page.emulateMedia({ colorScheme: 'dark' })
        await settled(page)
        await page.screenshot({ path: `${OUTPUT}/${file}-${look}.png`, fullPage: true })
        const sideways = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        expect({
          errors,
          sideways,
          failed: await page.locator('[data-state="failed"]').count(),
          barriers: await barriers(page, look === 'dark' ? 'colours' : 'all'),
        }).toEqual({ errors: [], sideways: 0, failed: 0, barriers: [] })
      }
      await page.close()
    },
  )
})

test('an alarm is silenced by the keyboard: what that would have hidden is shown before, and why it is quiet after', async () => {
  const context = await browser.newContext({ storageState: session, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto(new URL(addressOf('alarms/payments-unreachable'), product.url).href)
  await settled(page)
  await page.keyboard.press('s')
  const dialog = page.getByRole('dialog')
  await dialog.getByText('In the last 7 days').waitFor()
  await page.screenshot({ path: `${OUTPUT}/silence-asked-light.png` })
  expect(await barriers(page)).toEqual([])
  const act = dialog.getByRole('button', { name: /^Silence for/ })
  expect(await act.isDisabled()).toBe(true)
  await dialog.getByLabel('Why').fill('load test')
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  const { data } = await product.call('silences.list', { query: { workload, state: 'active' } })
  expect(data.map(({ reason }) => reason)).toContain('load test')
  await context.close()
})

test('the sign-in page has no barrier', async () => {
  const page = await browser.newPage()
  await page.goto(product.url)
  await page.waitForSelector('h1')
  expect(await barriers(page)).toEqual([])
  await page.close()
})
