/**
 * Text to `Expr`, from the tree of Prometheus' own grammar for editors.
 *
 * That grammar is looser than the language in one respect: what follows an operand (`[5m]`, `offset`, `@`)
 * it may attach to the whole expression before it. So what follows is carried down to the last operand here.
 */

import type { SyntaxNode, Tree } from '@lezer/common'
import { parser } from '@prometheus-io/lezer-promql'
import { OpsplaneError } from '#base'
import type { Binary, BinaryOperator, Expr, Matching } from './ast.ts'
import { checkTypes } from './check.ts'
import { PromqlSyntaxError } from './errors.ts'
import { parseNumber } from './number.ts'
import { applyPostfix, isPostfix, type SyntaxContext } from './parse-postfix.ts'
import { parseSelector } from './parse-selector.ts'
import { unquote } from './text.ts'

/** Deeper expressions are refused, so that no query can exhaust the stack. */
const MAX_DEPTH = 500
const MAX_LENGTH = 200_000

/** Throws `PromqlSyntaxError`, and nothing else, when the text is not a query. */
export function parsePromql(text: string): Expr {
  const fail = (position: number, problem: string): never => {
    throw new PromqlSyntaxError({ query: text, position: Math.max(0, position), problem })
  }
  if (text.length > MAX_LENGTH) fail(MAX_LENGTH, 'the query is too long')
  const readable = readableText(text)
  const tree = parser.parse(readable)
  refuseErrors(tree, text, fail)
  const context: SyntaxContext = {
    fail,
    text: (node) => readable.slice(node.from, node.to),
    written: (node) => text.slice(node.from, node.to),
  }
  const top = exprsOf(tree.topNode)[0]
  if (!top) return fail(0, 'there is no expression')
  try {
    const expr = convert(top, [], context, 0)
    checkTypes(expr, fail)
    return expr
  } catch (error) {
    if (error instanceof OpsplaneError && error.code !== PromqlSyntaxError.code)
      return fail(top.from, error.message)
    if (error instanceof RangeError) return fail(top.from, 'it is nested too deeply')
    throw error
  }
}

// Spellings that Prometheus accepts and the grammar does not know are replaced by others of the same length,
// so that positions stay what they were.
const SPELLINGS =
  /"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|`[^`]*`|#[^\n]*|[A-Za-z_:][\w:]*(?=\s*\()|[A-Za-z_:.][\w:.]*|\d[\w.]*|[[\]]/g
const DURATION_FUNCTION = /^(?:step|range|min_of|max_of)$/i
/** Parses as a call of any function would. */
const SOME_FUNCTION = 'minute'

function readableText(text: string): string {
  let brackets = 0
  return text.replace(SPELLINGS, (token, at: number) => {
    if (token === '[') brackets++
    if (token === ']') brackets--
    if (DURATION_FUNCTION.test(token)) {
      const isDuration =
        brackets > 0 || /offset[\s(+-]*$/i.test(text.slice(Math.max(0, at - 40), at))
      if (isDuration) return token.toLowerCase()
      return /^m.._of$/.test(token) ? SOME_FUNCTION : token
    }
    const [, whole, exponent] = /^(\d+)\.(e\d*)?$/i.exec(token) ?? []
    if (whole === undefined) return token
    return exponent === undefined ? `${whole} ` : `0${whole}${exponent}`
  })
}

function refuseErrors(tree: Tree, text: string, fail: SyntaxContext['fail']): void {
  tree.iterate({
    enter(node) {
      if (!node.type.isError) return
      const rest = text.slice(node.from).trimStart()
      const call = /([A-Za-z_]\w*)\s*$/.exec(text.slice(0, node.from))
      if (rest.startsWith('(') && call) fail(call.index, `there is no function ${call[1]}`)
      if (rest === '') fail(text.length, 'it ends too early')
      fail(node.from, `unexpected ${JSON.stringify(rest.slice(0, 20))}`)
    },
  })
}

function convert(
  node: SyntaxNode,
  following: readonly SyntaxNode[],
  context: SyntaxContext,
  depth: number,
): Expr {
  if (depth > MAX_DEPTH) context.fail(node.from, 'it is nested too deeply')
  const inner = (child: SyntaxNode, after: readonly SyntaxNode[] = []) =>
    convert(child, after, context, depth + 1)
  if (isPostfix(node)) return inner(exprsOf(node)[0]!, [node, ...following])
  if (node.name === 'BinaryExpr') return binary(node, following, context, inner)
  if (node.name === 'UnaryExpr') {
    const op = context.text(node.getChild('UnaryOp')!) === '-' ? '-' : '+'
    const expr = inner(exprsOf(node)[0]!, following)
    const position = node.from
    if (expr.kind !== 'number') return { kind: 'unary', position, op, expr }
    return { kind: 'number', position, value: op === '-' ? -expr.value : expr.value }
  }
  const signed = following.length > 0 && node.name === 'NumberDurationLiteral'
  if (signed)
    context.fail(following[0]!.from, 'a number cannot be followed by a range, offset or @')
  return following.reduce(
    (expr, postfix) => applyPostfix(expr, postfix, context),
    operand(node, context, inner),
  )
}

type Inner = (node: SyntaxNode, following?: readonly SyntaxNode[]) => Expr

function operand(node: SyntaxNode, context: SyntaxContext, inner: Inner): Expr {
  const position = node.from
  switch (node.name) {
    case 'NumberDurationLiteral': {
      const value = parseNumber(context.text(node))
      if (value === undefined) return context.fail(position, 'this is not a number')
      return { kind: 'number', position, value }
    }
    case 'StringLiteral': {
      const value = unquote(context.text(node))
      if (value === undefined) return context.fail(position, 'the text is not well quoted')
      return { kind: 'string', position, value }
    }
    case 'ParenExpr':
      return { kind: 'paren', position, expr: inner(exprsOf(node)[0]!) }
    case 'VectorSelector':
      return parseSelector(node, context)
    case 'FunctionCall': {
      const name = context.written(node.getChild('FunctionIdentifier')!)
      const args = exprsOf(node.getChild('FunctionCallBody')!).map((arg) => inner(arg))
      return { kind: 'call', position, name, args }
    }
    case 'AggregateExpr':
      return aggregate(node, context, inner)
    default:
      return context.fail(position, `unexpected ${JSON.stringify(context.text(node).slice(0, 20))}`)
  }
}

function aggregate(node: SyntaxNode, context: SyntaxContext, inner: Inner): Expr {
  const op = context.text(node.getChild('AggregateOp')!).toLowerCase()
  const modifier = node.getChild('AggregateModifier')
  const args = exprsOf(node.getChild('FunctionCallBody')!).map((arg) => inner(arg))
  const expr = args.at(-1)
  if (!expr || args.length > 2)
    return context.fail(node.from, `wrong number of arguments for ${op}`)
  return {
    kind: 'aggregate',
    position: node.from,
    op,
    expr,
    ...(args.length === 2 && { param: args[0]! }),
    grouped: modifier !== null,
    without: modifier?.getChild('Without') != null,
    labels: modifier ? labelsIn(modifier.getChild('GroupingLabels'), context) : [],
  }
}

function binary(
  node: SyntaxNode,
  following: readonly SyntaxNode[],
  context: SyntaxContext,
  inner: Inner,
): Expr {
  const [left, right] = exprsOf(node) as [SyntaxNode, SyntaxNode]
  const op = context.text(left.nextSibling!).toLowerCase()
  if (op === '</' || op === '>/')
    context.fail(node.from, `operator ${op} is for native histograms, which are not kept here`)
  const lhs = inner(left)
  const matching = matchingOf(node, context)
  const made: Binary = {
    kind: 'binary',
    position: node.from,
    op: op as BinaryOperator,
    lhs,
    rhs: inner(right, following),
    bool: node.getChild('BoolModifier') !== null,
    ...(matching && { matching }),
  }
  // `-1 ^ 2` is -(1 ^ 2), though the grammar reads the sign as part of the number.
  const sign = left.name === 'NumberDurationLiteral' ? /^[+-]/.exec(context.text(left)) : null
  if (op !== '^' || !sign || lhs.kind !== 'number') return made
  const base: Expr = { ...lhs, value: sign[0] === '-' ? -lhs.value : lhs.value }
  return {
    kind: 'unary',
    position: node.from,
    op: sign[0] === '-' ? '-' : '+',
    expr: { ...made, lhs: base },
  }
}

function matchingOf(node: SyntaxNode, context: SyntaxContext): Matching | undefined {
  const clause = node.getChild('MatchingModifierClause')
  const fill = node.getChild('FillModifier')
  if (!clause && !fill) return undefined
  const groups = clause?.getChildren('GroupingLabels') ?? []
  const many = clause?.getChild('GroupLeft') ? 'left' : clause?.getChild('GroupRight') && 'right'
  const fillOf = (name: string) => {
    const number = fill?.getChild(name)?.getChild('NumberDurationLiteral')
    return number ? parseNumber(context.text(number)) : undefined
  }
  const both = fillOf('FillClause')
  const fillLeft = both ?? fillOf('FillLeftClause')
  const fillRight = both ?? fillOf('FillRightClause')
  return {
    on: clause?.getChild('On') != null,
    labels: labelsIn(groups[0] ?? null, context),
    include: labelsIn(groups[1] ?? null, context),
    ...(many && { many }),
    ...(fillLeft !== undefined && { fillLeft }),
    ...(fillRight !== undefined && { fillRight }),
  }
}

function labelsIn(node: SyntaxNode | null, context: SyntaxContext): string[] {
  if (!node) return []
  const names: string[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name === 'LabelName') names.push(context.text(child))
    if (child.name !== 'QuotedLabelName') continue
    const name = unquote(context.text(child))
    if (!name) context.fail(child.from, 'this is not a label name')
    else names.push(name)
  }
  return names
}

const EXPRESSIONS: ReadonlySet<string> = new Set([
  'AggregateExpr',
  'BinaryExpr',
  'FunctionCall',
  'MatrixSelector',
  'NumberDurationLiteral',
  'OffsetExpr',
  'AnchoredExpr',
  'SmoothedExpr',
  'ParenExpr',
  'StringLiteral',
  'SubqueryExpr',
  'UnaryExpr',
  'VectorSelector',
  'StepInvariantExpr',
])

function exprsOf(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = []
  for (let child = node.firstChild; child; child = child.nextSibling)
    if (EXPRESSIONS.has(child.name)) found.push(child)
  return found
}
