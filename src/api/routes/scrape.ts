/** The targets that are asked for metrics: those that are down first. */
import type { Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'

const ORDER = ['down', 'unknown', 'up']

export function scrapeHandlers({ targets }: Services): Handlers<'scrape.list'> {
  return {
    'scrape.list': async ({ query: { workload } }) => ({
      data: targets()
        .filter((target) => workload === undefined || target.workload === workload)
        .map(({ lastScrapeMs, ...target }) => ({
          ...target,
          lastScrape: lastScrapeMs === null ? null : new Date(lastScrapeMs).toISOString(),
        }))
        .sort(
          (a, b) => ORDER.indexOf(a.health) - ORDER.indexOf(b.health) || a.url.localeCompare(b.url),
        ),
    }),
  }
}
