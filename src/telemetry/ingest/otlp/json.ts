/**
 * Reads OTLP/JSON along the table of schema.ts into the same plain objects as protobuf.
 * It follows proto3 JSON (64-bit numbers as text or number, lower camel or snake case names, unknown
 * members ignored) with the two exceptions of the OTLP specification: ids are hexadecimal, enums are numbers.
 */
import { BadTelemetry } from '../format.ts'
import type { Field, Message, Scalar } from '../protobuf/message.ts'

const MAX_DEPTH = 40

/** @throws BadTelemetry when the text is not such a message. */
export function readJson<Shape>(root: Message, bytes: Uint8Array): Shape {
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString())
  } catch {
    throw new BadTelemetry({ reason: 'it is not JSON' })
  }
  return readMessage(root, value, root.name, 0) as Shape
}

function readMessage(
  type: Message,
  value: unknown,
  path: string,
  depth: number,
): Record<string, unknown> {
  if (depth > MAX_DEPTH) throw new BadTelemetry({ reason: 'it is nested too deeply' })
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrong(path, 'an object')
  const result: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(value)) {
    const field = type.byName.get(name)
    if (!field || member === null) continue
    const at = `${path}.${field.name}`
    if (!field.repeated) result[field.name] = readValue(field, member, at, depth)
    else if (Array.isArray(member))
      result[field.name] = member.map((item) => readValue(field, item, at, depth))
    else throw wrong(at, 'a list')
  }
  return result
}

function readValue(field: Field, value: unknown, path: string, depth: number): unknown {
  if (typeof field.type !== 'string') return readMessage(field.type(), value, path, depth + 1)
  return field.type === 'doubleOrBits' ? READ.double(value, path) : READ[field.type](value, path)
}

const READ: Readonly<
  Record<Exclude<Scalar, 'doubleOrBits'>, (value: unknown, path: string) => unknown>
> = {
  string: (value, path) => (typeof value === 'string' ? value : refuse(path, 'text')),
  bool: (value, path) => (typeof value === 'boolean' ? value : refuse(path, 'true or false')),
  int64: (value, path) => BigInt.asIntN(64, whole(value, path)),
  sfixed64: (value, path) => BigInt.asIntN(64, whole(value, path)),
  fixedNanos: (value, path) => Number(BigInt.asUintN(64, whole(value, path)) / 1_000_000n),
  uint64: (value, path) => BigInt.asUintN(64, whole(value, path)),
  fixed64: (value, path) => BigInt.asUintN(64, whole(value, path)),
  uint32: (value, path) => Number(BigInt.asUintN(32, whole(value, path))),
  fixed32: (value, path) => Number(BigInt.asUintN(32, whole(value, path))),
  sint32: (value, path) => Number(BigInt.asIntN(32, whole(value, path))),
  // Enum names are not allowed by OTLP, but some senders write them: the number is what we can use.
  enum: (value, path) => Number(BigInt.asIntN(32, whole(value, path))),
  double: (value, path) => {
    if (typeof value === 'number') return value
    if (value === 'NaN') return Number.NaN
    if (value === 'Infinity') return Number.POSITIVE_INFINITY
    if (value === '-Infinity') return Number.NEGATIVE_INFINITY
    if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)))
      return Number(value)
    return refuse(path, 'a number')
  },
  bytes: (value, path) =>
    typeof value === 'string' ? Buffer.from(value, 'base64') : refuse(path, 'base64 text'),
  id: (value, path) =>
    typeof value === 'string' && /^(?:[0-9a-f]{2})*$/i.test(value)
      ? value.toLowerCase()
      : refuse(path, 'hexadecimal text'),
}

function whole(value: unknown, path: string): bigint {
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value)
  if (typeof value === 'string' && /^-?\d{1,20}$/.test(value)) return BigInt(value)
  throw wrong(path, 'a whole number')
}

function refuse(path: string, expected: string): never {
  throw wrong(path, expected)
}

const wrong = (path: string, expected: string) =>
  new BadTelemetry({ reason: `${path} is not ${expected}` })
