/** Searches made by clicking: a value is added to what is asked, or taken out of it. */
import type { Data } from '../../../data/index.ts'

export type LogRecord = Data<'logs.context'>['record']

/** Names that mean a column of a record; an attribute of that name is written `attr.name`. */
const OWN = new Set(['service', 'host', 'level', 'body', 'trace', 'span', 'template', 'duration'])

export type FieldKind = 'record' | 'attribute' | 'resource'

/** How a field is named in a search. */
export function fieldName(name: string, of: FieldKind, record?: LogRecord): string {
  if (of === 'record') return name
  if (of === 'attribute') return OWN.has(name) ? `attr.${name}` : name
  return OWN.has(name) || (record && name in record.attributes) ? `resource.${name}` : name
}

/** `search service:"orders"`; with `out`, what has another value or none. */
export function withValue(search: string, field: string, value: string, out = false): string {
  const condition = `${out ? '-' : ''}${field}:"${value.replace(/["\\]/g, '\\$&')}"`
  const before = search.trim()
  if (before === '') return condition
  const parts = ` ${before} `
  if (parts.includes(` ${condition} `)) return before
  // OR binds weaker than what is added.
  return `${/\bOR\b/.test(before) ? `(${before})` : before} ${condition}`
}
