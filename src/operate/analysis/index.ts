/** The door of analysis: who may be to blame for what happens, what speaks for it, and what a person confirmed. */
export { type CauseChain, confirmCause } from './confirm.ts'
export { type Interval, type LossKind, type Part, suspectsOfLosses } from './of-losses.ts'
export { suspectsOfRequests } from './of-requests.ts'
export { type Causes, readCauses } from './read.ts'
export type { Suspect } from './suspect.ts'
export { Usual } from './usual.ts'
export { type SeenLog, type SeenSpan, type Visit, visitsOf } from './visit.ts'
export { createCauseWatch } from './watch.ts'
