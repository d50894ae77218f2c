/** Conditions as people write them, `> 0.05`, as predicates on a value. The model has checked their form. */
export type Predicate = (value: number) => boolean

const FORM = /^\s*(>=|<=|==|!=|>|<)\s*(-?\d+(?:\.\d+)?(?:e-?\d+)?)\s*$/i

const COMPARE: Readonly<Record<string, (bound: number) => Predicate>> = {
  '>': (bound) => (value) => value > bound,
  '>=': (bound) => (value) => value >= bound,
  '<': (bound) => (value) => value < bound,
  '<=': (bound) => (value) => value <= bound,
  '==': (bound) => (value) => value === bound,
  '!=': (bound) => (value) => value !== bound,
}

/** Values for which a condition does not hold, both ends included. */
export interface Calm {
  readonly low: number
  readonly high: number
}

const calms = new WeakMap<Predicate, Calm>()

/** Where a condition does not hold, when that is one stretch and it is known. */
export function calmOf(predicate: Predicate): Calm | undefined {
  return calms.get(predicate)
}

const CALM: Readonly<Record<string, (bound: number) => Calm>> = {
  '>': (bound) => ({ low: -Infinity, high: bound }),
  '>=': (bound) => ({ low: -Infinity, high: beside(bound, -1) }),
  '<': (bound) => ({ low: bound, high: Infinity }),
  '<=': (bound) => ({ low: beside(bound, 1), high: Infinity }),
  '!=': (bound) => ({ low: bound, high: bound }),
}

/** The next larger or smaller number that there is. */
function beside(value: number, direction: 1 | -1): number {
  if (value === 0) return direction * Number.MIN_VALUE
  const number = Float64Array.of(value)
  const bits = new BigInt64Array(number.buffer)
  bits[0]! += value > 0 === direction > 0 ? 1n : -1n
  return number[0]!
}

export function readCondition(text: string): Predicate {
  if (text === 'present') return () => true
  const [, operator, bound] = FORM.exec(text) ?? []
  if (!operator) throw new Error(`not a condition: ${text}`)
  const predicate = COMPARE[operator]!(Number(bound))
  const calm = CALM[operator]?.(Number(bound))
  if (calm) calms.set(predicate, calm)
  return predicate
}
