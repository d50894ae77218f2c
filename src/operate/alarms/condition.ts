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

export function readCondition(text: string): Predicate {
  if (text === 'present') return () => true
  const [, operator, bound] = FORM.exec(text) ?? []
  if (!operator) throw new Error(`not a condition: ${text}`)
  return COMPARE[operator]!(Number(bound))
}
