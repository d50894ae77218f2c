/**
 * What the pages of baselines and outcomes show after twenty minutes of the example, and after a month: pictures to be
 * looked at, in `test/output/pictures`. The month is made up, and sent with its own times to the product as anybody’s
 * telemetry is; what the store refuses or has condensed is said.
 */
import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Browser } from 'playwright-core'
import { openBrowser } from '../../test/harness/browser.ts'
import { startProduct } from '../../test/harness/product.ts'
import type { Figure } from '../figures.ts'
import { noCounts, type Sent, sendMonth } from './month.ts'
import { signIn, takePictures } from './take.ts'

const FOLDER = 'test/output/pictures'
const MINUTE_MS = 60_000
const MONTH_MS = 30 * 86_400_000
const run = promisify(execFile)

const PAGES = { overview: '', alarm: 'alarms/orders-unusual', outcome: 'outcomes/orders' }
const over = (from: string) =>
  Object.fromEntries(
    Object.entries(PAGES).map(([name, path]) => [`${name}-${from}`, `${path}?from=-${from}`]),
  )

export async function benchPictures({
  minutes = 20,
}: {
  readonly minutes?: number
}): Promise<Figure[]> {
  mkdirSync(FOLDER, { recursive: true })
  const browser = await openBrowser()
  try {
    const young = await twentyMinutes(browser, minutes)
    const old = await month(browser)
    return [...young, ...old]
  } finally {
    await browser.close()
  }
}

const figure = (what: string, ours: number, unit: string): Figure => ({
  ...{ what, ours, unit, peer: '', theirs: undefined, goal: undefined },
})

async function twentyMinutes(browser: Browser, minutes: number): Promise<Figure[]> {
  const product = await startProduct({ example: true })
  try {
    const session = await signIn(browser, product)
    await pause(minutes * MINUTE_MS)
    const { data: band } = await product.call('signals.band', {
      params: { signal: 'orders-per-minute' },
      query: { workload: 'storefront', from: '1h' },
    })
    const { data: incidents } = await product.call('incidents.list', {
      query: { workload: 'storefront' },
    })
    const pages = Object.fromEntries(
      Object.entries(PAGES).map(([name, path]) => [`${name}-young`, path]),
    )
    const taken = await takePictures(browser, product, session, pages, FOLDER)
    return [
      figure(`pictures after ${minutes} minutes of the example`, taken, ''),
      figure('data behind its baseline', band.knownMs / MINUTE_MS, 'min'),
      figure('incidents that nothing had caused', incidents.length, ''),
    ]
  } finally {
    await product.stop()
  }
}

async function month(browser: Browser): Promise<Figure[]> {
  const product = await startProduct()
  let feed: Feed | undefined
  try {
    const session = await signIn(browser, product)
    const token = readFileSync(join(product.data, 'token'), 'utf8').trim()
    const toMs = Math.floor(Date.now() / 15_000) * 15_000
    const totals = noCounts()
    const to = { url: product.url, token }
    const sent = await sendMonth(to, { fromMs: toMs - MONTH_MS, toMs, totals })
    feed = goOn(to, toMs, totals)
    const apply = ['bin/opsplane.mjs', 'apply', 'examples/storefront', '--data', product.data]
    await run(process.execPath, apply)
    // Health looks at the last minute.
    await pause(45_000)
    const beganMs = performance.now()
    const { data: band } = await product.call('signals.band', {
      params: { signal: 'orders-per-minute' },
      query: { workload: 'storefront', from: '30d' },
    })
    const learnedMs = performance.now() - beganMs
    const oldest = band.points.find(({ low }) => low !== null)?.timeMs ?? toMs
    const pages = { ...over('3h'), ...over('7d'), ...over('30d') }
    const taken = await takePictures(browser, product, session, pages, FOLDER)
    return [
      figure('pictures of a month', taken, ''),
      figure('samples of a month sent', sent.samples, ''),
      figure('of them refused', sent.refused, ''),
      figure('the band reaches back', (toMs - oldest) / 86_400_000, 'days'),
      figure('the band of a month learned', learnedMs, 'ms'),
    ]
  } finally {
    feed?.stop()
    await product.stop()
  }
}

interface Feed {
  stop(): void
}

/** The shop goes on while its pages are looked at. */
function goOn(to: Parameters<typeof sendMonth>[0], beganMs: number, totals: number[]): Feed {
  let fromMs = beganMs
  let sending: Promise<Sent | undefined> = Promise.resolve(undefined)
  const timer = setInterval(() => {
    sending = sending.then(async () => {
      const toMs = Math.floor(Date.now() / 15_000) * 15_000
      if (toMs <= fromMs) return undefined
      const stretch = { fromMs, toMs, totals }
      fromMs = toMs
      return sendMonth(to, stretch)
    })
    // The product is stopped before the last answer.
    sending.catch(() => clearInterval(timer))
  }, 5_000)
  return { stop: () => clearInterval(timer) }
}
