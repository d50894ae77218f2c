/**
 * The OpenTelemetry protocol as a table: messages, their fields and numbers.
 * The protobuf reader, the protobuf writer and the JSON reader all follow it, so they cannot disagree.
 * Source: opentelemetry-proto 1.x, opentelemetry/proto/{common,resource,metrics,logs,trace}/v1.
 */
import { type Declared, type Message, message } from '../protobuf/message.ts'

const AnyValue: Message = message(
  'AnyValue',
  [1, 'stringValue', 'string'],
  [2, 'boolValue', 'bool'],
  [3, 'intValue', 'int64'],
  [4, 'doubleValue', 'double'],
  [5, 'arrayValue', () => ArrayValue],
  [6, 'kvlistValue', () => KeyValueList],
  [7, 'bytesValue', 'bytes'],
)
const ArrayValue: Message = message('ArrayValue', [1, 'values', () => AnyValue, 'repeated'])
const KeyValue: Message = message('KeyValue', [1, 'key', 'string'], [2, 'value', () => AnyValue])
const KeyValueList: Message = message('KeyValueList', [1, 'values', () => KeyValue, 'repeated'])
const attributes = (number: number): Declared => [number, 'attributes', () => KeyValue, 'repeated']
const pointAttributes = (number: number): Declared => [number, 'attributes', () => KeyValue, 'lazy']
/** What a lazy `attributes` of a data point holds, whichever number it has there. */
export const PointAttributes = message('attributes', attributes(1), attributes(7), attributes(9))
const Resource = message('Resource', attributes(1))
const times: readonly Declared[] = [
  [2, 'startTimeUnixNano', 'fixedNanos'],
  [3, 'timeUnixNano', 'fixedNanos'],
]

const NumberDataPoint = message(
  'NumberDataPoint',
  pointAttributes(7),
  ...times,
  [4, 'asDouble', 'double'],
  [6, 'asInt', 'sfixed64'],
  [8, 'flags', 'uint32'],
)
const HistogramDataPoint = message(
  'HistogramDataPoint',
  pointAttributes(9),
  ...times,
  [4, 'count', 'fixed64'],
  [5, 'sum', 'double'],
  [6, 'bucketCounts', 'fixed64', 'repeated'],
  [7, 'explicitBounds', 'double', 'repeated'],
  [10, 'flags', 'uint32'],
)
const Buckets = message(
  'Buckets',
  [1, 'offset', 'sint32'],
  [2, 'bucketCounts', 'uint64', 'repeated'],
)
const ExponentialHistogramDataPoint = message(
  'ExponentialHistogramDataPoint',
  pointAttributes(1),
  ...times,
  [4, 'count', 'fixed64'],
  [5, 'sum', 'double'],
  [6, 'scale', 'sint32'],
  [7, 'zeroCount', 'fixed64'],
  [8, 'positive', () => Buckets],
  [9, 'negative', () => Buckets],
  [10, 'flags', 'uint32'],
  [14, 'zeroThreshold', 'double'],
)
const ValueAtQuantile = message(
  'ValueAtQuantile',
  [1, 'quantile', 'double'],
  [2, 'value', 'double'],
)
const SummaryDataPoint = message(
  'SummaryDataPoint',
  pointAttributes(7),
  ...times,
  [4, 'count', 'fixed64'],
  [5, 'sum', 'double'],
  [6, 'quantileValues', () => ValueAtQuantile, 'repeated'],
  [8, 'flags', 'uint32'],
)
const points = (point: Message): Declared => [1, 'dataPoints', () => point, 'repeated']
const temporality: Declared = [2, 'aggregationTemporality', 'enum']
const Gauge = message('Gauge', points(NumberDataPoint))
const Sum = message('Sum', points(NumberDataPoint), temporality, [3, 'isMonotonic', 'bool'])
const Histogram = message('Histogram', points(HistogramDataPoint), temporality)
const ExponentialHistogram = message(
  'ExponentialHistogram',
  points(ExponentialHistogramDataPoint),
  temporality,
)
const Summary = message('Summary', points(SummaryDataPoint))
const Metric = message(
  'Metric',
  [1, 'name', 'string'],
  [3, 'unit', 'string'],
  [5, 'gauge', () => Gauge],
  [7, 'sum', () => Sum],
  [9, 'histogram', () => Histogram],
  [10, 'exponentialHistogram', () => ExponentialHistogram],
  [11, 'summary', () => Summary],
)
const ScopeMetrics = message('ScopeMetrics', [2, 'metrics', () => Metric, 'repeated'])
const ResourceMetrics = message(
  'ResourceMetrics',
  [1, 'resource', () => Resource],
  [2, 'scopeMetrics', () => ScopeMetrics, 'repeated'],
)

const LogRecord = message(
  'LogRecord',
  [1, 'timeUnixNano', 'fixed64'],
  [2, 'severityNumber', 'enum'],
  [3, 'severityText', 'string'],
  [5, 'body', () => AnyValue],
  attributes(6),
  [9, 'traceId', 'id'],
  [10, 'spanId', 'id'],
  [11, 'observedTimeUnixNano', 'fixed64'],
  [12, 'eventName', 'string'],
)
const ScopeLogs = message('ScopeLogs', [2, 'logRecords', () => LogRecord, 'repeated'])
const ResourceLogs = message(
  'ResourceLogs',
  [1, 'resource', () => Resource],
  [2, 'scopeLogs', () => ScopeLogs, 'repeated'],
)

const SpanEvent = message(
  'Event',
  [1, 'timeUnixNano', 'fixed64'],
  [2, 'name', 'string'],
  attributes(3),
)
const Status = message('Status', [2, 'message', 'string'], [3, 'code', 'enum'])
const Span = message(
  'Span',
  [1, 'traceId', 'id'],
  [2, 'spanId', 'id'],
  [4, 'parentSpanId', 'id'],
  [5, 'name', 'string'],
  [6, 'kind', 'enum'],
  [7, 'startTimeUnixNano', 'fixed64'],
  [8, 'endTimeUnixNano', 'fixed64'],
  attributes(9),
  [11, 'events', () => SpanEvent, 'repeated'],
  [15, 'status', () => Status],
)
const ScopeSpans = message('ScopeSpans', [2, 'spans', () => Span, 'repeated'])
const ResourceSpans = message(
  'ResourceSpans',
  [1, 'resource', () => Resource],
  [2, 'scopeSpans', () => ScopeSpans, 'repeated'],
)

export const ExportMetrics = message('ExportMetricsServiceRequest', [
  1,
  'resourceMetrics',
  () => ResourceMetrics,
  'repeated',
])
export const ExportLogs = message('ExportLogsServiceRequest', [
  1,
  'resourceLogs',
  () => ResourceLogs,
  'repeated',
])
export const ExportTraces = message('ExportTraceServiceRequest', [
  1,
  'resourceSpans',
  () => ResourceSpans,
  'repeated',
])
