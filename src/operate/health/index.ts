/** The door of health: whether outcomes, signals and components are well, and what their harm weighs. */
export { type ComponentHealth, rollUpComponents } from './components.ts'
export { type Impact, impactOf, judgeImpact } from './impact.ts'
export { RECENT, type Span } from './measure.ts'
export { type OutcomeHealth, readOutcomes } from './outcomes.ts'
export {
  type Judgement,
  priorityOf,
  type SufferingOutcome,
  UNMAPPED_REASON,
  type Urgency,
} from './priority.ts'
export { type HealthReading, readHealth } from './read.ts'
export { readSignals, type SignalHealth } from './signals.ts'
export type { Health } from './status.ts'
export { type WorkloadHealth, workloadHealth } from './workload.ts'
