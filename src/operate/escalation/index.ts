/** The door of escalation: calling for help until somebody answers. */
export {
  acknowledgeIncident,
  escalateNow,
  reassignIncident,
  recordCase,
  snoozeIncident,
} from './commands.ts'
export type { CalledParty, Escalation, Recipient } from './escalation.ts'
export {
  type ExecutedStep,
  escalations,
  readEscalation,
  readExecutedSteps,
  readParties,
} from './projection.ts'
export { escalate } from './reaction.ts'
export { pullTriggers } from './trigger-reaction.ts'
export { createTriggerWatch } from './trigger-watch.ts'
