/** The door of journeys: walks through the product that are taken at intervals. */
export { findChromium, type JourneyBrowser, openJourneyBrowser } from './browser.ts'
export {
  type JourneyFailure,
  type JourneyView,
  readJourneyCourse,
  readJourneyFailures,
  readJourneys,
} from './read.ts'
export type { Journey, JourneyRun } from './run.ts'
export type { WalkContext } from './walk.ts'
export { createJourneyWorker, type JourneyWorker } from './worker.ts'
