/** The door of problems: what keeps coming back, what helps meanwhile, and whether it is gone. */
export { linkIncident, moveProblem, type OnProblem, openProblem } from './commands.ts'
export type { Particulars } from './decide.ts'
export { ProblemCannotMove, ProblemLacks, ProblemNotFound } from './errors.ts'
export { type Problem, type ProblemState, problemName } from './problem.ts'
export { problems } from './projection.ts'
export { watchProblems } from './reaction.ts'
export { listProblems, readProblem } from './read.ts'
