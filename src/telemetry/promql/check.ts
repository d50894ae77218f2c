/** The rules that grammar alone cannot hold: which types fit together, and how functions are called. */

import { aggregations } from './aggregations.ts'
import {
  type Aggregate,
  type Binary,
  type Call,
  childrenOf,
  type Expr,
  isComparison,
  isSetOperator,
  type Unary,
  type ValueType,
} from './ast.ts'
import { promqlFunctions } from './functions/index.ts'

type Fail = (position: number, problem: string) => never

const NAMES: Readonly<Record<ValueType, string>> = {
  scalar: 'scalar',
  string: 'string',
  vector: 'instant vector',
  matrix: 'range vector',
}

export function typeOf(expr: Expr): ValueType {
  switch (expr.kind) {
    case 'number':
      return 'scalar'
    case 'string':
      return 'string'
    case 'vector':
    case 'aggregate':
      return 'vector'
    case 'matrix':
    case 'subquery':
      return 'matrix'
    case 'call':
      return promqlFunctions.get(expr.name)?.returns ?? 'vector'
    case 'unary':
    case 'paren':
      return typeOf(expr.expr)
    case 'binary':
      return typeOf(expr.lhs) === 'scalar' && typeOf(expr.rhs) === 'scalar' ? 'scalar' : 'vector'
  }
}

/** Calls `fail` for the first part that does not fit. */
export function checkTypes(expr: Expr, fail: Fail): void {
  for (const child of childrenOf(expr)) checkTypes(child, fail)
  if (expr.kind === 'call') checkCall(expr, fail)
  if (expr.kind === 'aggregate') checkAggregate(expr, fail)
  if (expr.kind === 'binary') checkBinary(expr, fail)
  if (expr.kind === 'unary') checkUnary(expr, fail)
  if (expr.kind === 'subquery') expectType(expr.expr, 'vector', 'a subquery', fail)
}

function checkUnary({ op, expr, position }: Unary, fail: Fail): void {
  const type = typeOf(expr)
  if (type !== 'scalar' && type !== 'vector')
    fail(position, `unary ${op} needs a scalar or an instant vector, not a ${NAMES[type]}`)
}

function expectType(expr: Expr, type: ValueType, where: string, fail: Fail): void {
  const actual = typeOf(expr)
  if (actual !== type)
    fail(
      expr.position,
      `${where} needs ${NAMES[type] === 'instant vector' ? 'an' : 'a'} ${NAMES[type]}, not a ${NAMES[actual]}`,
    )
}

const EDGES_OF: Readonly<Record<'anchored' | 'smoothed', readonly string[]>> = {
  anchored: ['changes', 'delta', 'increase', 'rate', 'resets'],
  smoothed: ['delta', 'increase', 'rate'],
}

function checkCall(call: Call, fail: Fail): void {
  const known =
    promqlFunctions.get(call.name) ?? fail(call.position, `there is no function ${call.name} here`)
  const { args, optional = 0, rest = false } = known
  const least = args.length - optional
  if (call.args.length < least || (!rest && call.args.length > args.length))
    fail(call.position, `wrong number of arguments for ${call.name}: ${call.args.length}`)
  for (const [index, arg] of call.args.entries()) {
    expectType(
      arg,
      args[Math.min(index, args.length - 1)]!,
      `argument ${index + 1} of ${call.name}`,
      fail,
    )
    const edges = arg.kind === 'matrix' ? arg.vector.edges : undefined
    if (edges && !EDGES_OF[edges].includes(call.name))
      fail(
        arg.position,
        `${edges} modifier can only be used with: ${EDGES_OF[edges].join(', ')} - not with ${call.name}`,
      )
  }
}

function checkAggregate({ op, expr, param, position }: Aggregate, fail: Fail): void {
  expectType(expr, 'vector', op, fail)
  const takes = aggregations.get(op)?.param
  if (takes && !param) fail(position, `${op} needs a ${takes} before the vector`)
  if (!takes && param) fail(position, `${op} takes the vector only`)
  if (takes && param) expectType(param, takes, `the first argument of ${op}`, fail)
}

function checkBinary(expr: Binary, fail: Fail): void {
  const { op, lhs, rhs, bool, matching, position } = expr
  const types = [typeOf(lhs), typeOf(rhs)] as const
  for (const [index, type] of types.entries())
    if (type !== 'scalar' && type !== 'vector')
      fail(
        (index ? rhs : lhs).position,
        `${op} needs scalars or instant vectors, not a ${NAMES[type]}`,
      )
  const vectors = types[0] === 'vector' && types[1] === 'vector'
  if (bool && !isComparison(op)) fail(position, `bool can only follow a comparison, not ${op}`)
  if (isComparison(op) && !bool && types[0] === 'scalar' && types[1] === 'scalar')
    fail(position, 'comparisons between scalars need bool')
  if (isSetOperator(op)) {
    if (!vectors) fail(position, `${op} needs two instant vectors`)
    if (matching?.many) fail(position, `${op} cannot group`)
    if (matching?.fillLeft !== undefined || matching?.fillRight !== undefined)
      fail(position, `${op} cannot fill`)
  }
  if (matching && !vectors) fail(position, 'matching is only possible between two instant vectors')
  if (matching?.on)
    for (const label of matching.include)
      if (matching.labels.includes(label))
        fail(position, `label ${label} must not be both in on and in group`)
}
