/** OTLP/HTTP metrics, in protobuf and JSON. */
import type { IngestFormat } from './format.ts'
import { translateMetrics } from './otlp/metrics.ts'
import { readRequest } from './otlp/read.ts'
import { otlpAnswers } from './otlp/response.ts'
import { ExportMetrics } from './otlp/schema.ts'
import type { MetricsRequest } from './otlp/shape.ts'

export const otlpMetrics: IngestFormat = {
  name: 'otlp-metrics',
  path: '/v1/metrics',
  signal: 'metrics',
  decode: (bytes, contentType, context) =>
    translateMetrics(readRequest<MetricsRequest>(ExportMetrics, bytes, contentType), context),
  ...otlpAnswers('rejectedDataPoints'),
}
