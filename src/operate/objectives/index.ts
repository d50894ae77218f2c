/** The door of objectives: how often an outcome may be missed, and what is left of that. */
export { type Bucket, type Counted, countIn } from './bucket.ts'
export { type Budget, budgetOf, burnRateOf, exhaustedAtMs } from './budget.ts'
export type { BurnDownPoint } from './burn-down.ts'
export { badShareQuery, burnRateQuery } from './burn-query.ts'
export { createObjectiveMemory, type ObjectiveMemory } from './memory.ts'
export type { RangeReader } from './range-reader.ts'
export { type Burn, judgeObjective, type ObjectiveHealth, readObjective } from './read.ts'
