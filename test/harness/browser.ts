/** A real Chromium, found where `scripts/ready.mjs` looks for it, that speaks with nobody but the product. */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export function openBrowser(): Promise<Browser> {
  const executablePath = [
    process.env.CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ].find((place) => place && existsSync(place))
  if (!executablePath) throw new Error('No Chromium: node scripts/ready.mjs browser installs it.')
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** Waits until a page of the console shows its data: a heading, and no panel that still loads. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      document.querySelector('main h1') !== null &&
      document.querySelector('[data-state="loading"]') === null,
  )
}

/** The rules that a change of colours alone can break. */
const RULES_OF_COLOURS = ['color-contrast', 'link-in-text-block']

/**
 * What stands against WCAG 2.2 AA and good practice, in words that name the element; of a page that was looked at
 * in other colours before, only what the colours can change.
 */
export async function barriers(page: Page, of: 'all' | 'colours' = 'all'): Promise<string[]> {
  // Evaluated by the protocol: a script element would be refused by the page's content security policy.
  await page.evaluate(axe)
  const { violations } = await page.evaluate(
    (runOnly) =>
      (window as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run(
        runOnly ? { runOnly } : {},
      ),
    of === 'colours' ? RULES_OF_COLOURS : undefined,
  )
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html}: ${failureSummary}`),
  )
}
