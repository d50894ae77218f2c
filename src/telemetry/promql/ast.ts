/**
 * A parsed query. Plain data without behaviour, so that evaluation, formatting and the alarm compiler
 * can each walk it in their own way. Every node knows where it stands in the text.
 */
import type { DurationExpr } from './duration.ts'
import type { Matcher } from './source.ts'

export type Expr =
  | NumberLiteral
  | StringLiteral
  | VectorSelector
  | MatrixSelector
  | Subquery
  | Call
  | Aggregate
  | Binary
  | Unary
  | Paren

/** What an expression yields: PromQL's four types. */
export type ValueType = 'scalar' | 'string' | 'vector' | 'matrix'

interface Node<Kind extends string> {
  readonly kind: Kind
  /** Index of the first character in the query. */
  readonly position: number
}

/** `@ 1600000000`, `@ start()` or `@ end()`; the number is milliseconds since 1970 UTC. */
export type AtModifier = number | 'start' | 'end'

/** When a selector or a subquery looks, relative to the moment of evaluation. */
export interface TimeShift {
  readonly offset?: DurationExpr
  readonly at?: AtModifier
}

export interface NumberLiteral extends Node<'number'> {
  readonly value: number
}

export interface StringLiteral extends Node<'string'> {
  readonly value: string
}

export interface VectorSelector extends Node<'vector'>, TimeShift {
  /** The name written before the braces; its matcher is among `matchers`, too. */
  readonly name?: string
  readonly matchers: readonly Matcher[]
  /** How the edges of the window are read: not at all (PromQL's default), as steps, or as lines. */
  readonly edges?: 'anchored' | 'smoothed'
}

export interface MatrixSelector extends Node<'matrix'> {
  readonly vector: VectorSelector
  readonly range: DurationExpr
}

export interface Subquery extends Node<'subquery'>, TimeShift {
  readonly expr: Expr
  readonly range: DurationExpr
  readonly step?: DurationExpr
}

export interface Call extends Node<'call'> {
  readonly name: string
  readonly args: readonly Expr[]
}

export interface Aggregate extends Node<'aggregate'> {
  readonly op: string
  readonly expr: Expr
  readonly param?: Expr
  readonly without: boolean
  readonly labels: readonly string[]
  /** Whether `by` or `without` was written, even with no labels. */
  readonly grouped: boolean
}

export type SetOperator = 'and' | 'or' | 'unless'
export type ComparisonOperator = '==' | '!=' | '>' | '<' | '>=' | '<='
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '^' | 'atan2'
export type BinaryOperator = SetOperator | ComparisonOperator | ArithmeticOperator

/** How series of two vectors find each other. */
export interface Matching {
  readonly on: boolean
  readonly labels: readonly string[]
  /** Which side may have several series per match. */
  readonly many?: 'left' | 'right'
  /** Labels copied from the side that has one. */
  readonly include: readonly string[]
  readonly fillLeft?: number
  readonly fillRight?: number
}

export interface Binary extends Node<'binary'> {
  readonly op: BinaryOperator
  readonly lhs: Expr
  readonly rhs: Expr
  readonly bool: boolean
  /** Present when anything about matching was written. */
  readonly matching?: Matching
}

export interface Unary extends Node<'unary'> {
  readonly op: '+' | '-'
  readonly expr: Expr
}

export interface Paren extends Node<'paren'> {
  readonly expr: Expr
}

/** The expression inside any number of parentheses. */
export function unwrap(expr: Expr): Expr {
  return expr.kind === 'paren' ? unwrap(expr.expr) : expr
}

const SET_OPERATORS: ReadonlySet<string> = new Set(['and', 'or', 'unless'])
const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '>', '<', '>=', '<='])

export function isSetOperator(op: string): op is SetOperator {
  return SET_OPERATORS.has(op)
}

export function isComparison(op: string): op is ComparisonOperator {
  return COMPARISONS.has(op)
}

/** The expressions directly inside another. */
export function childrenOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'matrix':
      return [expr.vector]
    case 'subquery':
    case 'unary':
    case 'paren':
      return [expr.expr]
    case 'call':
      return expr.args
    case 'aggregate':
      return expr.param ? [expr.param, expr.expr] : [expr.expr]
    case 'binary':
      return [expr.lhs, expr.rhs]
    default:
      return []
  }
}
