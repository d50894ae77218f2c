/** Which moments selectors and subqueries look at, seen from the moments at which a query is evaluated. */
import type { Subquery, TimeShift } from './ast.ts'
import { type DurationExpr, durationOf } from './duration.ts'
import { PromqlEvaluationError } from './errors.ts'
import type { QueryScope } from './functions/define.ts'
import { endOf, type Grid } from './grid.ts'

/** Moves a grid by `offset` and `@`. Fixed moments stay a grid, of as many steps without distance. */
export function shiftGrid(grid: Grid, shift: TimeShift, query: QueryScope): Grid {
  const offsetMs = shift.offset ? lengthOf(shift.offset, query) : 0
  if (shift.at === undefined) return { ...grid, startMs: grid.startMs - offsetMs }
  const at = shift.at === 'start' ? query.startMs : shift.at === 'end' ? query.endMs : shift.at
  return { startMs: at - offsetMs, stepMs: 0, count: grid.count }
}

export function lengthOf(duration: DurationExpr, query: QueryScope): number {
  return durationOf(duration, { stepMs: query.stepMs, rangeMs: query.endMs - query.startMs })
}

/** A length that must be greater than 0, such as a window. */
export function windowOf(duration: DurationExpr, query: QueryScope): number {
  const ms = lengthOf(duration, query)
  if (ms > 0) return ms
  throw new PromqlEvaluationError({ problem: 'duration must be greater than 0' })
}

/** The moments inside all windows of a subquery: multiples of its step since 1970. */
export function subqueryGrid(
  subquery: Subquery,
  grid: Grid,
  query: QueryScope,
  defaultStepMs: number,
): { inner: Grid; shifted: Grid; windowMs: number } {
  const shifted = shiftGrid(grid, subquery, query)
  const windowMs = windowOf(subquery.range, query)
  const stepMs = subquery.step ? windowOf(subquery.step, query) : defaultStepMs
  const afterMs = shifted.startMs - windowMs
  const startMs = (Math.floor(afterMs / stepMs) + 1) * stepMs
  const count = Math.max(0, Math.floor((endOf(shifted) - startMs) / stepMs) + 1)
  return { inner: { startMs, stepMs, count }, shifted, windowMs }
}
