/** The door of telemetry: what arrives, how it is kept, and how it is asked for. */
export {
  type ActivityPage,
  type ActivityQuery,
  type FoundActivity,
  searchActivity,
} from './activity/index.ts'
export {
  type MeasuredSite,
  type Measurements,
  openMeasurements,
  PageReport,
} from './browser/index.ts'
export {
  type Connection,
  type ConnectionQuery,
  type Connections,
  listConnections,
} from './flows/index.ts'
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
export { StatsdAggregate } from './ingest/statsd.ts'
export { decodeSyslog, SyslogFraming } from './ingest/syslog.ts'
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
  type NewTemplate,
  newTemplates,
  searchLogs,
  type TemplateCounts,
  valuesOfField,
} from './logs/index.ts'
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
export { Points } from './points.ts'
export {
  type ComparisonOperator,
  type Condition,
  compileMatchers,
  countedMetrics,
  countsEvents,
  dropMetricName,
  type EvaluateOptions,
  type Expr,
  evaluateInstant,
  evaluateRange,
  extrapolatedChange,
  formatExpr,
  formatLabels,
  formatNumber,
  increaseQuery,
  labelsKey,
  type Matcher,
  MemorySource,
  mayAnswerNothing,
  type Note,
  noteText,
  PromqlEvaluationError,
  PromqlSyntaxError,
  PromqlTooLarge,
  type PromqltestFailure,
  type PromqltestReport,
  parsePromql,
  parsePromqlNumber,
  type QueryMatrix,
  type QueryScalar,
  type QueryString,
  type QueryValue,
  type QueryVector,
  type RuleSplit,
  runPromqltest,
  type SelectorUse,
  type SeriesData,
  type SeriesSource,
  selectorsOf,
  splitCondition,
  splitRule,
  typeOf,
  whyNoCounter,
  withoutStale,
  writeStale,
} from './promql/index.ts'
export { compilePattern } from './promql/pattern.ts'
export {
  DEFAULT_RETENTION,
  ERASED_SIGNALS,
  type ErasedSignal,
  type Erasure,
  type Expired,
  Keeping,
  type KeptSignal,
  longestRetention,
  type Person,
  type PersonRows,
  type Retention,
  type SignalStorage,
} from './retention/index.ts'
export {
  type AlertingRule,
  checkTemplate,
  expandTemplate,
  fillTemplate,
  type RecordingRule,
  type RuleFile,
  type RuleFiles,
  type RuleGroup,
  type RuleProblem,
  RulesUnreadable,
  type RuleTestFailure,
  type RuleTestReport,
  readRules,
  runRuleTests,
  type TemplateData,
} from './rules/index.ts'
export {
  createAskTarget,
  createScraper,
  type ScrapeJob,
  type Scraper,
  type TargetState,
} from './scrape/index.ts'
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
export type { HeldQuery, StandingAnswer, StandingQueries, StandingStats } from './standing/index.ts'
export { ChdbMissing } from './store/chdb-engine.ts'
export { SQL_LIMITS, StoreUnavailable } from './store/engine.ts'
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
  type KnownSeries,
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
  type WholeTraces,
  wholeTraces,
} from './traces/index.ts'
export { EXPOSITION_TYPE, exposeOwnMetrics } from './write-exposition.ts'
