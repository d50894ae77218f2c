/** What can be wrong with the review, for people. */
import { defineError } from '#base'

export const NothingToReview = defineError('review.nothing-to-review', 'not-found', {
  message: (d: { workload: string }) => `There is no model of ${d.workload}.`,
  hint: 'Run opsplane apply first.',
})

export const PracticeNotFound = defineError('review.practice-not-found', 'not-found', {
  message: (d: { practice: string }) => `The review has no practice ${d.practice}.`,
})

export const ReasonHasNoEnd = defineError('review.reason-has-no-end', 'bad-input', {
  message: () => 'A reason must end in the future, and within a year.',
  hint: 'What was a good reason is looked at again when it ends.',
})
