/** Numbers as PromQL writes them: decimal with underscores, hexadecimal, octal, `Inf`, `NaN`, durations in seconds. */
import { parsePromqlDuration } from './duration.ts'

/** The number, or undefined when the text is none. */
export function parseNumber(text: string): number | undefined {
  const sign = text.startsWith('-') ? -1 : 1
  const digits = text.replace(/^[+-]\s*/, '').toLowerCase()
  if (digits === 'inf' || digits === 'infinity') return sign * Number.POSITIVE_INFINITY
  if (digits === 'nan') return Number.NaN
  if (/^0x_?[0-9a-f]/.test(digits)) return sign * Number(digits.replaceAll('_', ''))
  if (/^0o?[0-7_]+$/.test(digits))
    return sign * Number.parseInt(digits.replace(/^0o?|_/g, '') || '0', 8)
  const duration = parsePromqlDuration(digits)
  if (duration !== undefined) return (sign * duration) / 1000
  const decimal = digits.replaceAll('_', '')
  if (!/^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/.test(decimal)) return undefined
  return sign * Number(decimal)
}

/** The number as Go prints it: the shortest digits that read back, never with an exponent. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (value === Number.POSITIVE_INFINITY) return '+Inf'
  if (value === Number.NEGATIVE_INFINITY) return '-Inf'
  if (Object.is(value, -0)) return '-0'
  const text = String(value)
  const scientific = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text)
  if (!scientific) return text
  const [, sign, whole, fraction = '', exponent] = scientific
  const digits = whole! + fraction
  const point = Number(exponent) + 1
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  return sign + digits.padEnd(point, '0')
}
