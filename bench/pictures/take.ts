/** Pictures of pages, as people see them: light, dark, and on a phone; each as long as its page is. */
import { join } from 'node:path'
import type { Browser, BrowserContext } from 'playwright-core'
import { settled } from '../../test/harness/browser.ts'
import type { Product } from '../../test/harness/product.ts'

const LOOKS = [
  { look: 'light', colorScheme: 'light', viewport: { width: 1440, height: 900 } },
  { look: 'dark', colorScheme: 'dark', viewport: { width: 1440, height: 900 } },
  { look: 'phone', colorScheme: 'light', viewport: { width: 390, height: 844 } },
] as const

export type Session = Awaited<ReturnType<BrowserContext['storageState']>>

/** The link of the terminal signs in once, and not for long. */
export async function signIn(browser: Browser, product: Product): Promise<Session> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(product.signInUrl)
  await settled(page)
  const session = await context.storageState()
  await context.close()
  return session
}

/** @param pages names of the pictures and addresses below /w/storefront/ */
export async function takePictures(
  browser: Browser,
  { url }: Pick<Product, 'url'>,
  storageState: Session,
  pages: Readonly<Record<string, string>>,
  folder: string,
): Promise<number> {
  for (const { look, ...how } of LOOKS) {
    const context = await browser.newContext({ ...how, storageState })
    const page = await context.newPage()
    for (const [name, path] of Object.entries(pages)) {
      await page.goto(`${url}/w/storefront${path && `/${path}`}`)
      await settled(page)
      // The canvas of a chart is drawn when its script is there.
      await page.waitForFunction(() => document.querySelector('canvas') !== null)
      await page.screenshot({ path: join(folder, `${name}-${look}.png`), fullPage: true })
    }
    await context.close()
  }
  return LOOKS.length * Object.keys(pages).length
}
