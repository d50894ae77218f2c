/**
 * Reads protobuf bytes along the table of a message into plain objects.
 * Unknown fields are skipped; anything that runs past its end, nests too deep or has a wire type that
 * its field cannot have is refused as a whole, since what follows a wrong length is noise.
 * Source: https://protobuf.dev/programming-guides/encoding/
 */
import { BadTelemetry } from '../format.ts'
import type { Field, Message, Scalar } from './message.ts'

const MAX_DEPTH = 40
/** Two bytes make an empty message, which takes a hundred in memory. */
const MAX_PARTS = 4_000_000
const VARINT = 0
const I64 = 1
const LEN = 2
const I32 = 5
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
  double: I64,
  doubleOrBits: I64,
  fixed32: I32,
}

/** @throws BadTelemetry when the bytes are not such a message. */
export function readProtobuf<Shape>(root: Message, bytes: Uint8Array): Shape {
  return new Reader(bytes).message(root, bytes.length, 0) as Shape
}

class Reader {
  readonly #buffer: Buffer
  #at = 0
  #parts = 0

  constructor(bytes: Uint8Array) {
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  message(type: Message, end: number, depth: number): Record<string, unknown> {
    if (depth > MAX_DEPTH) throw new BadTelemetry({ reason: 'it is nested too deeply' })
    const result: Record<string, unknown> = {}
    let lazy: Lazy | undefined
    while (this.#at < end) {
      const tagAt = this.#at
      const tag = this.#varint(end)
      const number = Math.floor(tag / 8)
      const wireType = tag % 8
      if (number === 0) throw new BadTelemetry({ reason: `${type.name} has a field number 0` })
      const field = type.byNumber.get(number)
      if (!field) this.#skip(wireType, end)
      else if (!field.lazy) this.#field(result, type, field, wireType, end, depth)
      else {
        if (wireType !== LEN) throw wrongWireType(type, field, wireType)
        this.#at = this.#length(end)
        // Occurrences nearly always follow one another, so they are one stretch of bytes.
        if (lazy?.end === tagAt) lazy.end = this.#at
        else lazy = { field, start: tagAt, end: this.#at, before: lazy ? this.#textOf(lazy) : '' }
      }
    }
    if (lazy) result[lazy.field.name] = this.#textOf(lazy)
    return result
  }

  #textOf({ before, start, end }: Lazy): string {
    return before + this.#buffer.toString('latin1', start, end)
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
    const packedEnd = this.#length(end)
    while (this.#at < packedEnd) {
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
      return this.message(field.type(), this.#length(end), depth + 1)
    switch (field.type) {
      case 'string': {
        const stop = this.#length(end)
        return this.#buffer.toString('utf8', this.#take(stop), stop)
      }
      case 'bytes': {
        const stop = this.#length(end)
        return this.#buffer.subarray(this.#take(stop), stop)
      }
      case 'id': {
        const stop = this.#length(end)
        return this.#buffer.toString('hex', this.#take(stop), stop)
      }
      case 'bool':
        return this.#varint(end) !== 0
      case 'int64':
        return BigInt.asIntN(64, this.#bigVarint(end))
      case 'uint64':
        return this.#bigVarint(end)
      case 'uint32':
        return this.#varint(end) % 2 ** 32
      case 'enum':
        return this.#varint(end) | 0
      case 'sint32': {
        const zigzag = this.#varint(end) % 2 ** 32
        return (zigzag >>> 1) ^ -(zigzag & 1)
      }
      case 'double':
        return this.#buffer.readDoubleLE(this.#fixed(8, end))
      case 'doubleOrBits': {
        const at = this.#fixed(8, end)
        const value = this.#buffer.readDoubleLE(at)
        return Number.isNaN(value) ? this.#buffer.readBigUInt64LE(at) : value
      }
      case 'fixed64':
        return this.#buffer.readBigUInt64LE(this.#fixed(8, end))
      case 'sfixed64':
        return this.#buffer.readBigInt64LE(this.#fixed(8, end))
      case 'fixed32':
        return this.#buffer.readUInt32LE(this.#fixed(4, end))
    }
  }

  /** A varint as a number: exact to 53 bits, which tags, lengths and enums never exceed. */
  #varint(end: number): number {
    let value = 0
    let unit = 1
    for (let i = 0; i < 10; i++) {
      if (this.#at >= end) throw truncated()
      const byte = this.#buffer[this.#at++]!
      value += (byte & 0x7f) * unit
      if (byte < 0x80) return value
      unit *= 128
    }
    throw new BadTelemetry({ reason: 'a number has more than ten bytes' })
  }

  #bigVarint(end: number): bigint {
    const start = this.#at
    const near = this.#varint(end)
    if (near <= Number.MAX_SAFE_INTEGER) return BigInt(near)
    let value = 0n
    for (let i = start; i < this.#at; i++)
      value |= BigInt(this.#buffer[i]! & 0x7f) << BigInt(7 * (i - start))
    return BigInt.asUintN(64, value)
  }

  /** Reads a length and answers with the position after that many bytes. */
  #length(end: number): number {
    const length = this.#varint(end)
    if (length > end - this.#at) throw truncated()
    return this.#at + length
  }

  #take(stop: number): number {
    const start = this.#at
    this.#at = stop
    return start
  }

  #fixed(size: number, end: number): number {
    if (this.#at + size > end) throw truncated()
    return this.#take(this.#at + size)
  }

  #skip(wireType: number, end: number): void {
    if (wireType === VARINT) this.#varint(end)
    else if (wireType === I64) this.#fixed(8, end)
    else if (wireType === LEN) this.#at = this.#length(end)
    else if (wireType === I32) this.#fixed(4, end)
    else throw new BadTelemetry({ reason: `there is no wire type ${wireType}` })
  }
}

const truncated = () => new BadTelemetry({ reason: 'it ends in the middle of a field' })

const wrongWireType = (type: Message, field: Field, wireType: number) =>
  new BadTelemetry({ reason: `${type.name}.${field.name} has wire type ${wireType}` })

/** A field that is not decoded yet: a stretch of bytes, and the text of those before it. */
interface Lazy {
  readonly field: Field
  readonly before: string
  readonly start: number
  end: number
}
