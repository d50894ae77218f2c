/** Every format that telemetry can arrive in. To add one, add a file and a line. */
import { activity } from './activity.ts'
import { collectd } from './collectd.ts'
import { flowLogs } from './flow-logs.ts'
import type { IngestFormat } from './format.ts'
import { loki } from './loki.ts'
import { otlpLogs } from './otlp-logs.ts'
import { otlpMetrics } from './otlp-metrics.ts'
import { otlpTraces } from './otlp-traces.ts'
import { remoteWrite } from './remote-write.ts'

export const ingestFormats: readonly IngestFormat[] = [
  otlpMetrics,
  otlpLogs,
  otlpTraces,
  remoteWrite,
  loki,
  collectd,
  flowLogs,
  activity,
]
