/**
 * Which queries can be kept answered from memory, and of which selectors their windows are. What cannot is answered
 * by the evaluator; the reason is told, so that whoever wonders why an alarm is dear can read it.
 */
import { childrenOf, type Expr, isSetOperator, type VectorSelector } from '../promql/ast.ts'
import { typeOf } from '../promql/check.ts'
import { durationOf } from '../promql/duration.ts'

/** The longest stretch that is kept in memory for a query. */
const LONGEST_MS = 24 * 3_600_000

/** A selector and how much of the past it needs. */
export interface Reach {
  readonly selector: VectorSelector
  /** The metric it names. */
  readonly metric: string
  /** The length of its window in milliseconds; 0 when the present value is asked for. */
  readonly windowMs: number
}

export interface Compiled {
  readonly expr: Expr
  readonly reaches: readonly Reach[]
  /**
   * Its answer becomes another one only by a sample of its own series: then who reads it need not be told of
   * others. Not so when it says something because there are none.
   */
  readonly hearsAll: boolean
}

/** The windows of a query, or why it has none. */
export function compileWindow(expr: Expr): Compiled | string {
  const type = typeOf(expr)
  if (type !== 'vector' && type !== 'scalar') return `it answers with a ${type}`
  const reaches = reachesOf(expr)
  if (typeof reaches === 'string') return reaches
  if (reaches.length === 0) return 'it reads no series'
  return { expr, reaches, hearsAll: hearsAll(expr) }
}

function reachesOf(expr: Expr): Reach[] | string {
  switch (expr.kind) {
    case 'vector':
      return reachOf(expr, 0)
    case 'matrix':
      return reachOf(expr.vector, durationOf(expr.range, { stepMs: 0, rangeMs: 0 }))
    case 'subquery':
      return 'it has a subquery'
    default: {
      const all: Reach[] = []
      for (const child of childrenOf(expr)) {
        const reaches = reachesOf(child)
        if (typeof reaches === 'string') return reaches
        all.push(...reaches)
      }
      return all
    }
  }
}

function reachOf(selector: VectorSelector, windowMs: number): Reach[] | string {
  if (selector.offset || selector.at !== undefined) return 'it looks at another moment than now'
  if (selector.edges) return 'it looks beyond the edges of its window'
  if (windowMs > LONGEST_MS) return 'its window is longer than a day'
  const name = selector.matchers.find((one) => one.name === '__name__' && one.op === '=')
  if (!name) return 'a selector names no metric'
  return [{ selector, metric: name.value, windowMs }]
}

const SPEAK_OF_NOTHING: ReadonlySet<string> = new Set([
  ...['absent', 'absent_over_time', 'scalar', 'vector', 'time', 'info'],
  ...['minute', 'hour', 'month', 'year', 'day_of_week', 'day_of_month', 'day_of_year'],
  'days_in_month',
])

function hearsAll(expr: Expr): boolean {
  if (expr.kind === 'call' && SPEAK_OF_NOTHING.has(expr.name)) return false
  if (expr.kind === 'binary') {
    const { matching } = expr
    if (isSetOperator(expr.op)) return false
    if (matching?.fillLeft !== undefined || matching?.fillRight !== undefined) return false
  }
  return childrenOf(expr).every(hearsAll)
}
