/** The door of escalation: calling for help until somebody answers. */
export { auditEscalations, type EscalationAudit } from './audit.ts'
export { type Auditor, createAuditor } from './auditor.ts'
export { type AnswerLink, acknowledgeByLink, readAnswerLink } from './by-link.ts'
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
export { type Calling, listEscalations } from './read.ts'
export { answersWithinMs, resolverOf } from './resolve.ts'
export { type SimulatedCall, simulate } from './simulate.ts'
export { pullTriggers } from './trigger-reaction.ts'
export { createTriggerWatch } from './trigger-watch.ts'
