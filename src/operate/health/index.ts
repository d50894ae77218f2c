/** The door of health: whether outcomes, signals and components are well, and what their harm weighs. */
export {
  type Judgement,
  type Priority as JudgedPriority,
  priorityOf,
  type SufferingOutcome,
  UNMAPPED_REASON,
  type Urgency,
} from './priority.ts'
