/** What an expression reads: every selector, with the stretch of time it needs for all steps together. */
import { childrenOf, type Expr, type VectorSelector } from './ast.ts'
import type { QueryScope } from './functions/define.ts'
import { endOf, type Grid } from './grid.ts'
import type { Settings } from './options.ts'
import { shiftGrid, subqueryGrid, windowOf } from './shift.ts'

export interface Read {
  readonly selector: VectorSelector
  /** Exclusive. */
  readonly fromMs: number
  /** Inclusive. */
  readonly toMs: number
}

export function readsOf(expr: Expr, grid: Grid, query: QueryScope, settings: Settings): Read[] {
  if (grid.count === 0) return []
  switch (expr.kind) {
    case 'vector':
      return [read(expr, settings.lookbackMs, grid, query, settings)]
    case 'matrix': {
      const before = expr.vector.edges ? settings.lookbackMs : 0
      return [read(expr.vector, windowOf(expr.range, query) + before, grid, query, settings)]
    }
    case 'subquery': {
      const { inner } = subqueryGrid(expr, grid, query, settings.subqueryStepMs)
      return readsOf(expr.expr, inner, query, settings)
    }
    default:
      return childrenOf(expr).flatMap((child) => readsOf(child, grid, query, settings))
  }
}

function read(
  selector: VectorSelector,
  beforeMs: number,
  grid: Grid,
  query: QueryScope,
  settings: Settings,
): Read {
  const shifted = shiftGrid(grid, selector, query)
  const after = selector.edges === 'smoothed' ? settings.lookbackMs : 0
  return { selector, fromMs: shifted.startMs - beforeMs, toMs: endOf(shifted) + after }
}
