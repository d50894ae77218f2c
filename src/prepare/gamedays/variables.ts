/** `${NAME}` in an experiment becomes the value that the server gives it: the format’s configuration. */
import { VariableUnknown } from './errors.ts'

export type Variables = Readonly<Record<string, string>>

/** Throws VariableUnknown. */
export function fill(text: string, variables: Variables): string {
  return text.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, name: string) => {
    const value = variables[name]
    if (value === undefined) throw new VariableUnknown({ name })
    return value
  })
}

/** Fills every text inside a value. */
export function fillDeep(value: unknown, variables: Variables): unknown {
  if (typeof value === 'string') return fill(value, variables)
  if (Array.isArray(value)) return value.map((item) => fillDeep(item, variables))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, fillDeep(item, variables)]),
  )
}
