/** JSON bodies: one value, or one value per line as senders of records write them. */
import { BadTelemetry } from './format.ts'

/** @throws BadTelemetry */
export function readJsonBody(bytes: Uint8Array): unknown {
  return parse(decoded(bytes))
}

/** The values of a body that is one JSON value or one per line; undefined for a line that is none. @throws BadTelemetry */
export function readJsonLines(bytes: Uint8Array): unknown[] {
  const text = decoded(bytes).trim()
  if (text === '') return []
  try {
    return [JSON.parse(text)]
  } catch {
    const [first = '', ...rest] = text.split('\n').filter((line) => line.trim() !== '')
    return [parse(first), ...rest.map(parsedOrNothing)]
  }
}

export type JsonObject = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A text, number or truth as text; anything else is none. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

function parsedOrNothing(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new BadTelemetry({ reason: 'it is not JSON' })
  }
}

function decoded(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()
}
