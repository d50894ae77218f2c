/** The door of standing queries: those that are asked again and again, answered from windows in memory. */
export { type Compiled, compileWindow } from './compile.ts'
export type { RestTerms } from './rests.ts'
export { BYTES_PER_SAMPLE } from './sample-budget.ts'
export {
  type HeldQuery,
  type Rest,
  StandingQueries,
  type StandingQueriesOptions,
  type StandingStats,
} from './standing-queries.ts'
export type { StandingAnswer } from './standing-query.ts'
