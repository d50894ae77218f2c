/** What a person does in Explore, each thing some times over, against what is in the store. */
import type { Page } from 'playwright-core'
import { settled } from '../../test/harness/browser.ts'
import { NAME } from '../telemetry/workload.ts'
import type { Stopwatch } from './stopwatch.ts'

export interface View {
  readonly name: string
  readonly search: string
}

const search = (text: string) => encodeURIComponent(text)

/** The first view of each tab, and of what can be shown in it. */
export const VIEWS: readonly View[] = [
  { name: 'metrics: names', search: '' },
  { name: 'metrics: 10,000 series', search: `metrics=${NAME}` },
  { name: 'metrics: sum by rate', search: `metrics=${search(`sum by (job) (rate(${NAME}[5m]))`)}` },
  { name: 'metrics: 10,000 values', search: `metrics=${NAME}&as=table` },
  { name: 'logs: everything', search: 'tab=logs' },
  { name: 'logs: a phrase', search: `tab=logs&logs=${search('"card declined"')}` },
  {
    name: 'logs: a service, errors',
    search: `tab=logs&logs=${search('service:service-7 level>=error')}`,
  },
  {
    name: 'logs: a regular expression',
    search: `tab=logs&logs=${search('/order 1[0-9]+3 placed/')}`,
  },
  { name: 'logs: one order', search: `tab=logs&logs=${search('order.id:"10259298"')}` },
  { name: 'logs: patterns', search: 'tab=logs&show=patterns' },
  { name: 'traces: newest', search: 'tab=traces' },
  { name: 'traces: slowest', search: 'tab=traces&order=slowest' },
  { name: 'traces: errors', search: `tab=traces&traces=${search('status:error')}` },
  {
    name: 'traces: an attribute',
    search: `tab=traces&traces=${search('service:payments customer.region:north')}`,
  },
  {
    name: 'traces: compare two',
    search: `tab=traces&sets=two&traces=${search('duration>500ms service:orders')}&against=${search('duration<500ms service:orders')}`,
  },
  { name: 'services', search: 'tab=services' },
  { name: 'flows', search: 'tab=flows' },
  { name: 'activity', search: 'tab=activity' },
  {
    name: 'sql: lines by service',
    search: `tab=sql&sql=${search('select service, count() from tel.logs group by service order by 2 desc')}`,
  },
]

export async function openView(page: Page, origin: string, view: string): Promise<void> {
  await page.goto(`${origin}/w/storefront/explore?${view}`)
  await settled(page)
}

/** Does it, and waits until the page shows what it was answered. */
async function answered(page: Page, path: string, act: () => Promise<void>): Promise<void> {
  const answer = page.waitForResponse((response) => new URL(response.url()).pathname === path)
  await act()
  await (await answer).finished()
  await settled(page)
}

export async function interact(page: Page, watch: Stopwatch, origin: string): Promise<void> {
  const open = (view: string) => openView(page, origin, view)
  for (const { name, search } of VIEWS)
    await watch.take(`${name}, first view`, () => open(search), { rounds: 3 })

  await open(`metrics=${NAME}`)
  const chart = (await page.locator('.chart[data-lines] .u-over').boundingBox())!
  await watch.take('metrics: hover across the chart', async () => {
    for (let i = 1; i <= 40; i++)
      await page.mouse.move(chart.x + (chart.width * i) / 41, chart.y + 40 + (i % 7) * 20)
  })
  const filter = page.getByLabel('Filter series')
  const rows = page.getByRole('table', { name: 'Series' }).locator('tbody tr')
  await watch.take(
    'metrics: filter 10,000 series',
    async () => {
      await filter.pressSequentially('shard="7"')
    },
    { before: () => filter.fill('') },
  )
  await filter.fill('')
  await watch.take('metrics: sort 10,000 series', async () => {
    await page.getByRole('button', { name: 'Series', exact: true }).click()
    await rows.first().waitFor()
  })
  await watch.take(
    'metrics: draw one series alone, and all again',
    async () => {
      await rows.nth(0).getByRole('button').click()
      await page.getByRole('button', { name: 'Draw all series again' }).click()
    },
    {
      before: async (round) => {
        if (round === 0) await page.getByRole('button', { name: 'Newest', exact: true }).click()
      },
    },
  )
  await watch.take(
    'metrics: type a question',
    async () => {
      await page.getByLabel('PromQL').pressSequentially('sum(rate(bench_req', { delay: 10 })
    },
    { before: () => page.getByLabel('PromQL').fill('') },
  )
  await open(`metrics=${NAME}&from=-1h`)
  const change = (path: string, span: string) =>
    answered(page, path, async () => void (await page.getByLabel('Time range').selectOption(span)))
  const spans = ['-15m', '-3h', '-24h']
  await watch.take(
    'metrics: another time range',
    // A range that was asked for before is shown as it was then.
    () => change('/api/v1/query', spans.shift()!),
    { rounds: spans.length },
  )
  await watch.take('to another tab and back', async () => {
    await page.getByRole('tab', { name: 'SQL' }).click()
    await page.getByRole('tab', { name: 'Metrics' }).click()
    await page.locator('.chart[data-lines]').waitFor()
    await settled(page)
  })

  await open('tab=logs')
  await watch.take(
    'logs: type a search',
    async () => {
      await page
        .getByLabel('Search of logs')
        .pressSequentially('service:service-7 "card declined"', { delay: 10 })
    },
    { before: () => page.getByLabel('Search of logs').fill('') },
  )
  await watch.take(
    'logs: run the search',
    async () => {
      await answered(page, '/api/v1/logs', () => page.getByLabel('Search of logs').press('Enter'))
    },
    {
      before: async (round) =>
        page.getByLabel('Search of logs').fill(`service:service-${round} "card declined"`),
    },
  )
  await watch.take(
    'logs: a page more of records',
    async () => {
      await answered(page, '/api/v1/logs', () =>
        page.getByRole('button', { name: 'Show earlier records' }).click(),
      )
    },
    {
      before: async (round) => {
        if (round === 0) await open('tab=logs')
      },
    },
  )
  await watch.take(
    'logs: scroll the records',
    async () => {
      for (let i = 0; i < 30; i++) await page.mouse.wheel(0, 400)
    },
    {
      before: async () => {
        await page.mouse.move(500, 700)
      },
    },
  )
  await watch.take(
    'logs: open and close a record',
    async () => {
      const row = page.locator('ul[aria-label^="Records"] [data-row]').first()
      await row.click()
      await page
        .getByRole('button', { name: /^Search for / })
        .first()
        .waitFor()
      await row.click()
    },
    { before: () => open('tab=logs&logs=service%3Aservice-3') },
  )
  await watch.take(
    'logs: values of a field',
    async () => {
      await page.locator('.fields summary, .fields button').nth(2).click()
      await settled(page)
    },
    { before: () => open('tab=logs'), rounds: 3 },
  )
  await watch.take('logs: another time range', () => change('/api/v1/logs', '-15m'), {
    before: () => open('tab=logs'),
  })

  await open('tab=traces')
  await watch.take(
    'traces: open one',
    async () => {
      await page.getByRole('table', { name: 'Traces' }).getByRole('link').first().click()
      await page.getByText('Where the time went').waitFor()
      await settled(page)
    },
    { before: () => open('tab=traces') },
  )
}
