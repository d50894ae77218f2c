/**
 * From a counter to what it counted in a stretch of time. A counter is a selector, or a sum of sums and differences of
 * selectors; `rate` and `increase` around a selector are taken off first, since the stretch is ours to choose.
 */
import type { Expr } from './ast.ts'
import { PromqlSyntaxError } from './errors.ts'
import { formatExpr } from './format.ts'
import { parsePromql } from './parse.ts'

/** PromQL that answers how much was counted in the last `windowMs`, as one number without labels. */
export function increaseQuery(counter: string, windowMs: number): string {
  const window = `${Math.round(windowMs)}ms`
  return write(parsePromql(counter), (selector) => `sum(increase(${selector}[${window}]))`)
}

/** Why a query is no counter; undefined when it is one. */
export function whyNoCounter(query: string): string | undefined {
  try {
    increaseQuery(query, 60_000)
    return undefined
  } catch (error) {
    if (error instanceof NoCounter || error instanceof PromqlSyntaxError) return error.message
    throw error
  }
}

/** Names of the metrics that it counts; undefined when one selector names none. */
export function countedMetrics(counter: string): ReadonlySet<string> | undefined {
  const names = new Set<string | undefined>()
  write(parsePromql(counter), (text, name) => {
    names.add(name)
    return text
  })
  return names.has(undefined) ? undefined : (names as Set<string>)
}

class NoCounter extends Error {}

function write(expr: Expr, leaf: (selector: string, name: string | undefined) => string): string {
  switch (expr.kind) {
    case 'vector':
      if (expr.offset || expr.at !== undefined)
        throw new NoCounter('it is shifted with offset or @, and a counter is read up to now')
      return leaf(formatExpr(expr), expr.name)
    case 'paren':
      return `(${write(expr.expr, leaf)})`
    case 'aggregate':
      if (expr.op !== 'sum')
        throw new NoCounter(`it takes the ${expr.op} of counters, and only a sum counts on`)
      return write(expr.expr, leaf)
    case 'call': {
      const [range] = expr.args
      if (!/^i?rate$|^increase$/.test(expr.name) || range?.kind !== 'matrix')
        throw new NoCounter(`${expr.name}() is no counter`)
      return write(range.vector, leaf)
    }
    case 'binary': {
      if (expr.op !== '+' && expr.op !== '-')
        throw new NoCounter(`it joins counters with \`${expr.op}\`; only + and - keep a count`)
      const [left, right] = [write(expr.lhs, leaf), write(expr.rhs, leaf)]
      return `${left} ${expr.op} ${expr.rhs.kind === 'binary' ? `(${right})` : right}`
    }
    default:
      throw new NoCounter('it is no counter')
  }
}
