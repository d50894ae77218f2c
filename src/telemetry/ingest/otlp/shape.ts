/**
 * What the readers make of a request: plain objects with the names of the protocol.
 * Every member may be missing, as both encodings leave defaults out; a sender can say less than the
 * protocol asks for, so translation must cope.
 */
export interface AnyValue {
  readonly stringValue?: string
  readonly boolValue?: boolean
  readonly intValue?: bigint
  readonly doubleValue?: number
  readonly arrayValue?: { readonly values?: readonly AnyValue[] }
  readonly kvlistValue?: { readonly values?: readonly KeyValue[] }
  readonly bytesValue?: Uint8Array
}
export interface KeyValue {
  readonly key?: string
  readonly value?: AnyValue
}
export interface Attributed {
  readonly attributes?: readonly KeyValue[]
}
export interface Point {
  /** Still undecoded when they came as protobuf, see label-sets.ts. */
  readonly attributes?: string | readonly KeyValue[]
  /** Whole milliseconds, as the readers make them of nanoseconds. */
  readonly startTimeUnixNano?: number
  readonly timeUnixNano?: number
  readonly flags?: number
}
export interface NumberPoint extends Point {
  readonly asDouble?: number
  readonly asInt?: bigint
}
export interface HistogramPoint extends Point {
  readonly count?: bigint
  readonly sum?: number
  readonly bucketCounts?: readonly bigint[]
  readonly explicitBounds?: readonly number[]
}
interface Buckets {
  readonly offset?: number
  readonly bucketCounts?: readonly bigint[]
}
export interface ExponentialPoint extends Point {
  readonly count?: bigint
  readonly sum?: number
  readonly scale?: number
  readonly zeroCount?: bigint
  readonly zeroThreshold?: number
  readonly positive?: Buckets
  readonly negative?: Buckets
}
export interface SummaryPoint extends Point {
  readonly count?: bigint
  readonly sum?: number
  readonly quantileValues?: readonly { readonly quantile?: number; readonly value?: number }[]
}
export interface Metric {
  readonly name?: string
  readonly unit?: string
  readonly gauge?: { readonly dataPoints?: readonly NumberPoint[] }
  readonly sum?: {
    readonly dataPoints?: readonly NumberPoint[]
    readonly aggregationTemporality?: number
    readonly isMonotonic?: boolean
  }
  readonly histogram?: {
    readonly dataPoints?: readonly HistogramPoint[]
    readonly aggregationTemporality?: number
  }
  readonly exponentialHistogram?: {
    readonly dataPoints?: readonly ExponentialPoint[]
    readonly aggregationTemporality?: number
  }
  readonly summary?: { readonly dataPoints?: readonly SummaryPoint[] }
}
export interface MetricsRequest {
  readonly resourceMetrics?: readonly {
    readonly resource?: Attributed
    readonly scopeMetrics?: readonly { readonly metrics?: readonly Metric[] }[]
  }[]
}
export interface OtlpLogRecord extends Attributed {
  readonly timeUnixNano?: bigint
  readonly observedTimeUnixNano?: bigint
  readonly severityNumber?: number
  readonly severityText?: string
  readonly body?: AnyValue
  readonly traceId?: string
  readonly spanId?: string
  readonly eventName?: string
}
export interface LogsRequest {
  readonly resourceLogs?: readonly {
    readonly resource?: Attributed
    readonly scopeLogs?: readonly { readonly logRecords?: readonly OtlpLogRecord[] }[]
  }[]
}
export interface OtlpSpan extends Attributed {
  readonly traceId?: string
  readonly spanId?: string
  readonly parentSpanId?: string
  readonly name?: string
  readonly kind?: number
  readonly startTimeUnixNano?: bigint
  readonly endTimeUnixNano?: bigint
  readonly events?: readonly (Attributed & {
    readonly timeUnixNano?: bigint
    readonly name?: string
  })[]
  readonly status?: { readonly message?: string; readonly code?: number }
}
export interface TracesRequest {
  readonly resourceSpans?: readonly {
    readonly resource?: Attributed
    readonly scopeSpans?: readonly { readonly spans?: readonly OtlpSpan[] }[]
  }[]
}
