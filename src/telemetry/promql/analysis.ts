/** Questions about an expression that need no data: what it reads, and which condition it makes. */
import {
  type ComparisonOperator,
  childrenOf,
  type Expr,
  isComparison,
  isSetOperator,
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
  const split = splitRule(query)
  return split.kind === 'condition' ? split : undefined
}

/**
 * What an alerting rule means to an alarm. A rule that cannot be split is opaque: it is breached by whatever it
 * answers, and nothing can be said about data that is missing.
 */
export type RuleSplit =
  | ({ readonly kind: 'condition' } & Condition)
  | { readonly kind: 'opaque'; readonly reason: string }

/** Splits an alerting rule into what is measured and what it is held against, or says why that cannot be done. */
export function splitRule(query: Expr | string): RuleSplit {
  const expr = unwrap(typeof query === 'string' ? parsePromql(query) : query)
  if (expr.kind !== 'binary' || !isComparison(expr.op))
    return opaque(
      expr.kind === 'binary' && isSetOperator(expr.op)
        ? `it joins two conditions with \`${expr.op}\``
        : 'it compares with nothing: whatever it answers raises it',
    )
  if (expr.bool) return opaque('`bool` makes it answer always, with 0 when it does not hold')
  const { lhs, rhs, op } = expr
  const [left, right] = [typeOf(lhs) === 'vector', typeOf(rhs) === 'vector']
  if (left && right) return opaque(`it compares two vectors: both sides of \`${op}\` are series`)
  const threshold = constantOf(left ? rhs : lhs)
  if (threshold === undefined)
    return opaque(`what it is held against with \`${op}\` is computed, not a number`)
  return { kind: 'condition', query: left ? lhs : rhs, op: left ? op : FLIPPED[op], threshold }
}

/**
 * Whether it is normal that a query answers nothing: it filters (`a > 1`, `and`, `unless`), or asks what is absent.
 * An alarm on it cannot tell good from missing.
 */
export function mayAnswerNothing(query: Expr): boolean {
  switch (query.kind) {
    case 'binary': {
      if (query.op === 'and' || query.op === 'unless') return true
      if (isComparison(query.op) && !query.bool) return true
      const [left, right] = [mayAnswerNothing(query.lhs), mayAnswerNothing(query.rhs)]
      return query.op === 'or' ? left && right : left || right
    }
    case 'call':
      return query.name.startsWith('absent') || query.args.some(mayAnswerNothing)
    default:
      return childrenOf(query).some(mayAnswerNothing)
  }
}

/** Whether it counts how often something happened: a series that is not there may be one that never happened. */
export function countsEvents(query: Expr): boolean {
  if (
    query.kind === 'call' &&
    /^(?:i?rate|increase|changes|resets|count_over_time)$/.test(query.name)
  )
    return true
  return childrenOf(query).some(countsEvents)
}

function opaque(reason: string): RuleSplit {
  return { kind: 'opaque', reason }
}

/** The number that an expression of numbers alone comes to. */
export function constantOf(expr: Expr): number | undefined {
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
