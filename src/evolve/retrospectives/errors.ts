/** What can be wrong with a retrospective, for people. */
import { defineError } from '#base'

export const RetrospectiveNotFound = defineError('retrospectives.not-found', 'not-found', {
  message: (d: { retrospective: string }) => `There is no retrospective ${d.retrospective}.`,
})

export const RetrospectiveClosed = defineError('retrospectives.closed', 'conflict', {
  message: (d: { number: number }) => `RETRO-${d.number} is closed.`,
})

export const NothingLearned = defineError('retrospectives.nothing-learned', 'bad-input', {
  message: (d: { number: number }) =>
    `RETRO-${d.number} has no lesson, so it cannot be closed without a word.`,
  hint: 'Record what was learned, success included, or say why there was nothing to learn.',
})
