/**
 * Explore before a full store: ten thousand series, two million lines and half a million spans of the last hour,
 * sent to the product as clients do, then a real browser in front of it. Figures are the longest time that the page
 * did not listen; notes tell how long the answers took.
 */
import { mkdirSync } from 'node:fs'
import { openBrowser, settled } from '../../test/harness/browser.ts'
import { startProduct } from '../../test/harness/product.ts'
import type { Figure } from '../figures.ts'
import { fill } from './fill.ts'
import { interact, openView, VIEWS } from './interactions.ts'
import { Stopwatch, type Times, watchPage } from './stopwatch.ts'

const AMOUNTS = { lines: 2_000_000, spans: 500_000 }
const GOAL_MS = 100
const PICTURES = 'test/output/explore-bench'
const LOOKS = {
  light: { colorScheme: 'light', viewport: { width: 1440, height: 900 } },
  dark: { colorScheme: 'dark', viewport: { width: 1440, height: 900 } },
  phone: { colorScheme: 'light', viewport: { width: 390, height: 844 } },
} as const

/** `share` of the amounts, to try the bench itself; `data` keeps the folder for another time. */
export async function benchExplore(): Promise<readonly Figure[]> {
  const share = Number(process.env.BENCH_SHARE ?? 1)
  const [product, browser] = await Promise.all([startProduct(), openBrowser()])
  try {
    await fill(product.url, { lines: AMOUNTS.lines * share, spans: AMOUNTS.spans * share }, say)
    await untilStored(product, AMOUNTS.lines * share)
    const context = await browser.newContext({
      viewport: LOOKS.light.viewport,
      reducedMotion: 'reduce',
    })
    const page = await context.newPage()
    await watchPage(page)
    await page.goto(product.signInUrl)
    await settled(page)
    const watch = new Stopwatch(page)
    await interact(page, watch, product.url)
    mkdirSync(PICTURES, { recursive: true })
    for (const [look, { colorScheme, viewport }] of Object.entries(LOOKS)) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize(viewport)
      for (const { name, search } of VIEWS) {
        await openView(page, product.url, search)
        await page.screenshot({ path: `${PICTURES}/${name.replace(/\W+/g, '-')}-${look}.png` })
      }
    }
    return [...watch.times].map(([name, times]) => figureOf(name, times))
  } finally {
    await browser.close()
    await product.stop()
  }
}

async function untilStored(
  { call }: Awaited<ReturnType<typeof startProduct>>,
  lines: number,
): Promise<void> {
  for (const end = Date.now() + 300_000; Date.now() < end; ) {
    const { data } = await call('sql.query', { query: { sql: 'select count() from tel.logs' } })
    if (Number(data.rows[0]![0]) >= lines) return
    await new Promise((resume) => setTimeout(resume, 500))
  }
  throw new Error('the lines did not reach the tables within five minutes')
}

function figureOf(name: string, { answered, blocked, painted, asked }: Times): Figure {
  const note = `answered ${ms(median(answered))}, at most ${ms(Math.max(...answered))}; input painted ${ms(median(painted))}, at most ${ms(Math.max(...painted))}${asked.ms > 0 ? `; slowest request ${ms(asked.ms)} ${asked.path}` : ''}`
  return {
    what: name,
    unit: 'ms',
    ours: Math.max(...blocked),
    peer: 'our goal',
    theirs: GOAL_MS,
    goal: 1,
    note,
  }
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!
const ms = (value: number) => `${Math.round(value)} ms`
const say = (words: string) => process.stderr.write(`${words}\n`)
