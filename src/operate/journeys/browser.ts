/** Steps in a real Chromium, where there is one: the one that is installed, by the library that is optional. */
import { existsSync } from 'node:fs'
import { durationMs, messageOf } from '#base'
import { type BrowserStep, Unexpected } from './run.ts'
import { addressOf, fill, type Variables } from './variables.ts'

export interface JourneyBrowser {
  /** A fresh visitor: no cookie, no history. */
  visit(): Promise<Visit>
  close(): Promise<void>
}

export interface Visit {
  /** @throws Unexpected */
  run(step: BrowserStep, context: VisitContext): Promise<void>
  end(): Promise<void>
}

export interface VisitContext {
  readonly baseUrl: string | undefined
  readonly variables: Variables
}

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  return [env.CHROMIUM, ...PLACES].find((place) => place && existsSync(place))
}

/** Undefined when there is no Chromium that starts, or nothing that could drive it. */
export async function openJourneyBrowser(
  executablePath: string | undefined,
): Promise<JourneyBrowser | undefined> {
  if (!executablePath) return undefined
  const playwright = await import('playwright-core').catch(() => undefined)
  if (!playwright) return undefined
  const browser = await playwright.chromium
    .launch({
      executablePath,
      args: [
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // Chromium refuses its sandbox to root.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
    })
    .catch(() => undefined)
  if (!browser) return undefined
  return {
    async visit() {
      const context = await browser.newContext()
      const page = await context.newPage()
      return {
        async run({ browser: action, timeout }, { baseUrl, variables }) {
          const limit = { timeout: durationMs(timeout) }
          if ('goto' in action) {
            const url = addressOf(action.goto, baseUrl, variables)
            const response = await attempt(`the page ${url}`, () => page.goto(url, limit))
            if (response && response.status() >= 400)
              throw new Unexpected(`the page ${url}`, `status ${response.status()}`)
          } else if ('click' in action)
            await attempt(`something to click at ${action.click}`, () =>
              page.click(action.click, limit),
            )
          else if ('fill' in action)
            await attempt(`a field at ${action.fill}`, () =>
              page.fill(action.fill, fill(action.with, 'text', variables), limit),
            )
          else {
            const words = fill(action.expect, 'text', variables)
            await attempt(`the text "${words}"`, () =>
              page.getByText(words).first().waitFor({ state: 'visible', timeout: limit.timeout }),
            )
          }
        },
        end: () => context.close(),
      }
    },
    close: () => browser.close(),
  }
}

async function attempt<Result>(expected: string, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act()
  } catch (error) {
    throw new Unexpected(expected, messageOf(error).split('\n')[0]!.slice(0, 300))
  }
}
