/** What can be wrong with a problem, for people. */
import { defineError } from '#base'

export const ProblemNotFound = defineError('problems.not-found', 'not-found', {
  message: (d: { problem: string }) => `There is no problem ${d.problem}.`,
  hint: 'opsplane problem list shows them.',
})

export const ProblemCannotMove = defineError('problems.cannot-move', 'conflict', {
  message: (d: { number: number; from: string; to: string; next: string }) =>
    `PRB-${d.number} is ${d.from} and cannot become ${d.to}. From there it goes to: ${d.next}.`,
})

export const ProblemLacks = defineError('problems.lacks', 'bad-input', {
  message: (d: { number: number; to: string; field: string }) =>
    `PRB-${d.number} cannot become ${d.to} without ${d.field}.`,
})
