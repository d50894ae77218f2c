/** What the arithmetic and comparison operators compute, with Go's rules for the odd cases. */
import type { BinaryOperator } from './ast.ts'

export const compute: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '^': power,
  atan2: Math.atan2,
}

export const compare: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
}

/** The value of two numbers: comparisons give 1 or 0. */
export function computeAny(op: BinaryOperator, a: number, b: number): number {
  const test = compare[op]
  return test ? Number(test(a, b)) : compute[op]!(a, b)
}

// IEEE 754, which Go follows, says that 1 to any power is 1; JavaScript says NaN.
function power(a: number, b: number): number {
  if (a === 1 || (a === -1 && (b === Number.POSITIVE_INFINITY || b === Number.NEGATIVE_INFINITY)))
    return 1
  return a ** b
}
