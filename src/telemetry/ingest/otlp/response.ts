/**
 * Answers of OTLP/HTTP: success, partial success with the number and reasons of what was refused, and
 * google.rpc.Status for errors; in the encoding of the request, as the protocol asks.
 */
import type { Decoded } from '../format.ts'
import { type OtlpEncoding, otlpEncoding } from './read.ts'

export interface OtlpResponse {
  readonly contentType: string
  readonly body: Uint8Array<ArrayBuffer>
}

const REJECTED = {
  metrics: 'rejectedDataPoints',
  logs: 'rejectedLogRecords',
  traces: 'rejectedSpans',
} as const

/** What is sent with status 200. */
export function otlpSuccess(decoded: Decoded, requestContentType: string): OtlpResponse {
  const { count, reasons } = decoded.rejected
  const text = reasons
    .map((reason) => `${reason.code} (${reason.count}): ${reason.message}`)
    .join(' ')
  const field = REJECTED[decoded.batch.signal]
  return inEncodingOf(requestContentType, {
    json: count === 0 ? {} : { partialSuccess: { [field]: String(count), errorMessage: text } },
    protobuf:
      count === 0
        ? Buffer.alloc(0)
        : bytesField(1, Buffer.concat([varintField(1, count), bytesField(2, Buffer.from(text))])),
  })
}

/** What is sent with a status of 400 and above. */
export function otlpFailure(message: string, requestContentType: string): OtlpResponse {
  return inEncodingOf(requestContentType, {
    json: { message },
    protobuf: bytesField(2, Buffer.from(message)),
  })
}

function inEncodingOf(
  contentType: string,
  answer: { json: object; protobuf: Uint8Array<ArrayBuffer> },
): OtlpResponse {
  const encoding: OtlpEncoding = otlpEncoding(contentType) ?? 'json'
  return encoding === 'json'
    ? { contentType: 'application/json', body: Buffer.from(JSON.stringify(answer.json)) }
    : { contentType: 'application/x-protobuf', body: answer.protobuf }
}

function varintField(number: number, value: number): Buffer {
  return Buffer.from([number * 8, ...varint(value)])
}

function bytesField(number: number, bytes: Buffer): Buffer<ArrayBuffer> {
  return Buffer.concat([Buffer.from([number * 8 + 2, ...varint(bytes.length)]), bytes])
}

function varint(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
  return [...bytes, rest]
}
