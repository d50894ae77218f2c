/** The door of causes: who may be to blame for what happens, and what speaks for it. */
export { type Interval, type LossKind, type Part, suspectsOfLosses } from './of-losses.ts'
export { suspectsOfRequests } from './of-requests.ts'
export type { Suspect } from './suspect.ts'
export { Usual } from './usual.ts'
export { type SeenLog, type SeenSpan, type Visit, visitsOf } from './visit.ts'
