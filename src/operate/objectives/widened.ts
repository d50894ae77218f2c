/** A query whose ranges reach over at least so much: for times of which only samples of five minutes are kept. */
import { type Expr, parsePromql } from '#telemetry'

export function widened(expr: Expr, leastMs: number): Expr {
  const range = rangeOf(leastMs)
  const inside = (one: Expr): Expr => {
    switch (one.kind) {
      case 'matrix':
        return one.range.kind === 'ms' && one.range.ms >= leastMs ? one : { ...one, range }
      case 'subquery':
      case 'paren':
      case 'unary':
        return { ...one, expr: inside(one.expr) }
      case 'call':
        return { ...one, args: one.args.map(inside) }
      case 'aggregate':
        return { ...one, expr: inside(one.expr) }
      case 'binary':
        return { ...one, lhs: inside(one.lhs), rhs: inside(one.rhs) }
      default:
        return one
    }
  }
  return inside(expr)
}

/** A written range, as the parser makes it. */
function rangeOf(ms: number) {
  const parsed = parsePromql(`x[${ms}ms]`)
  if (parsed.kind !== 'matrix') throw new Error('a range was not read as one')
  return parsed.range
}
