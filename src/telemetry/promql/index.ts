/** The door of PromQL: text to expression, expression and samples to an answer. */

export { aggregations } from './aggregations.ts'
export {
  type Condition,
  countsEvents,
  mayAnswerNothing,
  type RuleSplit,
  type SelectorUse,
  selectorsOf,
  splitCondition,
  splitRule,
} from './analysis.ts'
export type { ComparisonOperator, Expr, ValueType } from './ast.ts'
export { typeOf } from './check.ts'
export { countedMetrics, increaseQuery, whyNoCounter } from './counter.ts'
export { parsePromqlDuration } from './duration.ts'
export { PromqlEvaluationError, PromqlSyntaxError, PromqlTooLarge } from './errors.ts'
export { evaluateAtHand, evaluateInstant, evaluateRange } from './evaluate.ts'
export { formatExpr } from './format.ts'
export type { Window } from './functions/define.ts'
export { promqlFunctions } from './functions/index.ts'
export { extrapolatedChange } from './functions/rate.ts'
export { dropMetricName, formatLabels, labelsKey, NAME, withLabel } from './labels.ts'
export { compileMatchers } from './matcher.ts'
export { MemorySource } from './memory-source.ts'
export { type Note, noteText } from './notes.ts'
export { formatNumber, parseNumber as parsePromqlNumber } from './number.ts'
export type { EvaluateOptions } from './options.ts'
export { parsePromql } from './parse.ts'
export { compileSearch } from './pattern.ts'
export {
  type PromqltestFailure,
  type PromqltestReport,
  runPromqltest,
} from './promqltest.ts'
export { parseValues, splitSeries, type TestValue } from './promqltest-values.ts'
export type { QueryMatrix, QueryScalar, QueryString, QueryValue, QueryVector } from './result.ts'
export type { Labels, Matcher, SeriesData, SeriesSource } from './source.ts'
export { withoutStale, writeStale } from './staleness.ts'
export { unquote } from './text.ts'
