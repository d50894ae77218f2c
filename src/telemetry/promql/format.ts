/** An expression as text that parses to the same expression. */
import type { Aggregate, Binary, Expr, TimeShift, VectorSelector } from './ast.ts'
import { formatDurationExpr } from './duration.ts'
import { NAME } from './labels.ts'
import { formatNumber } from './number.ts'
import { quote } from './text.ts'

export function formatExpr(expr: Expr): string {
  switch (expr.kind) {
    case 'number':
      // A written plus would be read as an operator.
      return formatNumber(expr.value).replace('+', '')
    case 'string':
      return quote(expr.value)
    case 'paren':
      return `(${formatExpr(expr.expr)})`
    case 'unary':
      return `${expr.op}${formatExpr(expr.expr)}`
    case 'call':
      return `${expr.name}(${expr.args.map(formatExpr).join(', ')})`
    case 'vector':
      return selector(expr) + edges(expr) + shift(expr)
    case 'matrix':
      return `${selector(expr.vector)}[${formatDurationExpr(expr.range)}]${edges(expr.vector)}${shift(expr.vector)}`
    case 'subquery': {
      const step = expr.step ? formatDurationExpr(expr.step) : ''
      return `${formatExpr(expr.expr)}[${formatDurationExpr(expr.range)}:${step}]${shift(expr)}`
    }
    case 'aggregate':
      return aggregate(expr)
    case 'binary':
      return binary(expr)
  }
}

const PLAIN_METRIC = /^[A-Za-z_:][\w:]*$/
const PLAIN_LABEL = /^[A-Za-z_]\w*$/
const RESERVED = /^(?:inf|nan|bool|on|ignoring|group_left|group_right|offset)$/i

function selector({ name, matchers }: VectorSelector): string {
  const others = name === undefined ? matchers : matchers.slice(1)
  const written = others.map((other) => `${label(other.name)}${other.op}${quote(other.value)}`)
  const plain =
    name !== undefined &&
    PLAIN_METRIC.test(name) &&
    !RESERVED.test(name) &&
    others.every((other) => other.name !== NAME)
  if (name !== undefined && !plain) written.unshift(quote(name))
  return (plain ? name : '') + (written.length > 0 ? `{${written.join(',')}}` : '')
}

function edges(expr: VectorSelector): string {
  return expr.edges ? ` ${expr.edges}` : ''
}

function label(name: string): string {
  return PLAIN_LABEL.test(name) ? name : quote(name)
}

function shift({ offset, at }: TimeShift): string {
  let text = ''
  if (at !== undefined)
    text += typeof at === 'number' ? ` @ ${formatNumber(at / 1000)}` : ` @ ${at}()`
  if (offset) text += ` offset ${formatDurationExpr(offset)}`
  return text
}

function labels(names: readonly string[]): string {
  return `(${names.map(label).join(', ')})`
}

function aggregate({ op, expr, param, grouped, without, labels: names }: Aggregate): string {
  const group = grouped ? ` ${without ? 'without' : 'by'} ${labels(names)} ` : ''
  const args = param ? [param, expr] : [expr]
  return `${op}${group}(${args.map(formatExpr).join(', ')})`
}

function binary({ op, lhs, rhs, bool, matching }: Binary): string {
  let words = op as string
  if (bool) words += ' bool'
  if (matching) {
    const { on, many, include, fillLeft, fillRight } = matching
    if (on || matching.labels.length > 0 || many)
      words += ` ${on ? 'on' : 'ignoring'} ${labels(matching.labels)}`
    if (many) words += ` group_${many} ${labels(include)}`
    if (fillLeft !== undefined) words += ` fill_left(${formatNumber(fillLeft)})`
    if (fillRight !== undefined) words += ` fill_right(${formatNumber(fillRight)})`
  }
  return `${formatExpr(lhs)} ${words} ${formatExpr(rhs)}`
}
