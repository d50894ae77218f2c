/** The door of procedures: documents that people read and the engine runs. */
import type { Projection, Reaction } from '#ledger'
import { runs } from './runs/projection.ts'
import { answerIncidents } from './runs/trigger.ts'

export const projections: readonly Projection[] = [runs]
export const reactions: readonly Reaction[] = [answerIncidents]

export type { ProcedureContext } from './context.ts'
export type { Finding } from './document/finding.ts'
export { type ParsedProcedure, parseProcedure } from './document/parse.ts'
export { createEngine, type Engine, type EngineOptions } from './engine.ts'
export { type ProcedureFacts, readProcedureFacts } from './facts.ts'
export { BadParameter, bindParameters } from './parameters.ts'
export { Plan, PlanSection, PlanStep } from './plan.ts'
export { createRedactor } from './runner/redact.ts'
export {
  answerStep,
  CannotAnswer,
  cancelRun,
  MayNotAnswer,
  ProcedureNotFound,
  planOf,
  RunNotFound,
  startInside,
  startRun,
} from './runs/commands.ts'
export { pathOf } from './runs/flow.ts'
export { listRuns, type OutputLine, readOutput, readRun } from './runs/read.ts'
export {
  type Answer,
  isEnded,
  type Run,
  type RunState,
  type RunStep,
  type StepState,
  type Waiting,
} from './runs/run.ts'
