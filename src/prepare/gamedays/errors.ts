/** What can be wrong with a drill, for people. */
import { defineError } from '#base'

export const ExperimentNotFound = defineError('gamedays.experiment-not-found', 'not-found', {
  message: (d: { experiment: string; workload: string }) =>
    `The model of ${d.workload} has no experiment ${d.experiment}.`,
  hint: 'Run opsplane drill list to see what is declared.',
})

export const DrillNotFound = defineError('gamedays.drill-not-found', 'not-found', {
  message: (d: { drill: string }) => `There is no drill ${d.drill}.`,
})

export const DrillIsRunning = defineError('gamedays.drill-is-running', 'conflict', {
  message: (d: { environment: string; number: number; experiment: string }) =>
    `DRILL-${d.number} (${d.experiment}) is still running in ${d.environment}: two faults at once teach nothing.`,
  hint: 'Wait until it has finished, or abort it.',
})

export const DrillIsOver = defineError('gamedays.drill-is-over', 'conflict', {
  message: (d: { number: number }) =>
    `DRILL-${d.number} takes its fault back already, or is finished.`,
})

export const VariableUnknown = defineError('gamedays.variable-unknown', 'bad-input', {
  message: (d: { name: string }) =>
    `The experiment uses \${${d.name}}, and nobody gives it a value.`,
  hint: 'Only variables that the server hands to drills can be used.',
})
