/** Attributes of OpenTelemetry as text by name, as labels and maps hold them. */
import type { Labels } from '../../model.ts'
import type { AnyValue, KeyValue } from './shape.ts'

/** The words of a value: plain text as it is, everything nested as JSON. */
export function textOf(value: AnyValue | undefined): string {
  const plain = plainOf(value)
  if (plain === null) return ''
  return typeof plain === 'string' ? plain : JSON.stringify(plain)
}

export function attributesOf(attributes: readonly KeyValue[] | undefined): Labels {
  return Object.fromEntries(
    (attributes ?? []).map(({ key, value }) => [key ?? '', textOf(value)] as const),
  )
}

function plainOf(value: AnyValue | undefined): unknown {
  if (value === undefined) return null
  if (value.stringValue !== undefined) return value.stringValue
  if (value.boolValue !== undefined) return value.boolValue
  if (value.intValue !== undefined) {
    const near = Number(value.intValue)
    return Number.isSafeInteger(near) ? near : String(value.intValue)
  }
  if (value.doubleValue !== undefined)
    return Number.isFinite(value.doubleValue) ? value.doubleValue : String(value.doubleValue)
  if (value.bytesValue !== undefined) return Buffer.from(value.bytesValue).toString('base64')
  if (value.arrayValue) return (value.arrayValue.values ?? []).map(plainOf)
  if (value.kvlistValue)
    return Object.fromEntries(
      (value.kvlistValue.values ?? []).map(({ key, value }) => [key ?? '', plainOf(value)]),
    )
  return null
}
