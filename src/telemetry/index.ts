/** The door of telemetry: what arrives, how it is kept, and how it is asked for. */
export {
  type MeasuredSite,
  type Measurements,
  openMeasurements,
  PageReport,
} from './browser/index.ts'
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
  countLogs,
  countTemplates,
  type FieldValues,
  type FoundLog,
  fieldsOfLogs,
  type LogContext,
  type LogFields,
  type LogHistogram,
  type LogPage,
  type LogSearch,
  logsAround,
  MOST_AROUND,
  MOST_BUCKETS,
  MOST_COUNTED,
  MOST_LOGS,
  MOST_VALUES,
  searchLogs,
  type TemplateCounts,
  valuesOfField,
} from './logs/index.ts'
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
export {
  KINDS,
  LEVELS,
  type Level,
  levelOf,
  MOST_SEARCH_LENGTH,
  matchSearch,
  parseSearch,
  STATUSES,
} from './search/index.ts'
export { ChdbMissing, SQL_LIMITS, StoreUnavailable } from './store/engine.ts'
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
export { Tally } from './tally.ts'
export {
  type Arrival,
  openTelemetry,
  type Telemetry,
  type TelemetryOptions,
  type TelemetryStats,
} from './telemetry.ts'
export {
  compareTraces,
  type FoundSpan,
  type FoundTrace,
  MOST_COMPARED,
  MOST_TRACES,
  mapServices,
  type ServiceMap,
  searchTraces,
  showTrace,
  spansOfTrace,
  type TraceComparison,
  type TracePage,
  type TraceSearch,
} from './traces/index.ts'
