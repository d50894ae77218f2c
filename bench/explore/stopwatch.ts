/** What a person at the page feels: how long until the answer stands there, and for how long the page does not listen. */
import type { Page } from 'playwright-core'

export interface Times {
  /** Until what was asked for stands there, in milliseconds, one for each time it was tried. */
  readonly answered: number[]
  /** The longest stretch in which the page did not listen, in milliseconds; below 50 nothing is told, and it is 0. */
  readonly blocked: number[]
  /** From the input until it was painted, in milliseconds, the slowest input of each time. */
  readonly painted: number[]
  /** The slowest request of the page meanwhile, in milliseconds, and its address. */
  asked: { ms: number; path: string }
}

interface Noted {
  blocked: number
  painted: number
}

/** To be called before the page is opened. */
export async function watchPage(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const noted = { blocked: 0, painted: 0 }
    Object.assign(window, { noted })
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries())
        noted.blocked = Math.max(noted.blocked, duration)
    }).observe({ type: 'longtask', buffered: true })
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries())
        noted.painted = Math.max(noted.painted, duration)
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)
  })
}

export class Stopwatch {
  readonly times = new Map<string, Times>()
  readonly #page: Page
  #asked = { ms: 0, path: '' }

  constructor(page: Page) {
    this.#page = page
    page.on('requestfinished', (request) => {
      const { responseEnd } = request.timing()
      const { pathname } = new URL(request.url())
      if (pathname.startsWith('/api/') && responseEnd > this.#asked.ms)
        this.#asked = { ms: responseEnd, path: pathname }
    })
  }

  /** Does it `rounds` times; `before` is not timed. */
  async take(
    name: string,
    act: () => Promise<void>,
    { rounds = 5, before }: { rounds?: number; before?: (round: number) => Promise<void> } = {},
  ): Promise<void> {
    const times: Times = { answered: [], blocked: [], painted: [], asked: { ms: 0, path: '' } }
    this.times.set(name, times)
    for (let round = 0; round < rounds; round++) {
      await before?.(round)
      await this.#page
        .evaluate(() =>
          Object.assign((window as never as { noted: Noted }).noted, { blocked: 0, painted: 0 }),
        )
        .catch(() => {})
      this.#asked = { ms: 0, path: '' }
      const began = performance.now()
      await act()
      times.answered.push(performance.now() - began)
      // Observers are told a little later.
      await this.#page.waitForTimeout(60)
      const { blocked, painted } = await this.#page.evaluate(
        () => (window as never as { noted: Noted }).noted,
      )
      times.blocked.push(blocked)
      times.painted.push(painted)
      if (this.#asked.ms > times.asked.ms) times.asked = this.#asked
    }
  }
}
