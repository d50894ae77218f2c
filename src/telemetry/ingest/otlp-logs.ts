/** OTLP/HTTP logs, in protobuf and JSON. */
import type { IngestFormat } from './format.ts'
import { translateLogs } from './otlp/logs.ts'
import { readRequest } from './otlp/read.ts'
import { otlpAnswers } from './otlp/response.ts'
import { ExportLogs } from './otlp/schema.ts'
import type { LogsRequest } from './otlp/shape.ts'

export const otlpLogs: IngestFormat = {
  name: 'otlp-logs',
  path: '/v1/logs',
  signal: 'logs',
  decode: (bytes, contentType, context) =>
    translateLogs(readRequest<LogsRequest>(ExportLogs, bytes, contentType), context),
  ...otlpAnswers('rejectedLogRecords'),
}
