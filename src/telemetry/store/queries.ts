/** The questions that the store answers about logs, traces and samples, as SQL and the shape of its rows. */
import type { Labels, MetricType } from '../model.ts'

export interface LogQuery {
  /** Words that the body holds: all of them, as a phrase, in any case of letters. */
  readonly query?: string
  readonly service?: string
  /** The least OpenTelemetry severity number: 9 info, 13 warning, 17 error. */
  readonly severity?: number
  readonly traceId?: string
  readonly fromMs: number
  readonly toMs: number
  readonly limit?: number
}

export interface FoundLog {
  readonly timeMs: number
  /** Nanoseconds since 1970 as text: they do not fit into a number. */
  readonly timeNs: string
  readonly service: string
  readonly host: string
  readonly severity: number
  readonly traceId: string
  readonly spanId: string
  readonly body: string
  readonly attributes: Labels
  readonly resource: Labels
}

export interface FoundSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentId: string
  readonly service: string
  readonly name: string
  readonly kind: number
  readonly startMs: number
  readonly startNs: string
  readonly durationMs: number
  readonly status: number
  readonly statusMessage: string
  readonly attributes: Labels
  readonly resource: Labels
  readonly events: readonly { timeNs: string; name: string; attributes: Labels }[]
}

/** Calls from one service to another. */
export interface ServiceEdge {
  readonly caller: string
  readonly callee: string
  readonly calls: number
  readonly errors: number
  readonly p50Ms: number
  readonly p95Ms: number
}

export interface StoredSeries {
  readonly id: bigint
  readonly name: string
  readonly type: MetricType
  readonly unit: string
  readonly labels: Labels
  readonly firstSeenMs: number
  readonly lastSeenMs: number
}

export interface Question {
  readonly sql: string
  readonly params: Readonly<Record<string, unknown>>
}

const MAX_ROWS = 1_000

export function searchLogsQuestion(query: LogQuery): Question {
  const where = [
    'ts >= fromUnixTimestamp64Milli({from:Int64})',
    'ts <= fromUnixTimestamp64Milli({to:Int64})',
  ]
  const params: Record<string, unknown> = {
    from: Math.floor(query.fromMs),
    to: Math.ceil(query.toMs),
    limit: Math.min(Math.max(1, query.limit ?? 100), MAX_ROWS),
  }
  const when = (condition: string, name: string, value: unknown) => {
    where.push(condition)
    params[name] = value
  }
  if (query.service) when('service = {service:String}', 'service', query.service)
  if (query.severity) when('severity >= {severity:UInt8}', 'severity', query.severity)
  if (query.traceId) when('trace_id = {trace:String}', 'trace', query.traceId)
  const phrase = query.query?.trim()
  if (phrase) when('positionCaseInsensitiveUTF8(body, {phrase:String}) > 0', 'phrase', phrase)
  return {
    params,
    sql: `select toUnixTimestamp64Milli(ts) as timeMs, toString(toUnixTimestamp64Nano(ts)) as timeNs,
            service, host, severity, trace_id as traceId, span_id as spanId, body,
            attrs as attributes, resource
          from tel.logs where ${where.join(' and ')}
          order by ts desc limit {limit:UInt32}`,
  }
}

const SPAN_COLUMNS = `lower(hex(trace_id)) as traceId, lower(hex(span_id)) as spanId,
  if(parent_id = toFixedString('', 8), '', lower(hex(parent_id))) as parentId,
  service, name, kind, toUnixTimestamp64Milli(ts) as startMs,
  toString(toUnixTimestamp64Nano(ts)) as startNs, duration_ns / 1e6 as durationMs,
  status, status_message as statusMessage, attrs as attributes, resource,
  arrayMap(t -> toString(toUnixTimestamp64Nano(t)), \`events.ts\`) as eventTimes,
  \`events.name\` as eventNames, \`events.attrs\` as eventAttributes`

export interface SpanRow extends Omit<FoundSpan, 'events'> {
  readonly eventTimes: readonly string[]
  readonly eventNames: readonly string[]
  readonly eventAttributes: readonly Labels[]
}

export function spanOf({ eventTimes, eventNames, eventAttributes, ...span }: SpanRow): FoundSpan {
  const events = eventTimes.map((timeNs, i) => ({
    timeNs,
    name: eventNames[i] ?? '',
    attributes: eventAttributes[i] ?? {},
  }))
  return { ...span, events }
}

export function traceQuestion(traceId: string): Question {
  return {
    params: { trace: traceId },
    sql: `select ${SPAN_COLUMNS} from tel.spans
          where trace_id = toFixedString(unhex({trace:String}), 16) order by ts limit 10000`,
  }
}

/** A client span and the span of another service that it is the parent of are one call. */
export function serviceEdgesQuestion(fromMs: number, toMs: number): Question {
  const within = `ts >= fromUnixTimestamp64Milli({from:Int64}) and ts <= fromUnixTimestamp64Milli({to:Int64})`
  return {
    params: { from: Math.floor(fromMs), to: Math.ceil(toMs) },
    sql: `select parent.service as caller, child.service as callee, count() as calls,
            countIf(child.status = 2 or parent.status = 2) as errors,
            quantile(0.5)(parent.duration_ns) / 1e6 as p50Ms,
            quantile(0.95)(parent.duration_ns) / 1e6 as p95Ms
          from (select trace_id, parent_id, service, status from tel.spans
                where ${within} and parent_id != toFixedString('', 8)) as child
          inner join (select trace_id, span_id, service, status, duration_ns from tel.spans where ${within}) as parent
            on child.trace_id = parent.trace_id and child.parent_id = parent.span_id
          where parent.service != child.service
          group by caller, callee order by caller, callee`,
  }
}

export const SERIES_SQL = `select toString(series_id) as id, name, toString(type) as type, unit, labels,
    toUnixTimestamp64Milli(min(first_seen)) as firstSeenMs,
    toUnixTimestamp64Milli(max(last_seen)) as lastSeenMs
  from tel.series where last_seen >= fromUnixTimestamp64Milli({since:Int64})
  group by series_id, name, type, unit, labels`

const SAMPLES = `select series_id, ts, value from tel.samples
  where ts > fromUnixTimestamp64Milli({from:Int64}) and ts <= fromUnixTimestamp64Milli({to:Int64})`

/** Rows in RowBinary, by series and time. */
export function samplesQuestion(
  fromMs: number,
  toMs: number,
  ids: readonly bigint[] | 'all',
): Question {
  const params = { from: Math.floor(fromMs), to: Math.floor(toMs) }
  return ids === 'all'
    ? { params, sql: `${SAMPLES} order by series_id, ts` }
    : {
        // The ids are numbers of ours and go into the text: as a parameter they would be read one by one.
        params,
        sql: `${SAMPLES} and series_id in (${ids.join(',')}) order by series_id, ts`,
      }
}
