/**
 * Writes rows in ClickHouse's RowBinary, the format of the spool.
 * Source: https://clickhouse.com/docs/interfaces/formats/RowBinary
 */
import { ipv6Bytes } from './ip-address.ts'

export class RowWriter {
  #buffer: Buffer
  #size = 0

  constructor(initialBytes = 4_096) {
    this.#buffer = Buffer.allocUnsafe(initialBytes)
  }

  get size(): number {
    return this.#size
  }

  /** The rows written so far; the writer must not be used afterwards. */
  bytes(): Buffer {
    return this.#buffer.subarray(0, this.#size)
  }

  u8(value: number): void {
    this.#room(1)
    this.#buffer[this.#size++] = value
  }

  u16(value: number): void {
    this.#room(2)
    this.#size = this.#buffer.writeUInt16LE(value & 0xffff, this.#size)
  }

  u64(value: bigint): void {
    this.#room(8)
    this.#size = this.#buffer.writeBigUInt64LE(BigInt.asUintN(64, value), this.#size)
  }

  i64(value: bigint): void {
    this.#room(8)
    this.#size = this.#buffer.writeBigInt64LE(BigInt.asIntN(64, value), this.#size)
  }

  /** A DateTime64(3). */
  time(ms: number): void {
    this.#room(8)
    const high = Math.floor(ms / 2 ** 32)
    this.#size = this.#buffer.writeUInt32LE(ms - high * 2 ** 32, this.#size)
    this.#size = this.#buffer.writeInt32LE(high, this.#size)
  }

  f64(value: number): void {
    this.#room(8)
    this.#size = this.#buffer.writeDoubleLE(value, this.#size)
  }

  text(value: string): void {
    const length = Buffer.byteLength(value)
    this.varint(length)
    this.#room(length)
    this.#size += this.#buffer.write(value, this.#size)
  }

  /** Hexadecimal digits as a FixedString; an empty text is all zeros. */
  fixedHex(hex: string, length: number): void {
    this.#room(length)
    if (hex === '') this.#buffer.fill(0, this.#size, this.#size + length)
    else this.#buffer.write(hex, this.#size, length, 'hex')
    this.#size += length
  }

  /** An address; IPv4 as IPv6 holds it, and what is no address as `::`. */
  ipv6(address: string): void {
    this.#room(16)
    this.#buffer.set(ipv6Bytes(address), this.#size)
    this.#size += 16
  }

  map(value: Readonly<Record<string, string>>): void {
    const entries = Object.entries(value)
    this.varint(entries.length)
    for (const [key, member] of entries) {
      this.text(key)
      this.text(member)
    }
  }

  list<Item>(items: readonly Item[], write: (item: Item) => void): void {
    this.varint(items.length)
    for (const item of items) write(item)
  }

  varint(value: number): void {
    this.#room(8)
    let rest = value
    for (; rest >= 128; rest = Math.floor(rest / 128))
      this.#buffer[this.#size++] = (rest % 128) + 128
    this.#buffer[this.#size++] = rest
  }

  #room(bytes: number): void {
    if (this.#size + bytes <= this.#buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#size + bytes))
    this.#buffer.copy(larger, 0, 0, this.#size)
    this.#buffer = larger
  }
}
