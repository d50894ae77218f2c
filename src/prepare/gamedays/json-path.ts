/** The plain part of JSONPath: `$.a.b[0]['c']`. Anything else is refused, never guessed. */

const STEP = /\.([A-Za-z_][\w-]*)|\[(\d+)\]|\['([^']*)'\]/y

/** The keys of a path, or undefined when it uses more than we understand. */
export function parseJsonPath(path: string): (string | number)[] | undefined {
  if (!path.startsWith('$')) return undefined
  const keys: (string | number)[] = []
  STEP.lastIndex = 1
  while (STEP.lastIndex < path.length) {
    const found = STEP.exec(path)
    if (!found) return undefined
    keys.push(found[2] === undefined ? (found[1] ?? found[3]!) : Number(found[2]))
  }
  return keys
}

/** The value at the keys; undefined when there is none. */
export function valueAt(value: unknown, keys: readonly (string | number)[]): unknown {
  let current = value
  for (const key of keys) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key))
      return undefined
    current = (current as Record<string | number, unknown>)[key]
  }
  return current
}
