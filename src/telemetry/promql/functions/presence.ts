/** A series that is there when others are not. Its labels are what the selector asked for by equality. */
import { type Expr, unwrap } from '../ast.ts'
import { emptyRow, type Grid, type Row, setValue, type Value } from '../grid.ts'
import { NAME, withLabel } from '../labels.ts'
import type { Labels } from '../source.ts'
import { overWindows, type PromqlFunction, rowsOf } from './define.ts'

/** What the series would be called that is not there. */
export function expectedLabels(expr: Expr): Labels {
  const inner = unwrap(expr)
  const selector = inner.kind === 'matrix' ? inner.vector : inner
  if (selector.kind !== 'vector') return {}
  const seen = new Set<string>()
  let labels: Labels = {}
  for (const { name, op, value } of selector.matchers) {
    if (name === NAME) continue
    labels = withLabel(labels, name, op === '=' && !seen.has(name) ? value : '')
    seen.add(name)
  }
  return labels
}

function absentOf(rows: readonly Row[], labels: Labels, grid: Grid): Value {
  const absent = emptyRow(labels, false, grid.count)
  for (let step = 0; step < grid.count; step++)
    if (!rows.some((row) => row.present[step])) setValue(absent, step, 1)
  return { type: 'vector', rows: [absent] }
}

export const presenceFunctions: readonly PromqlFunction[] = [
  {
    name: 'absent',
    args: ['vector'],
    returns: 'vector',
    evaluate: ({ args, exprs, grid }) => absentOf(rowsOf(args[0]), expectedLabels(exprs[0]!), grid),
  },
  {
    name: 'absent_over_time',
    args: ['matrix'],
    returns: 'vector',
    evaluate: ({ args, exprs, grid }) => {
      const matrix = args[0]
      if (matrix?.type !== 'matrix') throw new Error('expected a range vector')
      const present = overWindows(grid, matrix, false, () => 1)
      return absentOf(rowsOf(present), expectedLabels(exprs[0]!), grid)
    },
  },
]
