/**
 * Reads the body of an ingest request with hard limits on what comes in and on what it unpacks to, so a
 * small body that unpacks to gigabytes costs no more than the limit.
 */
import { createGunzip, createInflate } from 'node:zlib'
import { BadTelemetry, TelemetryTooLarge } from './format.ts'

export interface BodyLimits {
  readonly compressedBytes: number
  readonly bytes: number
}

export const defaultBodyLimits: BodyLimits = { compressedBytes: 16 * 2 ** 20, bytes: 64 * 2 ** 20 }

export type BodySource = Uint8Array | AsyncIterable<Uint8Array>

/**
 * The bytes of a body, unpacked.
 *
 * @param encoding the Content-Encoding header: gzip, deflate, identity or nothing
 * @throws TelemetryTooLarge, BadTelemetry
 */
export async function readBody(
  encoding: string | undefined | null,
  source: BodySource,
  limits: BodyLimits = defaultBodyLimits,
): Promise<Uint8Array> {
  const coding = (encoding ?? '').trim().toLowerCase()
  const packed = coding !== '' && coding !== 'identity'
  const body = await collect(
    chunksOf(source),
    packed ? limits.compressedBytes : limits.bytes,
    packed ? 'compressed body' : 'body',
  )
  if (!packed) return body
  if (coding !== 'gzip' && coding !== 'x-gzip' && coding !== 'deflate')
    throw new BadTelemetry({ reason: `its Content-Encoding is "${coding.slice(0, 50)}"` })
  const unpack = coding === 'deflate' ? createInflate() : createGunzip()
  unpack.end(body)
  try {
    return await collect(unpack, limits.bytes, 'unpacked body')
  } catch (error) {
    if (error instanceof TelemetryTooLarge) throw error
    throw new BadTelemetry({ reason: `it is not ${coding}` }, { cause: error })
  } finally {
    unpack.destroy()
  }
}

async function* chunksOf(source: BodySource): AsyncIterable<Uint8Array> {
  if (source instanceof Uint8Array) yield source
  else yield* source
}

async function collect(
  chunks: AsyncIterable<Uint8Array>,
  limitBytes: number,
  what: string,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > limitBytes) throw new TelemetryTooLarge({ what, limitBytes })
    parts.push(chunk)
  }
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts)
}
