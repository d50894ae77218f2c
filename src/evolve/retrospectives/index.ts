/** The door of retrospectives: every incident that is over, drafted from the ledger and closed by people. */
export { closeRetrospective } from './commands.ts'
export { NothingLearned, RetrospectiveClosed, RetrospectiveNotFound } from './errors.ts'
export { retrospectives } from './projection.ts'
export { openRetrospectives } from './reaction.ts'
export {
  findRetrospective,
  listRetrospectives,
  readMoments,
  readRetrospective,
} from './read.ts'
export type { Moment, Retrospective, Timings } from './retrospective.ts'
