/** Pictures of pages, as people see them: light, dark, and on a phone; each as long as its page is. */
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { settled } from '../../test/harness/browser.ts'
import type { Product } from '../../test/harness/product.ts'

const LOOKS = [
  { look: 'light', colorScheme: 'light', viewport: { width: 1440, height: 900 } },
  { look: 'dark', colorScheme: 'dark', viewport: { width: 1440, height: 900 } },
  { look: 'phone', colorScheme: 'light', viewport: { width: 390, height: 844 } },
] as const

/** @param pages names of the pictures and addresses below /w/storefront/ */
export async function takePictures(
  browser: Browser,
  product: Product,
  pages: Readonly<Record<string, string>>,
  folder: string,
): Promise<number> {
  const first = await browser.newContext()
  const way = await first.newPage()
  await way.goto(product.signInUrl)
  await settled(way)
  const storageState = await first.storageState()
  await first.close()
  for (const { look, ...how } of LOOKS) {
    const context = await browser.newContext({ ...how, storageState })
    const page = await context.newPage()
    for (const [name, path] of Object.entries(pages)) {
      await page.goto(`${product.url}/w/storefront${path && `/${path}`}`)
      await settled(page)
      // The canvas of a chart is drawn when its script is there.
      await page.waitForFunction(() => document.querySelector('canvas') !== null)
      await page.screenshot({ path: join(folder, `${name}-${look}.png`), fullPage: true })
    }
    await context.close()
  }
  return LOOKS.length * Object.keys(pages).length
}
