/** The door of telemetry: what arrives, how it is kept, and how it is asked for. */
export { type BodyLimits, type BodySource, defaultBodyLimits, readBody } from './ingest/body.ts'
export {
  BadTelemetry,
  type DecodeContext,
  type Decoded,
  type IngestFormat,
  type IngestLimits,
  type Rejection,
  TelemetryTooLarge,
} from './ingest/format.ts'
export { ingestFormats } from './ingest/index.ts'
export { type OtlpResponse, otlpFailure, otlpSuccess } from './ingest/otlp/response.ts'
export {
  type Batch,
  type Labels,
  type LogRecord,
  type MetricPoint,
  type MetricType,
  type SeriesIdentity,
  type Span,
  seriesIdentity,
} from './model.ts'
export { ChdbMissing, StoreUnavailable } from './store/engine.ts'
export type { FoundLog, FoundSpan, LogQuery, ServiceEdge } from './store/queries.ts'
export { SqlRefused } from './store/read-only.ts'
export { SpoolFull, SpoolUnwritable } from './store/spool.ts'
export {
  openTelemetryStore,
  QueryRefused,
  type SqlResult,
  type StoreHealth,
  type StoreOptions,
  type TelemetryStore,
} from './store/telemetry-store.ts'
export {
  type Arrival,
  openTelemetry,
  type Telemetry,
  type TelemetryOptions,
  type TelemetryStats,
} from './telemetry.ts'
