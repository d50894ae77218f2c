/** The door of scraping: targets that are asked for their metrics, as Prometheus asks them. */
export { createAskTarget } from './ask-target.ts'
export { compileRelabel } from './relabel.ts'
export { createScraper, type Scraper, type TargetState } from './scraper.ts'
export type { ScrapeJob } from './targets.ts'
