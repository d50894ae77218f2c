/**
 * The framing of the spool: what one request wrote stands in one frame, with its length and checksum, so a
 * tail that was torn by a crash is known as such and everything before it is whole.
 *
 * frame: length u32 | crc32 of the body u32 | body = (table u8 | length u32 | rows)*
 */
import { crc32 } from 'node:zlib'
import { TABLES, type TableName } from './tables.ts'

export type SpoolRows = ReadonlyMap<TableName, Uint8Array>

const HEAD_BYTES = 8
const PART_HEAD_BYTES = 5

export function encodeFrame(rows: SpoolRows): Buffer {
  let bodyBytes = 0
  for (const part of rows.values()) bodyBytes += PART_HEAD_BYTES + part.length
  const frame = Buffer.allocUnsafe(HEAD_BYTES + bodyBytes)
  let at = HEAD_BYTES
  for (const [table, part] of rows) {
    at = frame.writeUInt8(TABLES.indexOf(table), at)
    at = frame.writeUInt32LE(part.length, at)
    frame.set(part, at)
    at += part.length
  }
  frame.writeUInt32LE(bodyBytes, 0)
  frame.writeUInt32LE(crc32(frame.subarray(HEAD_BYTES)), 4)
  return frame
}

/** The rows of all whole frames by table; reading stops at the first frame that is not whole. */
export function readFrames(bytes: Buffer): Map<TableName, Buffer[]> {
  const parts = new Map<TableName, Buffer[]>()
  let at = 0
  while (at + HEAD_BYTES <= bytes.length) {
    const end = at + HEAD_BYTES + bytes.readUInt32LE(at)
    if (end > bytes.length || end === at + HEAD_BYTES) break
    if (crc32(bytes.subarray(at + HEAD_BYTES, end)) !== bytes.readUInt32LE(at + 4)) break
    readParts(bytes.subarray(at + HEAD_BYTES, end), parts)
    at = end
  }
  return parts
}

function readParts(body: Buffer, parts: Map<TableName, Buffer[]>): void {
  let at = 0
  while (at < body.length) {
    const table = TABLES[body.readUInt8(at)]
    const start = at + PART_HEAD_BYTES
    const end = start + body.readUInt32LE(at + 1)
    if (!table) throw new Error('the spool was written by a newer version')
    const known = parts.get(table)
    if (known) known.push(body.subarray(start, end))
    else parts.set(table, [body.subarray(start, end)])
    at = end
  }
}
