/** What can be wrong with an improvement, for people. */
import { defineError } from '#base'

export const ImprovementNotFound = defineError('improvements.not-found', 'not-found', {
  message: (d: { improvement: string }) => `There is no improvement ${d.improvement}.`,
})

export const CannotMove = defineError('improvements.cannot-move', 'conflict', {
  message: (d: { number: number; from: string; to: string; next: string }) =>
    `IMP-${d.number} is ${d.from} and cannot become ${d.to}. From there it goes to: ${d.next}.`,
})

export const VerdictNeedsNumbers = defineError('improvements.verdict-needs-numbers', 'bad-input', {
  message: (d: { number: number; verdict: string }) =>
    `IMP-${d.number} cannot be called ${d.verdict} without a number before and a number after.`,
  hint: 'Give both, or say cannot-tell and why.',
})

export const SourceNotFound = defineError('improvements.source-not-found', 'not-found', {
  message: (d: { source: string }) => `The improvement names ${d.source}, and there is none.`,
})
