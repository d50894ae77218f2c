/** The door of the ledger: what happened, and how code answers it. */
export { createDispatcher, type Dispatcher } from './dispatcher.ts'
export * from './events/index.ts'
export {
  defineFact,
  type Fact,
  type FactDefinition,
  type FactOf,
  type NewFact,
  timeOf,
} from './fact.ts'
export { createFollower, type Follower, type FollowerOptions } from './follower.ts'
export {
  Fenced,
  fence,
  type Lease,
  releaseAllLeases,
  releaseLease,
  renewLease,
  takeLease,
} from './leases.ts'
export { type Author, type Commit, LEDGER_CHANNEL, type Ledger, openLedger } from './ledger.ts'
export { defineProjection, type Fold, fold, type Projection } from './projection.ts'
export { type Answer, answer, answerTimer, defineReaction, type Reaction } from './reaction.ts'
export type { FactQuery } from './read.ts'
export { dumpProjections, type Rebuilt, rebuildProjections } from './rebuild.ts'
export { createTeller, type Teller, type Telling, tell } from './sentences.ts'
export { signHead } from './signature.ts'
export { timers } from './timers.ts'
export type { Transaction } from './transaction.ts'
export { type Verdict, verifyLedger } from './verify.ts'
