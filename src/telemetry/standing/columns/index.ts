/**
 * From an expression to columns: the shapes of which alarms are made. Undefined for the others, which the evaluator
 * computes from the same windows.
 */
import { aggregations } from '../../promql/aggregations.ts'
import { constantOf } from '../../promql/analysis.ts'
import {
  type Aggregate,
  type Binary,
  type Call,
  type Expr,
  isSetOperator,
  unwrap,
} from '../../promql/ast.ts'
import type { OfWindow } from '../../promql/functions/define.ts'
import { expectedLabels } from '../../promql/functions/presence.ts'
import { promqlFunctions } from '../../promql/index.ts'
import type { Selection } from '../selection.ts'
import { AbsentColumn } from './absent.ts'
import type { Column } from './column.ts'
import { EachColumn, withNumber } from './each.ts'
import { GroupColumn } from './group.ts'
import { MatchColumn } from './match.ts'
import { QuantileColumn } from './quantile.ts'
import { PresentColumn, WindowColumn } from './read.ts'

export type { Column } from './column.ts'

export interface Reading {
  /** The selection of a selector of the query. */
  of(selector: Expr & { kind: 'vector' }): Selection
  readonly lookbackMs: number
}

export function columnsOf(expr: Expr, reading: Reading): Column | undefined {
  switch (expr.kind) {
    case 'paren':
      return columnsOf(expr.expr, reading)
    case 'vector':
      return new PresentColumn(reading.of(expr), reading.lookbackMs)
    case 'unary': {
      const from = columnsOf(expr.expr, reading)
      if (!from || expr.op === '+') return from
      return new EachColumn(from, (value) => -value, { nameless: true })
    }
    case 'binary':
      return binary(expr, reading)
    case 'aggregate':
      return grouped(expr, reading)
    case 'call':
      return called(expr, reading)
    default:
      return undefined
  }
}

function binary(expr: Binary, reading: Reading): Column | undefined {
  if (isSetOperator(expr.op)) return undefined
  const [left, right] = [constantOf(expr.lhs), constantOf(expr.rhs)]
  if (left !== undefined || right !== undefined) {
    const from = columnsOf(left === undefined ? expr.lhs : expr.rhs, reading)
    return from && withNumber(from, expr, (left ?? right)!, left !== undefined)
  }
  const { matching } = expr
  const isPlain =
    !matching?.many && matching?.fillLeft === undefined && matching?.fillRight === undefined
  if (!isPlain) return undefined
  const lhs = columnsOf(expr.lhs, reading)
  const rhs = lhs && columnsOf(expr.rhs, reading)
  return rhs && new MatchColumn(lhs, rhs, expr)
}

/** Those that come to the same in whatever order they look at values. */
const ANY_ORDER: ReadonlySet<string> = new Set(['count', 'group'])

function grouped(expr: Aggregate, reading: Reading): Column | undefined {
  const fold = expr.param ? undefined : aggregations.get(expr.op)?.fold
  const from = fold && columnsOf(expr.expr, reading)
  if (!fold || !from) return undefined
  return from.isOrdered || ANY_ORDER.has(expr.op) ? new GroupColumn(from, fold, expr) : undefined
}

function called(expr: Call, reading: Reading): Column | undefined {
  const { name, args } = expr
  if (name === 'absent') {
    const from = columnsOf(args[0]!, reading)
    return from && new AbsentColumn(from, expectedLabels(args[0]!))
  }
  if (name === 'histogram_quantile') {
    const q = constantOf(args[0]!)
    const from = q === undefined ? undefined : columnsOf(args[1]!, reading)
    return from && new QuantileColumn(from, q!)
  }
  const { ofWindow, ofValue, keepsName = false } = promqlFunctions.get(name)!
  if (ofWindow) return windowed(expr, ofWindow, keepsName, reading)
  if (!ofValue) return undefined
  const params = constantsOf(args.slice(1))
  const from = params && args[0] && columnsOf(args[0], reading)
  return from && new EachColumn(from, (value) => ofValue(value, ...params), { nameless: true })
}

function windowed(
  { args }: Call,
  { compute, before }: OfWindow,
  keepsName: boolean,
  reading: Reading,
): Column | undefined {
  const matrix = unwrap(args[before]!)
  const params = constantsOf(args.filter((_, i) => i !== before))
  if (matrix.kind !== 'matrix' || !params) return undefined
  return new WindowColumn(reading.of(matrix.vector), compute, params, keepsName)
}

function constantsOf(args: readonly Expr[]): number[] | undefined {
  const constants = args.map(constantOf)
  return constants.includes(undefined) ? undefined : (constants as number[])
}
