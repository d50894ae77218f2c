/** A condition on a signal, such as `< 5`: when it holds, a drill is aborted. */

const SHAPE = /^\s*(>=|<=|==|!=|>|<)\s*(-?\d+(?:\.\d+)?(?:e-?\d+)?)\s*$/i

const HOLDS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
}

/** True or false, or undefined when there is no value or the condition cannot be read: nobody knows. */
export function holds(condition: string, value: number | null): boolean | undefined {
  const [, op, limit] = SHAPE.exec(condition) ?? []
  if (op === undefined || value === null || Number.isNaN(value)) return undefined
  return HOLDS[op]!(value, Number(limit))
}
