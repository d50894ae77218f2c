/** Numbers as Go prints them: digits are rounded exactly, halves to even, and exponents have two digits. */

interface Digits {
  readonly negative: boolean
  /** Significant digits without trailing zeros; empty for zero. */
  readonly digits: string
  /** Power of ten of the first digit. */
  readonly exponent: number
}

const MOST_DIGITS = 100

function digitsOf(value: number): Digits {
  const negative = value < 0 || Object.is(value, -0)
  const [mantissa = '', exponent = '0'] = Math.abs(value).toExponential(MOST_DIGITS).split('e')
  return { negative, digits: trimZeros(mantissa.replace('.', '')), exponent: Number(exponent) }
}

function shortest(value: number): Digits {
  const [mantissa = '', exponent = '0'] = Math.abs(value).toExponential().split('e')
  const negative = value < 0 || Object.is(value, -0)
  return { negative, digits: trimZeros(mantissa.replace('.', '')), exponent: Number(exponent) }
}

function trimZeros(digits: string): string {
  return digits.replace(/0+$/, '')
}

/** Rounded to so many significant digits; none or fewer leave 0 or the next power of ten. */
function round({ negative, digits, exponent }: Digits, count: number): Digits {
  if (count >= digits.length) return { negative, digits, exponent }
  const kept = digits.slice(0, Math.max(0, count))
  const rest = count < 0 ? '0' : digits.slice(count)
  const isOdd = kept !== '' && Number(kept.at(-1)) % 2 === 1
  const up = rest[0]! > '5' || (rest[0] === '5' && (rest.length > 1 || isOdd))
  if (!up) return { negative, digits: trimZeros(kept), exponent }
  if (kept === '') return { negative, digits: '1', exponent: exponent + 1 }
  const next = (BigInt(kept) + 1n).toString().padStart(kept.length, '0')
  const carried = next.length > kept.length ? 1 : 0
  return { negative, digits: trimZeros(next), exponent: exponent + carried }
}

function special(value: number): string | undefined {
  if (Number.isNaN(value)) return 'NaN'
  if (value === Number.POSITIVE_INFINITY) return '+Inf'
  return value === Number.NEGATIVE_INFINITY ? '-Inf' : undefined
}

function plain({ negative, digits, exponent }: Digits, decimals: number): string {
  const whole = exponent < 0 ? '0' : digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  const fraction = (exponent < 0 ? '0'.repeat(-exponent - 1) + digits : digits.slice(exponent + 1))
    .slice(0, decimals)
    .padEnd(decimals, '0')
  return `${negative ? '-' : ''}${whole}${decimals > 0 ? `.${fraction}` : ''}`
}

function scientific({ negative, digits, exponent }: Digits, decimals: number): string {
  const fraction = digits.slice(1).padEnd(decimals, '0')
  const power = `${Math.abs(exponent)}`.padStart(2, '0')
  return `${negative ? '-' : ''}${digits[0] ?? '0'}${decimals > 0 ? `.${fraction}` : ''}e${exponent < 0 ? '-' : '+'}${power}`
}

/** `%f`: a fixed number of decimals. */
export function fixed(value: number, decimals: number): string {
  const exact = digitsOf(value)
  return special(value) ?? plain(round(exact, exact.exponent + 1 + decimals), decimals)
}

/** `%e`: with an exponent; undefined decimals are as many as it needs. */
export function exponential(value: number, decimals: number): string {
  return special(value) ?? scientific(round(digitsOf(value), decimals + 1), decimals)
}

/** `%g`, and `%v` without precision: whichever is shorter, by Go’s rule. */
export function general(value: number, precision?: number): string {
  const named = special(value)
  if (named) return named
  const made = precision === undefined ? shortest(value) : round(digitsOf(value), precision || 1)
  const { digits, exponent } = made
  const count = Math.max(1, digits.length)
  let most = precision === undefined ? 6 : precision || 1
  if (precision !== undefined && most > count && count >= exponent + 1) most = count
  if (exponent < -4 || exponent >= most) return scientific(made, count - 1)
  return plain(made, Math.max(0, count - 1 - exponent))
}
