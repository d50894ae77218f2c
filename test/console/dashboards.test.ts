/** Dashboards in a real browser: forty panels at once, one crosshair, the way to Explore, images, data and links. */
import { readFileSync } from 'node:fs'
import type { Browser, BrowserContext, Download, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { barriers, openBrowser, settled } from '../harness/browser.ts'
import { type Product, startProduct } from '../harness/product.ts'
import { hangWall, PANELS, WALL } from '../harness/wall.ts'

let product: Product
let browser: Browser
let context: BrowserContext
let page: Page
/** When the data was pushed: its age is that of the test, and what is read is of then. */
let to: string

beforeAll(async () => {
  ;[product, browser] = await Promise.all([startProduct(), openBrowser()])
  to = new Date(await hangWall(product)).toISOString()
  context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const first = await context.newPage()
  await first.goto(product.signInUrl)
  await settled(first)
  await first.close()
}, 300_000)
afterAll(() => Promise.all([browser?.close(), product?.stop()]))
beforeEach(async () => {
  page = await context.newPage()
  return () => page.close()
})

/** What a page comes to, on a machine that is busy. */
const soon = <T>(is: () => T) => expect.poll(is, { timeout: 20_000 })
const asked = (name: string) => new URL(page.url()).searchParams.get(name)
const addressOf = (search: string) =>
  new URL(`/w/till/dashboards/${WALL}?${search}`, product.url).href

async function open(search = ''): Promise<void> {
  await page.goto(addressOf(`from=-300s&to=${to}${search}`))
  await settled(page)
  await page.locator('#line-level canvas').waitFor()
}

/** The middle of the chart of a panel, and a part of its width beside it. */
async function onChart(panel: string, part: number) {
  await page.locator(`#${panel} .u-over`).scrollIntoViewIfNeeded()
  const box = (await page.locator(`#${panel} .u-over`).boundingBox())!
  return { x: box.x + box.width * part, y: box.y + box.height / 2 }
}
const reading = (panel: string) => page.locator(`#${panel} .measured-reading`).textContent()
const nameOf = (panel: string) => page.locator(`#${panel} h3`).textContent()

async function act(panel: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `Actions of ${await nameOf(panel)}`, exact: true }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

async function downloaded(begin: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all<[Promise<Download>, Promise<void>]>([
    page.waitForEvent('download'),
    begin(),
  ] as never)
  return {
    name: (download as Download).suggestedFilename(),
    bytes: readFileSync(await (download as Download).path()),
  }
}

/** Width and height stand in the first block of a PNG. */
function sizeOf(png: Buffer): { width: number; height: number } {
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) }
}

describe('opening', () => {
  test('forty panels come with one question, into frames that were there, and nothing jumps', async () => {
    const questions: string[] = []
    page.on('request', (request) => {
      const { pathname } = new URL(request.url())
      if (pathname.startsWith('/api/v1/dashboards/')) questions.push(pathname)
    })
    let release = () => {}
    const held = new Promise<void>((done) => {
      release = done
    })
    await page.route('**/api/v1/dashboards/**', async (route) => {
      await held
      await route.continue()
    })
    await page.addInitScript(() => {
      const shifts = window as unknown as { shifted: number }
      shifts.shifted = 0
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
          shifts.shifted += (entry as unknown as { value: number }).value
      }).observe({ type: 'layout-shift', buffered: true })
    })
    await page.goto(addressOf('refresh=off'))
    await soon(() => page.locator('.panel').count()).toBe(PANELS)
    const place = () => page.locator('#line-33').boundingBox()
    const before = await place()
    release()
    await settled(page)
    await page.locator('#line-33 canvas').waitFor({ state: 'attached' })
    expect(await place()).toEqual(before)
    expect(questions).toEqual([`/api/v1/dashboards/${WALL}`])
    const shifted = await page.evaluate(() => (window as unknown as { shifted: number }).shifted)
    expect(shifted).toBeLessThan(0.05)
  })

  test.each(['light', 'dark'] as const)(
    'no barrier, in %s, with a menu open too',
    async (scheme) => {
      await page.emulateMedia({ colorScheme: scheme })
      await open()
      expect(await barriers(page)).toEqual([])
      await page.getByRole('button', { name: 'Actions of Level', exact: true }).click()
      await page.getByRole('menu').waitFor()
      expect(await barriers(page)).toEqual([])
    },
  )

  test('a panel that could not be read says so in its place, and the others stand', async () => {
    await open()
    await page.locator('#broken').getByText('duplicate').waitFor()
    await page.locator('#silent').getByText('No data').waitFor()
    expect(await page.locator('[data-state="failed"]').count()).toBe(1)
    await page.locator('#line-1').getByText('Above range').waitFor()
  })

  test('who may not see it is told who can allow it; who was cut off keeps what was read', async () => {
    const problem = { type: 'about:blank', code: 'access.not-allowed', detail: 'Not for you.' }
    await page.route('**/api/v1/dashboards?**', (route) =>
      route.fulfill({ status: 403, json: { ...problem, status: 403, title: 'Forbidden' } }),
    )
    await page.route('**/api/v1/dashboards/**', (route) =>
      route.fulfill({ status: 403, json: { ...problem, status: 403, title: 'Forbidden' } }),
    )
    await page.goto(addressOf('refresh=off'))
    await page.locator('[data-state="no-permission"]').waitFor()
    await page.unrouteAll()
    await open()
    await page.route('**/api/v1/dashboards/**', (route) => route.abort())
    await page.getByRole('button', { name: 'Refresh now' }).click()
    await page.locator('[data-state="stale"]').waitFor()
    await page.locator('#line-1').getByText('Above range').waitFor()
  })
})

describe('reading', () => {
  test('the crosshair is one for all charts, and each says its value at that time', async () => {
    await open()
    const { x, y } = await onChart('line-level', 0.95)
    await page.mouse.move(x, y)
    await soon(() => reading('line-level')).toMatch(/^\d\d:\d\d/)
    const [time] = (await reading('line-level'))!.split(' · ')
    for (const panel of ['shards', 'line-0', 'line-20'])
      expect((await reading(panel))!.split(' · ')[0]).toBe(time)
    expect(await reading('shards')).toMatch(/11 12/)
    await page.mouse.move(2, 2)
    await soon(() => reading('line-0')).toBe('')
  })

  test('by keyboard: arrows move it, and Enter asks Explore about the moment', async () => {
    await open()
    await page.locator('#line-level .chart-keys').focus()
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('Shift+ArrowLeft')
    await soon(() => reading('line-0')).toMatch(/^\d\d:\d\d/)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Explore' }).waitFor()
    expect(asked('metrics')).toBe('max(wall_level)')
    // Eleven moments back, with a minute around it as far as that is over.
    const aroundMs = Date.parse(asked('to')!) - Date.parse(to)
    expect(aroundMs).toBeGreaterThan(0)
    expect(aroundMs).toBeLessThanOrEqual(60_000)
  })

  test('a click on a moment asks Explore; dragging chooses the time for all, and back undoes it', async () => {
    await open()
    const { x, y } = await onChart('line-0', 0.4)
    await page.mouse.click(x, y)
    await page.getByRole('heading', { level: 1, name: 'Explore' }).waitFor()
    expect(asked('metrics')).toBe('wall_level{shard="0"} + 0')
    await page.goBack()
    await settled(page)
    await page.locator('#line-0 canvas').waitFor()
    const from = await onChart('line-0', 0.3)
    const until = await onChart('line-0', 0.6)
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move(until.x, until.y, { steps: 4 })
    await page.mouse.up()
    await soon(() => asked('to')).not.toBe(to)
    const seconds = Number(/^-(\d+)s$/.exec(asked('from')!)![1])
    expect(seconds).toBeGreaterThan(60)
    expect(seconds).toBeLessThan(130)
    await page.goBack()
    await soon(() => asked('to')).toBe(to)
  })

  test('one panel stands alone, as a table too, and leads back', async () => {
    await open()
    await act('line-level', 'Show alone')
    await soon(() => page.locator('.panel').count()).toBe(1)
    expect(asked('panel')).toBe('line-level')
    await act('line-level', 'Show as table')
    await page.getByRole('region', { name: 'Level as a table' }).getByText('12').first().waitFor()
    await page.getByRole('link', { name: 'All panels' }).click()
    await soon(() => page.locator('.panel').count()).toBe(PANELS)
  })

  test('on a wall there is no navigation, by a key and by the address', async () => {
    await open()
    await page.keyboard.press('f')
    await soon(() => asked('tv')).toBe('1')
    await soon(() => page.locator('nav.nav').isVisible()).toBe(false)
    await page.getByRole('button', { name: 'Leave full screen' }).click()
    await soon(() => page.locator('nav.nav').isVisible()).toBe(true)
    await page.goto(addressOf('tv=1'))
    await settled(page)
    expect(await page.locator('nav.nav').isVisible()).toBe(false)
  })
})

describe('taking it along', () => {
  const MARGIN = 32
  /** What it is and of when stands above it. */
  const HEAD = 48

  test('the whole dashboard as an image, twice as fine as the screen', async () => {
    await open('&panel=line-level')
    const box = (await page.locator('.dashboard').boundingBox())!
    const { name, bytes } = await downloaded(() =>
      page.getByRole('button', { name: 'Image' }).click(),
    )
    expect(name).toMatch(/^wall-\d{4}-\d\d-\d\dT\d{4}\.png$/)
    const { width, height } = sizeOf(bytes)
    expect(width).toBe(2 * (Math.ceil(box.width) + MARGIN))
    expect(height).toBe(2 * (Math.ceil(box.height) + MARGIN + HEAD))
  })

  test('an image of one panel has its words and its line in the colours of the page', async () => {
    await page.emulateMedia({ colorScheme: 'dark' })
    await open()
    const box = (await page.locator('#line-1').boundingBox())!
    const { name, bytes } = await downloaded(() => act('line-1', 'Save as image'))
    expect(name).toMatch(/^wall-line-1-/)
    expect(sizeOf(bytes).width).toBe(2 * (Math.ceil(box.width) + MARGIN))
    const colours = await page.evaluate(async (png) => {
      const image = new Image()
      image.src = `data:image/png;base64,${png}`
      await image.decode()
      const canvas = document.createElement('canvas')
      canvas.width = image.width
      canvas.height = image.height
      const ctx = canvas.getContext('2d')!
      ctx.drawImage(image, 0, 0)
      const { data } = ctx.getImageData(0, 0, image.width, image.height)
      const found = new Map<string, number>()
      for (let i = 0; i < data.length; i += 4) {
        const key = `${data[i]},${data[i + 1]},${data[i + 2]}`
        found.set(key, (found.get(key) ?? 0) + 1)
      }
      return Object.fromEntries(found)
    }, bytes.toString('base64'))
    // Ground of the page, ground of the card, words, and the line that is out of its range.
    expect(colours['12,14,19']).toBeGreaterThan(1_000)
    expect(colours['18,21,28']).toBeGreaterThan(10_000)
    expect(colours['236,238,243']).toBeGreaterThan(100)
    const isRed = ([r = 0, g = 0, b = 0]: number[]) => r > 180 && g < 120 && b < 120
    const red = Object.keys(colours).filter((key) => isRed(key.split(',').map(Number)))
    expect(red.reduce((sum, key) => sum + colours[key]!, 0)).toBeGreaterThan(50)
  })

  test('the data as CSV: of all panels, and of one', async () => {
    await open()
    const all = await downloaded(() => page.getByRole('button', { name: 'CSV' }).click())
    const lines = all.bytes.toString('utf8').split('\r\n')
    expect(lines[0]).toBe('panel,what,time,value,unit')
    expect(lines.some((line) => /^Level,,20.*Z,12,\/min$/.test(line))).toBe(true)
    expect(lines.some((line) => line.startsWith('Line 33,'))).toBe(true)
    const one = await downloaded(() => act('table-side-by-side', 'Save data as CSV'))
    expect(one.bytes.toString('utf8').split('\r\n')).toHaveLength(1 + 5)
  })

  test('a link shows the time that was seen, whenever it is opened', async () => {
    await open()
    await act('line-level', 'Copy link to this time')
    await page.getByText('Link copied').waitFor()
    const link = await page.evaluate(() => navigator.clipboard.readText())
    const { searchParams, pathname } = new URL(link)
    expect(pathname).toBe(`/w/till/dashboards/${WALL}`)
    expect(searchParams.get('panel')).toBe('line-level')
    await page.goto(link)
    await settled(page)
    await page.getByText('Ends at').waitFor()
    expect(await page.getByRole('combobox', { name: 'Ask again every' }).count()).toBe(0)
    await page.locator('#line-level').getByText('12').first().waitFor()
  })
})
