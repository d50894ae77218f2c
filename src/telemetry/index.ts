/** The door of telemetry: what arrives, how it is kept, and how it is asked for. */
export { type BodyLimits, type BodySource, defaultBodyLimits, readBody } from './ingest/body.ts'
export {
  type Answer,
  BadTelemetry,
  type DecodeContext,
  type Decoded,
  type IngestFormat,
  type IngestLimits,
  type Rejection,
  TelemetryTooLarge,
  UnsupportedTelemetry,
} from './ingest/format.ts'
export { ingestFormats } from './ingest/index.ts'
export {
  type Activity,
  type Batch,
  type Flow,
  type Labels,
  type LogRecord,
  type MetricFamily,
  type MetricPoint,
  type MetricType,
  type SeriesIdentity,
  type Span,
  seriesIdentity,
} from './model.ts'
export {
  type ComparisonOperator,
  type Condition,
  compileMatchers,
  dropMetricName,
  type EvaluateOptions,
  type Expr,
  evaluateInstant,
  evaluateRange,
  extrapolatedChange,
  formatExpr,
  formatLabels,
  formatNumber,
  labelsKey,
  type Matcher,
  MemorySource,
  type Note,
  PromqlEvaluationError,
  PromqlSyntaxError,
  PromqlTooLarge,
  parsePromql,
  type QueryMatrix,
  type QueryScalar,
  type QueryString,
  type QueryValue,
  type QueryVector,
  type SelectorUse,
  type SeriesData,
  type SeriesSource,
  selectorsOf,
  splitCondition,
  typeOf,
  withoutStale,
} from './promql/index.ts'
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
