/**
 * Durations inside a query. Prometheus allows arithmetic in them (`[5m * 2]`, `[step() + 1m]`), and the
 * step and the range are known only when the query is evaluated, so a duration is a small expression.
 */
import { PromqlEvaluationError } from './errors.ts'

export type DurationExpr =
  | { readonly kind: 'ms'; readonly ms: number }
  | { readonly kind: 'step' }
  | { readonly kind: 'range' }
  | { readonly kind: 'negate'; readonly of: DurationExpr }
  | { readonly kind: 'group'; readonly of: DurationExpr }
  | {
      readonly kind: 'math'
      readonly op: '+' | '-' | '*' | '/' | '%' | '^'
      readonly lhs: DurationExpr
      readonly rhs: DurationExpr
    }
  | {
      readonly kind: 'pick'
      readonly of: 'min_of' | 'max_of'
      readonly lhs: DurationExpr
      readonly rhs: DurationExpr
    }

/** Step and whole length of the query in milliseconds; both 0 for one moment. */
export interface DurationScope {
  readonly stepMs: number
  readonly rangeMs: number
}

const UNITS: Readonly<Record<string, number>> = {
  y: 31_536_000_000,
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
}
const SHAPE = /^(?:\d+y)?(?:\d+w)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?(?:\d+ms)?$/

/** Milliseconds of `1h30m`, or undefined. Units go from large to small, each at most once. */
export function parsePromqlDuration(text: string): number | undefined {
  if (text === '' || !SHAPE.test(text)) return undefined
  let ms = 0
  for (const [, amount, unit] of text.matchAll(/(\d+)(ms|[ywdhms])/g))
    ms += Number(amount) * UNITS[unit!]!
  return ms
}

/** Milliseconds in PromQL's own writing, exact: `1h30m`, `250ms`. */
export function formatPromqlDuration(ms: number): string {
  if (ms === 0) return '0s'
  let rest = Math.abs(Math.round(ms))
  let text = ms < 0 ? '-' : ''
  for (const unit of ['y', 'w', 'd', 'h', 'm', 's', 'ms']) {
    const size = UNITS[unit]!
    if ((unit === 'y' || unit === 'w') && rest % size !== 0) continue
    const amount = Math.floor(rest / size)
    if (amount > 0) text += `${amount}${unit}`
    rest -= amount * size
  }
  return text
}

/** The length in milliseconds. Arithmetic is done in seconds, as PromQL does. */
export function durationOf(expr: DurationExpr, scope: DurationScope): number {
  const seconds = secondsOf(expr, scope)
  if (!Number.isFinite(seconds))
    throw new PromqlEvaluationError({ problem: 'a duration is not a finite number' })
  return Math.trunc(seconds * 1000 + Math.sign(seconds) * 1e-6)
}

function secondsOf(expr: DurationExpr, scope: DurationScope): number {
  switch (expr.kind) {
    case 'ms':
      return expr.ms / 1000
    case 'step':
      return scope.stepMs / 1000
    case 'range':
      return scope.rangeMs / 1000
    case 'negate':
      return -secondsOf(expr.of, scope)
    case 'group':
      return secondsOf(expr.of, scope)
    case 'pick': {
      const sides = [secondsOf(expr.lhs, scope), secondsOf(expr.rhs, scope)] as const
      return expr.of === 'min_of' ? Math.min(...sides) : Math.max(...sides)
    }
    case 'math':
      return compute(expr.op, secondsOf(expr.lhs, scope), secondsOf(expr.rhs, scope))
  }
}

function compute(op: '+' | '-' | '*' | '/' | '%' | '^', a: number, b: number): number {
  if ((op === '/' || op === '%') && b === 0)
    throw new PromqlEvaluationError({ problem: 'a duration is divided by zero' })
  switch (op) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return a / b
    case '%':
      return a % b
    case '^':
      return a ** b
  }
}

/** Whether the length depends on how the query is asked. */
export function isConstant(expr: DurationExpr): boolean {
  switch (expr.kind) {
    case 'ms':
      return true
    case 'step':
    case 'range':
      return false
    case 'negate':
    case 'group':
      return isConstant(expr.of)
    default:
      return isConstant(expr.lhs) && isConstant(expr.rhs)
  }
}

export function formatDurationExpr(expr: DurationExpr): string {
  switch (expr.kind) {
    case 'ms':
      return formatPromqlDuration(expr.ms)
    case 'step':
    case 'range':
      return `${expr.kind}()`
    case 'negate':
      return `-${formatDurationExpr(expr.of)}`
    case 'group':
      return `(${formatDurationExpr(expr.of)})`
    case 'pick':
      return `${expr.of}(${formatDurationExpr(expr.lhs)}, ${formatDurationExpr(expr.rhs)})`
    case 'math':
      return `${formatDurationExpr(expr.lhs)} ${expr.op} ${formatDurationExpr(expr.rhs)}`
  }
}
