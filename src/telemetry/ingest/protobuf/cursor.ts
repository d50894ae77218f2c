/** A place in protobuf bytes, and the primitive steps from there on; nothing is read past the end that is told. */
import { BadTelemetry } from '../format.ts'

export const VARINT = 0
export const I64 = 1
export const LEN = 2
export const I32 = 5

export class Cursor {
  readonly buffer: Buffer
  /** The same bytes; reads numbers faster than a Buffer does. */
  readonly view: DataView
  at = 0

  constructor(bytes: Uint8Array) {
    this.buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** A varint as a number: exact to 53 bits, which tags, lengths and enums never exceed. */
  varint(end: number): number {
    // Tags and most lengths are one byte.
    if (this.at < end && this.buffer[this.at]! < 0x80) return this.buffer[this.at++]!
    let value = 0
    let unit = 1
    for (let i = 0; i < 10; i++) {
      if (this.at >= end) throw truncated()
      const byte = this.buffer[this.at++]!
      value += (byte & 0x7f) * unit
      if (byte < 0x80) return value
      unit *= 128
    }
    throw new BadTelemetry({ reason: 'a number has more than ten bytes' })
  }

  bigVarint(end: number): bigint {
    const start = this.at
    const near = this.varint(end)
    if (near <= Number.MAX_SAFE_INTEGER) return BigInt(near)
    let value = 0n
    for (let i = start; i < this.at; i++)
      value |= BigInt(this.buffer[i]! & 0x7f) << BigInt(7 * (i - start))
    return BigInt.asUintN(64, value)
  }

  /** Reads a length and answers with the position after that many bytes. */
  length(end: number): number {
    const length = this.varint(end)
    if (length > end - this.at) throw truncated()
    return this.at + length
  }

  /** Goes on to `stop`, and answers with where it was. */
  take(stop: number): number {
    const start = this.at
    this.at = stop
    return start
  }

  fixed(size: number, end: number): number {
    if (this.at + size > end) throw truncated()
    return this.take(this.at + size)
  }

  skip(wireType: number, end: number): void {
    if (wireType === VARINT) this.varint(end)
    else if (wireType === I64) this.fixed(8, end)
    else if (wireType === LEN) this.at = this.length(end)
    else if (wireType === I32) this.fixed(4, end)
    else throw new BadTelemetry({ reason: `there is no wire type ${wireType}` })
  }
}

const truncated = () => new BadTelemetry({ reason: 'it ends in the middle of a field' })
