/**
 * Reads protobuf bytes along the table of a message into plain objects.
 * Unknown fields are skipped; anything that runs past its end, nests too deep or has a wire type that
 * its field cannot have is refused as a whole, since what follows a wrong length is noise.
 * Source: https://protobuf.dev/programming-guides/encoding/
 */
import { BadTelemetry } from '../format.ts'
import { Cursor, I32, I64, LEN, VARINT } from './cursor.ts'
import type { Field, Message, Scalar } from './message.ts'

const MAX_DEPTH = 40
/** Two bytes make an empty message, which takes a hundred in memory. */
const MAX_PARTS = 4_000_000
const WIRE_TYPE: Readonly<Record<Scalar, number>> = {
  string: LEN,
  bytes: LEN,
  id: LEN,
  bool: VARINT,
  int64: VARINT,
  uint64: VARINT,
  uint32: VARINT,
  sint32: VARINT,
  enum: VARINT,
  fixed64: I64,
  sfixed64: I64,
  fixedNanos: I64,
  double: I64,
  doubleOrBits: I64,
  fixed32: I32,
}

/** @throws BadTelemetry when the bytes are not such a message. */
export function readProtobuf<Shape>(root: Message, bytes: Uint8Array): Shape {
  return new Reader(bytes).message(root, bytes.length, 0) as Shape
}

class Reader {
  readonly #cursor: Cursor
  #parts = 0

  constructor(bytes: Uint8Array) {
    this.#cursor = new Cursor(bytes)
  }

  message(type: Message, end: number, depth: number): Record<string, unknown> {
    if (depth > MAX_DEPTH) throw new BadTelemetry({ reason: 'it is nested too deeply' })
    const result: Record<string, unknown> = {}
    let lazy: Lazy | undefined
    while (this.#cursor.at < end) {
      const tagAt = this.#cursor.at
      const tag = this.#cursor.varint(end)
      const number = Math.floor(tag / 8)
      const wireType = tag % 8
      if (number === 0) throw new BadTelemetry({ reason: `${type.name} has a field number 0` })
      const field = type.byNumber.get(number)
      if (!field) this.#cursor.skip(wireType, end)
      else if (!field.lazy) this.#field(result, type, field, wireType, end, depth)
      else {
        if (wireType !== LEN) throw wrongWireType(type, field, wireType)
        this.#cursor.at = this.#cursor.length(end)
        // Occurrences nearly always follow one another, so they are one stretch of bytes.
        if (lazy?.end === tagAt) lazy.end = this.#cursor.at
        else
          lazy = {
            field,
            start: tagAt,
            end: this.#cursor.at,
            before: lazy ? this.#textOf(lazy) : '',
          }
      }
    }
    if (lazy) result[lazy.field.name] = this.#textOf(lazy)
    return result
  }

  #textOf({ before, start, end }: Lazy): string {
    return before + this.#cursor.buffer.toString('latin1', start, end)
  }

  #field(
    result: Record<string, unknown>,
    type: Message,
    field: Field,
    wireType: number,
    end: number,
    depth: number,
  ): void {
    const expected = typeof field.type === 'string' ? WIRE_TYPE[field.type] : LEN
    const packed = field.repeated && wireType === LEN && expected !== LEN
    if (wireType !== expected && !packed) throw wrongWireType(type, field, wireType)
    if (!field.repeated) {
      result[field.name] = this.#value(field, end, depth)
      return
    }
    const list = (result[field.name] ?? []) as unknown[]
    result[field.name] = list
    if (!packed) {
      this.#countPart()
      list.push(this.#value(field, end, depth))
      return
    }
    const packedEnd = this.#cursor.length(end)
    while (this.#cursor.at < packedEnd) {
      this.#countPart()
      list.push(this.#value(field, packedEnd, depth))
    }
  }

  #countPart(): void {
    if (++this.#parts > MAX_PARTS)
      throw new BadTelemetry({ reason: `it has more than ${MAX_PARTS} parts` })
  }

  #value(field: Field, end: number, depth: number): unknown {
    if (typeof field.type !== 'string')
      return this.message(field.type(), this.#cursor.length(end), depth + 1)
    switch (field.type) {
      case 'string': {
        const stop = this.#cursor.length(end)
        return this.#cursor.buffer.toString('utf8', this.#cursor.take(stop), stop)
      }
      case 'bytes': {
        const stop = this.#cursor.length(end)
        return this.#cursor.buffer.subarray(this.#cursor.take(stop), stop)
      }
      case 'id': {
        const stop = this.#cursor.length(end)
        return this.#cursor.buffer.toString('hex', this.#cursor.take(stop), stop)
      }
      case 'bool':
        return this.#cursor.varint(end) !== 0
      case 'int64':
        return BigInt.asIntN(64, this.#cursor.bigVarint(end))
      case 'uint64':
        return this.#cursor.bigVarint(end)
      case 'uint32':
        return this.#cursor.varint(end) % 2 ** 32
      case 'enum':
        return this.#cursor.varint(end) | 0
      case 'sint32': {
        const zigzag = this.#cursor.varint(end) % 2 ** 32
        return (zigzag >>> 1) ^ -(zigzag & 1)
      }
      case 'double':
        return this.#cursor.buffer.readDoubleLE(this.#cursor.fixed(8, end))
      case 'doubleOrBits': {
        const at = this.#cursor.fixed(8, end)
        const value = this.#cursor.buffer.readDoubleLE(at)
        return Number.isNaN(value) ? this.#cursor.buffer.readBigUInt64LE(at) : value
      }
      case 'fixed64':
        return this.#cursor.buffer.readBigUInt64LE(this.#cursor.fixed(8, end))
      case 'sfixed64':
        return this.#cursor.buffer.readBigInt64LE(this.#cursor.fixed(8, end))
      case 'fixedNanos':
        return millisecondsAt(this.#cursor.view, this.#cursor.fixed(8, end))
      case 'fixed32':
        return this.#cursor.buffer.readUInt32LE(this.#cursor.fixed(4, end))
    }
  }
}

/** Exact: 2^32 nanoseconds are 4,294 ms and 967,296 ns, and no product here leaves the whole numbers. */
function millisecondsAt(view: DataView, at: number): number {
  const low = view.getUint32(at, true)
  const high = view.getUint32(at + 4, true)
  return high * 4_294 + Math.floor((high * 967_296 + low) / 1_000_000)
}

const wrongWireType = (type: Message, field: Field, wireType: number) =>
  new BadTelemetry({ reason: `${type.name}.${field.name} has wire type ${wireType}` })

/** A field that is not decoded yet: a stretch of bytes, and the text of those before it. */
interface Lazy {
  readonly field: Field
  readonly before: string
  readonly start: number
  end: number
}
