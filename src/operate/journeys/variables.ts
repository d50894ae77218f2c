/** `{{name}}` in what a step sends: captured values, secrets, variables of the installation. No expressions. */
import { randomUUID } from 'node:crypto'
import { Unexpected } from './run.ts'

export type Variables = Readonly<Record<string, string>>
type Place = 'url' | 'text' | 'json'

const ESCAPE: Record<Place, (value: string) => string> = {
  url: encodeURIComponent,
  text: (value) => value,
  json: (value) => JSON.stringify(value).slice(1, -1),
}

/** @throws Unexpected when a variable has no value */
export function fill(text: string, place: Place, variables: Variables): string {
  return text.replace(/\{\{\s*([\w.-]+)\s*\}\}/g, (_, name: string, at: number) => {
    const value = name === 'uuid' ? randomUUID() : variables[name]
    if (value === undefined)
      throw new Unexpected(`a value for {{${name}}}`, 'none: no step before has captured it')
    // What stands in front is an address or a path of its own.
    return place === 'url' && at === 0 ? value : ESCAPE[place](value)
  })
}

/** Fills every text of a JSON value. */
export function fillJson(value: unknown, variables: Variables): unknown {
  if (typeof value === 'string') return fill(value, 'text', variables)
  if (Array.isArray(value)) return value.map((member) => fillJson(member, variables))
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, fillJson(member, variables)]),
    )
  return value
}

export function addressOf(url: string, baseUrl: string | undefined, variables: Variables): string {
  const filled = fill(url, 'url', variables)
  const base = baseUrl && fill(baseUrl, 'url', variables)
  if (!URL.canParse(filled, base)) throw new Unexpected('an address', filled.slice(0, 200))
  return new URL(filled, base).href
}
