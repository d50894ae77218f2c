/** OTLP/HTTP traces, in protobuf and JSON. */
import type { IngestFormat } from './format.ts'
import { readRequest } from './otlp/read.ts'
import { otlpAnswers } from './otlp/response.ts'
import { ExportTraces } from './otlp/schema.ts'
import type { TracesRequest } from './otlp/shape.ts'
import { translateTraces } from './otlp/traces.ts'

export const otlpTraces: IngestFormat = {
  name: 'otlp-traces',
  path: '/v1/traces',
  signal: 'traces',
  decode: (bytes, contentType, context) =>
    translateTraces(readRequest<TracesRequest>(ExportTraces, bytes, contentType), context),
  ...otlpAnswers('rejectedSpans'),
}
