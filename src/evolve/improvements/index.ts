/** The door of improvements: proposed, made, and then evaluated. */
export {
  evaluateImprovement,
  moveImprovement,
  type OnImprovement,
  proposeImprovement,
} from './commands.ts'
export type { MoveTo, Verdict } from './decide.ts'
export {
  CannotMove,
  ImprovementNotFound,
  SourceNotFound,
  VerdictNeedsNumbers,
} from './errors.ts'
export type { Improvement, ImprovementState } from './improvement.ts'
export { improvements } from './projection.ts'
export { listImprovements, readImprovement } from './read.ts'
