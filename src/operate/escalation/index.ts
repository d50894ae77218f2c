/** The door of escalation: calling for help until somebody answers. */
export type { Escalation, Recipient, Step } from './escalation.ts'
export {
  type ExecutedStep,
  escalations,
  readEscalation,
  readExecutedSteps,
} from './projection.ts'
export { escalate } from './reaction.ts'
