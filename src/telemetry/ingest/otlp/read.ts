/** Chooses the encoding of an OTLP request by its Content-Type. */
import { BadTelemetry } from '../format.ts'
import type { Message } from '../protobuf/message.ts'
import { readProtobuf } from '../protobuf/reader.ts'
import { readJson } from './json.ts'

export type OtlpEncoding = 'protobuf' | 'json'

export function otlpEncoding(contentType: string): OtlpEncoding | undefined {
  const type = contentType.split(';', 1)[0]!.trim().toLowerCase()
  if (type === 'application/json') return 'json'
  return type === 'application/x-protobuf' || type === 'application/protobuf'
    ? 'protobuf'
    : undefined
}

/** @throws BadTelemetry */
export function readRequest<Shape>(type: Message, bytes: Uint8Array, contentType: string): Shape {
  const encoding = otlpEncoding(contentType)
  if (!encoding)
    throw new BadTelemetry({
      reason: `its Content-Type is "${contentType.slice(0, 100)}" and not application/x-protobuf or application/json`,
    })
  return encoding === 'json' ? readJson<Shape>(type, bytes) : readProtobuf<Shape>(type, bytes)
}
