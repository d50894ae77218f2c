/** Questions about an expression that need no data: what it reads, and which condition it makes. */
import {
  type ComparisonOperator,
  type Expr,
  isComparison,
  unwrap,
  type VectorSelector,
} from './ast.ts'
import { typeOf } from './check.ts'
import { type DurationExpr, durationOf } from './duration.ts'
import { computeAny } from './operators.ts'
import { type EvaluateOptions, settingsFrom } from './options.ts'
import { parsePromql } from './parse.ts'
import type { Matcher } from './source.ts'

/** A selector and how much of the past it needs: `(now - offsetMs - windowMs, now - offsetMs]`. */
export interface SelectorUse {
  readonly matchers: readonly Matcher[]
  /** Milliseconds; infinite when the selector is pinned to a moment with @. */
  readonly windowMs: number
  readonly offsetMs: number
}

/** Everything the expression reads, in the order of the text. */
export function selectorsOf(query: Expr | string, options?: EvaluateOptions): SelectorUse[] {
  const expr = typeof query === 'string' ? parsePromql(query) : query
  return uses(expr, 0, 0, settingsFrom(options).lookbackMs)
}

function uses(expr: Expr, windowMs: number, offsetMs: number, lookbackMs: number): SelectorUse[] {
  const inside = (child: Expr) => uses(child, windowMs, offsetMs, lookbackMs)
  switch (expr.kind) {
    case 'vector':
      return [use(expr, windowMs + lookbackMs, offsetMs)]
    case 'matrix': {
      const edge = expr.vector.edges ? lookbackMs : 0
      return [use(expr.vector, windowMs + length(expr.range) + edge, offsetMs)]
    }
    case 'subquery': {
      const pinned = expr.at === undefined ? 0 : Number.POSITIVE_INFINITY
      const window = windowMs + length(expr.range) + pinned
      const offset = offsetMs + (expr.offset ? length(expr.offset) : 0)
      return uses(expr.expr, window, offset, lookbackMs)
    }
    case 'paren':
    case 'unary':
      return inside(expr.expr)
    case 'binary':
      return [...inside(expr.lhs), ...inside(expr.rhs)]
    case 'call':
      return expr.args.flatMap(inside)
    case 'aggregate':
      return [...(expr.param ? inside(expr.param) : []), ...inside(expr.expr)]
    default:
      return []
  }
}

function use(selector: VectorSelector, windowMs: number, offsetMs: number): SelectorUse {
  return {
    matchers: selector.matchers,
    windowMs: selector.at === undefined ? windowMs : Number.POSITIVE_INFINITY,
    offsetMs: offsetMs + (selector.offset ? length(selector.offset) : 0),
  }
}

function length(duration: DurationExpr): number {
  return durationOf(duration, { stepMs: 0, rangeMs: 0 })
}

/** A query and the threshold its values are held against. */
export interface Condition {
  readonly query: Expr
  readonly op: ComparisonOperator
  readonly threshold: number
}

const FLIPPED: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '>': '<',
  '<': '>',
  '>=': '<=',
  '<=': '>=',
  '==': '==',
  '!=': '!=',
}

/** Splits `X > 5` (or `5 < X`) at the top of a query; undefined when it has another shape. */
export function splitCondition(query: Expr | string): Condition | undefined {
  const expr = unwrap(typeof query === 'string' ? parsePromql(query) : query)
  if (expr.kind !== 'binary' || !isComparison(expr.op) || expr.bool) return undefined
  const { lhs, rhs, op } = expr
  if (typeOf(lhs) === 'vector') {
    const threshold = constantOf(rhs)
    return threshold === undefined ? undefined : { query: lhs, op, threshold }
  }
  const threshold = constantOf(lhs)
  return threshold === undefined ? undefined : { query: rhs, op: FLIPPED[op], threshold }
}

function constantOf(expr: Expr): number | undefined {
  switch (expr.kind) {
    case 'number':
      return expr.value
    case 'paren':
      return constantOf(expr.expr)
    case 'unary': {
      const value = constantOf(expr.expr)
      return value === undefined || expr.op === '+' ? value : -value
    }
    case 'binary': {
      const [a, b] = [constantOf(expr.lhs), constantOf(expr.rhs)]
      return a === undefined || b === undefined ? undefined : computeAny(expr.op, a, b)
    }
    default:
      return undefined
  }
}
