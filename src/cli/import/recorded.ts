/** Recorded series that a query reads, written out: nothing records here, and the query is to mean the same. */
import type { Expr, RecordingRule } from '#telemetry'

export interface Recorded {
  readonly expr: Expr
  /** Names that were written out. */
  readonly used: readonly string[]
  /** Names that are read in a way that cannot be written out. */
  readonly left: readonly string[]
}

const DEEPEST = 10

export function readRecorded(query: Expr, rules: ReadonlyMap<string, RecordingRule>): Recorded {
  const used = new Set<string>()
  const left = new Set<string>()
  const expr = rules.size === 0 ? query : replace(query, 0)
  return { expr, used: [...used], left: [...left] }

  function replace(expr: Expr, depth: number): Expr {
    switch (expr.kind) {
      case 'vector': {
        const rule = expr.name === undefined ? undefined : rules.get(expr.name)
        if (!rule) return expr
        const isBare =
          expr.matchers.length === 1 &&
          expr.offset === undefined &&
          expr.at === undefined &&
          !expr.edges
        if (!isBare || depth >= DEEPEST || Object.keys(rule.labels).length > 0) {
          left.add(rule.name)
          return expr
        }
        used.add(rule.name)
        return { kind: 'paren', position: expr.position, expr: replace(rule.query, depth + 1) }
      }
      case 'matrix':
        if (expr.vector.name !== undefined && rules.has(expr.vector.name))
          left.add(expr.vector.name)
        return expr
      case 'paren':
      case 'unary':
      case 'subquery':
        return { ...expr, expr: replace(expr.expr, depth) }
      case 'aggregate':
        return {
          ...expr,
          expr: replace(expr.expr, depth),
          ...(expr.param ? { param: replace(expr.param, depth) } : {}),
        }
      case 'binary':
        return { ...expr, lhs: replace(expr.lhs, depth), rhs: replace(expr.rhs, depth) }
      case 'call':
        return { ...expr, args: expr.args.map((arg) => replace(arg, depth)) }
      default:
        return expr
    }
  }
}
