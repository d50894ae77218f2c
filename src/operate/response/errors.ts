/** What can be wrong with the work on an incident, for people. */
import { defineError } from '#base'

export const PhaseCannotBe = defineError('response.phase', 'conflict', {
  message: (d: { number: number; from: string; to: string; why: string }) =>
    `INC-${d.number} is ${d.from} and cannot become ${d.to}: ${d.why}.`,
})

export const TaskNotFound = defineError('response.task-not-found', 'not-found', {
  message: (d: { number: number; task: string }) => `INC-${d.number} has no open task ${d.task}.`,
})

export const DecisionNotFound = defineError('response.decision-not-found', 'not-found', {
  message: (d: { number: number; decision: string }) =>
    `INC-${d.number} has no open decision ${d.decision}.`,
})

export const NoSuchOption = defineError('response.no-such-option', 'bad-input', {
  message: (d: { choice: string; options: string }) =>
    `${d.choice} is none of what was asked: ${d.options}.`,
})

export const NotEmpowered = defineError('response.not-empowered', 'forbidden', {
  message: (d: { by: string; askedOf: string }) =>
    `${d.by} may not decide this: it was asked of ${d.askedOf}.`,
  hint: 'Whoever was asked decides, or the commander of the incident does.',
})

export const ImpactRunsBackwards = defineError('response.impact', 'bad-input', {
  message: (d: { from: string; to: string }) =>
    `It cannot have ended at ${d.to}, before ${d.from}.`,
})
