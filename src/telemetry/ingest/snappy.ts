/**
 * Snappy's block format, unpacked with a limit that holds before anything is allocated. The library trusts
 * what it reads, so the stream is measured first: one that says too much, or ends elsewhere, is refused.
 * Source: https://github.com/google/snappy/blob/main/format_description.txt
 */
import { uncompress } from 'snappyjs'
import { BadTelemetry, TelemetryTooLarge } from './format.ts'

const MAX_BYTES = 64 * 2 ** 20

/** The unpacked bytes. @throws BadTelemetry, TelemetryTooLarge */
export function unpackSnappy(packed: Uint8Array, limitBytes: number = MAX_BYTES): Uint8Array {
  const { length, start } = promised(packed)
  if (length > limitBytes) throw new TelemetryTooLarge({ what: 'unpacked body', limitBytes })
  if (!delivers(packed, start, length)) throw new BadTelemetry({ reason: 'it is not snappy' })
  try {
    return uncompress(packed)
  } catch (error) {
    throw new BadTelemetry({ reason: 'it is not snappy' }, { cause: error })
  }
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

/** Whether literals and copies make exactly that length, and no copy reaches before the start. */
function delivers(packed: Uint8Array, start: number, length: number): boolean {
  let at = start
  let made = 0
  while (at < packed.length) {
    const tag = packed[at++]!
    const kind = tag & 3
    if (kind === 0) {
      const extra = Math.max(0, (tag >>> 2) - 59)
      const size = 1 + (extra === 0 ? tag >>> 2 : littleEndian(packed, at, extra))
      at += extra + size
      made += size
    } else {
      const bytes = kind === 3 ? 4 : kind
      const low = littleEndian(packed, at, bytes)
      const offset = kind === 1 ? low + ((tag >>> 5) << 8) : low
      at += bytes
      if (offset === 0 || offset > made) return false
      made += kind === 1 ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1
    }
    if (at > packed.length || made > length) return false
  }
  return made === length
}

/** Bytes past the end count as zero; who asks checks the position. */
function littleEndian(bytes: Uint8Array, at: number, count: number): number {
  let value = 0
  for (let i = 0; i < count; i++) value += (bytes[at + i] ?? 0) * 2 ** (8 * i)
  return value
}
