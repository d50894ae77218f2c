/**
 * Answers of OTLP/HTTP: success, partial success with the number and reasons of what was refused, and
 * google.rpc.Status for errors; in the encoding of the request, as the protocol asks.
 */
import { type Answer, type IngestFormat, wordsOf } from '../format.ts'
import { type OtlpEncoding, otlpEncoding } from './read.ts'

/** @param rejectedField what the protocol calls the number of refused items of this signal */
export function otlpAnswers(rejectedField: string): Pick<IngestFormat, 'answer' | 'failure'> {
  return {
    answer({ rejected: { count, reasons } }, contentType) {
      const text = wordsOf(reasons)
      const partialSuccess = { [rejectedField]: String(count), errorMessage: text }
      return inEncodingOf(contentType, 200, {
        json: count === 0 ? {} : { partialSuccess },
        protobuf:
          count === 0
            ? Buffer.alloc(0)
            : bytesField(
                1,
                Buffer.concat([varintField(1, count), bytesField(2, Buffer.from(text))]),
              ),
      })
    },
    failure: ({ status, message }, contentType) =>
      inEncodingOf(contentType, status, {
        json: { message },
        protobuf: bytesField(2, Buffer.from(message)),
      }),
  }
}

function inEncodingOf(
  contentType: string,
  status: number,
  answer: { json: object; protobuf: Uint8Array<ArrayBuffer> },
): Answer {
  const encoding: OtlpEncoding = otlpEncoding(contentType) ?? 'json'
  return encoding === 'json'
    ? {
        status,
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(JSON.stringify(answer.json)),
      }
    : { status, headers: { 'content-type': 'application/x-protobuf' }, body: answer.protobuf }
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
