/** The door of game days: experiments that are run, and what they found. */
export { abortDrill, startDrill } from './commands.ts'
export type {
  Drill,
  DrillActivity,
  DrillCheck,
  DrillExpectation,
  DrillOutcome,
  DrillState,
  Experiment,
} from './drill.ts'
export { DrillIsOver, DrillIsRunning, DrillNotFound, ExperimentNotFound } from './errors.ts'
export { type Guard, openGuard } from './guard.ts'
export { drills } from './projection.ts'
export type { DrillContext } from './providers/index.ts'
export { awaitResponse } from './reaction.ts'
export {
  findDrill,
  type ListedExperiment,
  listDrills,
  listExperiments,
  readDrill,
  runningDrills,
} from './read.ts'
export { type DrillMoment, readDrillTimeline } from './timeline.ts'
export { createDrillWorker, type DrillWorker } from './worker.ts'
