/** What may follow an operand: a range, a subquery, `offset`, `@`, `anchored`, `smoothed`. */
import type { SyntaxNode } from '@lezer/common'
import type { AtModifier, Expr, Subquery, VectorSelector } from './ast.ts'
import { type DurationExpr, durationOf, isConstant } from './duration.ts'
import { parseNumber } from './number.ts'

/** What every part of the parser needs to know of the query. */
export interface SyntaxContext {
  readonly fail: (position: number, problem: string) => never
  readonly text: (node: SyntaxNode) => string
  /** The text before spellings were replaced. */
  readonly written: (node: SyntaxNode) => string
}

const POSTFIX: ReadonlySet<string> = new Set([
  'MatrixSelector',
  'SubqueryExpr',
  'OffsetExpr',
  'StepInvariantExpr',
  'AnchoredExpr',
  'SmoothedExpr',
])

export function isPostfix(node: SyntaxNode): boolean {
  return POSTFIX.has(node.name)
}

export function applyPostfix(expr: Expr, node: SyntaxNode, context: SyntaxContext): Expr {
  switch (node.name) {
    case 'MatrixSelector': {
      if (expr.kind !== 'vector')
        return context.fail(expr.position, 'only a selector can be followed by a range')
      if (expr.offset || expr.at !== undefined)
        return context.fail(placeOf(node), 'offset and @ come after the range')
      const range = positive(node.getChild('DurationExpr')!, context)
      return { kind: 'matrix', position: expr.position, vector: expr, range }
    }
    case 'SubqueryExpr': {
      const [range, step] = node.getChildren('DurationExpr')
      return {
        kind: 'subquery',
        position: expr.position,
        expr,
        range: positive(range!, context),
        ...(step && { step: positive(step, context) }),
      }
    }
    case 'OffsetExpr': {
      const target = shiftable(expr, node, context)
      if (target.offset) return context.fail(placeOf(node), 'offset is set twice')
      return reshift(expr, { offset: duration(node.getChild('OffsetDurationExpr')!, context) })
    }
    case 'StepInvariantExpr': {
      const target = shiftable(expr, node, context)
      if (target.at !== undefined) return context.fail(placeOf(node), '@ is set twice')
      return reshift(expr, { at: moment(node, context) })
    }
    default: {
      const target = expr.kind === 'matrix' ? expr.vector : expr
      if (target.kind !== 'vector' || target.edges)
        return context.fail(placeOf(node), 'anchored and smoothed follow a selector, and only once')
      const edges = node.name === 'AnchoredExpr' ? 'anchored' : 'smoothed'
      if (edges === 'anchored' && expr.kind !== 'matrix')
        return context.fail(placeOf(node), 'anchored follows a range')
      const vector: VectorSelector = { ...target, edges }
      return expr.kind === 'matrix' ? { ...expr, vector } : vector
    }
  }
}

/** Where the words that follow the operand begin. */
function placeOf(node: SyntaxNode): number {
  return node.firstChild?.nextSibling?.from ?? node.from
}

function shiftable(
  expr: Expr,
  node: SyntaxNode,
  context: SyntaxContext,
): VectorSelector | Subquery {
  if (expr.kind === 'matrix') return expr.vector
  if (expr.kind === 'vector' || expr.kind === 'subquery') return expr
  return context.fail(placeOf(node), 'offset and @ follow a selector or a subquery')
}

function reshift(expr: Expr, shift: { offset: DurationExpr } | { at: AtModifier }): Expr {
  if (expr.kind === 'matrix') return { ...expr, vector: { ...expr.vector, ...shift } }
  return { ...(expr as VectorSelector | Subquery), ...shift }
}

function moment(node: SyntaxNode, context: SyntaxContext): AtModifier {
  const edge = node.getChild('AtModifierPreprocessors')
  if (edge) return edge.getChild('AtStart') ? 'start' : 'end'
  const literal = node.getChild('NumberDurationLiteral')!
  const seconds = parseNumber(context.text(literal))
  if (seconds === undefined || !Number.isFinite(seconds) || Math.abs(seconds) > 8.64e12)
    return context.fail(literal.from, 'this is not a time')
  return Math.round(seconds * 1000)
}

function positive(node: SyntaxNode, context: SyntaxContext): DurationExpr {
  const length = duration(node, context)
  if (isConstant(length) && !(durationOf(length, { stepMs: 0, rangeMs: 0 }) > 0))
    context.fail(node.from, 'a duration must be greater than 0')
  return length
}

function duration(node: SyntaxNode, context: SyntaxContext): DurationExpr {
  const parts: SyntaxNode[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) parts.push(child)
  const nested = parts.filter(({ name }) => name.endsWith('DurationExpr'))
  const first = parts[0]
  if (!first) return context.fail(node.from, 'this is not a duration')
  const written = context.text(node)
  switch (first.name) {
    case 'NumberDurationLiteralInDurationContext': {
      const seconds = parseNumber(context.text(first))
      if (seconds === undefined || !Number.isFinite(seconds) || seconds > 9.2e9)
        return context.fail(first.from, 'this is not a duration')
      return { kind: 'ms', ms: Math.round(seconds * 1000) }
    }
    case 'DurationStep':
      return { kind: 'step' }
    case 'DurationRange':
      return { kind: 'range' }
    case 'DurationMinOf':
    case 'DurationMaxOf': {
      const of = first.name === 'DurationMinOf' ? 'min_of' : 'max_of'
      return {
        kind: 'pick',
        of,
        lhs: duration(nested[0]!, context),
        rhs: duration(nested[1]!, context),
      }
    }
    case 'UnaryOp': {
      const of = duration(nested[0]!, context)
      return written.startsWith('-') ? { kind: 'negate', of } : of
    }
    default: {
      if (nested.length === 1) return { kind: 'group', of: duration(nested[0]!, context) }
      const op = context.text(parts[1]!) as '+' | '-' | '*' | '/' | '%' | '^'
      return {
        kind: 'math',
        op,
        lhs: duration(nested[0]!, context),
        rhs: duration(nested[1]!, context),
      }
    }
  }
}
