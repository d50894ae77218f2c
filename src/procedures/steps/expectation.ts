/** `expect="< 0.01"`: what every value must satisfy. */
const SHAPE = /^\s*(>=|<=|==|!=|>|<)\s*(-?\d+(?:\.\d+)?(?:e-?\d+)?)\s*$/i

const COMPARE: Record<string, (a: number, b: number) => boolean> = {
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
}

/** Undefined when the text is no comparison. */
export function expectationOf(text: string): ((value: number) => boolean) | undefined {
  const [, op, number] = SHAPE.exec(text) ?? []
  if (!op) return undefined
  return (value) => COMPARE[op]!(value, Number(number))
}
