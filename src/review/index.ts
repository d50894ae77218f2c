/** The door of the review: practices answered from evidence, and what people say to it. */
import type { Projection, Reaction } from '#ledger'
import { reviews } from './projection.ts'

export const projections: readonly Projection[] = [reviews]

/** The review answers when it is asked; no fact wakes it. */
export const reactions: readonly Reaction[] = []

export type { Answer, Assessment, Gap, Reason, Risk } from './assess.ts'
export {
  attest,
  giveReason,
  type OnPractice,
  recordMilestone,
  withdrawReason,
} from './commands.ts'
export { NothingToReview, PracticeNotFound, ReasonHasNoEnd } from './errors.ts'
export type { Evidence, Level, Source } from './practice.ts'
export { listMilestones, type Milestone } from './read.ts'
export { type Question, type Review, reviewWorkload } from './review.ts'
