/**
 * Snappy's block format, unpacked in one pass with a limit that holds before anything is allocated. A stream that
 * says too much, ends elsewhere or copies from before its start is refused. Our own because the library in pure
 * JavaScript takes such streams for good ones; it is the encoder of the tests.
 * Source: https://github.com/google/snappy/blob/main/format_description.txt
 */
import { BadTelemetry, TelemetryTooLarge } from './format.ts'

const MAX_BYTES = 64 * 2 ** 20
/** From this size on, moving a block costs less than moving its bytes. */
const BLOCK = 32

/** Room that is used again, up to a size that most requests have: memory outside the heap is dear to get. */
let scratch = Buffer.alloc(0)
const MOST_SCRATCH = 4 * 2 ** 20

/** The unpacked bytes, which hold until the next call. @throws BadTelemetry, TelemetryTooLarge */
export function unpackSnappy(packed: Uint8Array, limitBytes: number = MAX_BYTES): Uint8Array {
  const { length, start } = promised(packed)
  if (length > limitBytes) throw new TelemetryTooLarge({ what: 'unpacked body', limitBytes })
  const out = roomFor(length)
  if (!unpack(packed, start, out)) throw new BadTelemetry({ reason: 'it is not snappy' })
  return out
}

function roomFor(length: number): Buffer {
  if (length > MOST_SCRATCH) return Buffer.allocUnsafe(length)
  if (length > scratch.length) scratch = Buffer.allocUnsafeSlow(length)
  return scratch.subarray(0, length)
}

/** The length that stands in front. */
function promised(packed: Uint8Array): { length: number; start: number } {
  let length = 0
  for (let i = 0; i < 5 && i < packed.length; i++) {
    const byte = packed[i]!
    length += (byte & 0x7f) * 2 ** (7 * i)
    if (byte < 0x80) return { length, start: i + 1 }
  }
  throw new BadTelemetry({ reason: 'it is not snappy' })
}

/** Whether literals and copies fill exactly the room that was promised. */
function unpack(packed: Uint8Array, start: number, out: Buffer): boolean {
  let at = start
  let made = 0
  while (at < packed.length) {
    const tag = packed[at++]!
    const kind = tag & 3
    if (kind === 0) {
      const extra = Math.max(0, (tag >>> 2) - 59)
      const size = 1 + (extra === 0 ? tag >>> 2 : littleEndian(packed, at, extra))
      at += extra
      if (at + size > packed.length || made + size > out.length) return false
      if (size < BLOCK) for (let i = 0; i < size; i++) out[made + i] = packed[at + i]!
      else out.set(packed.subarray(at, at + size), made)
      at += size
      made += size
    } else {
      const bytes = kind === 3 ? 4 : kind
      const low = littleEndian(packed, at, bytes)
      const offset = kind === 1 ? low + ((tag >>> 5) << 8) : low
      const size = kind === 1 ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1
      at += bytes
      if (at > packed.length || offset === 0 || offset > made || made + size > out.length)
        return false
      // A copy may reach into what it makes itself; then it goes byte by byte.
      if (size >= BLOCK && offset >= size) out.copyWithin(made, made - offset, made - offset + size)
      else for (let i = 0; i < size; i++) out[made + i] = out[made - offset + i]!
      made += size
    }
  }
  return made === out.length
}

const SCALE = [1, 2 ** 8, 2 ** 16, 2 ** 24] as const

/** Bytes past the end count as zero; who asks checks the position. */
function littleEndian(bytes: Uint8Array, at: number, count: number): number {
  let value = 0
  for (let i = 0; i < count; i++) value += (bytes[at + i] ?? 0) * SCALE[i]!
  return value
}
