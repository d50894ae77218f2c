/**
 * The tables that rows are spooled for: the columns of their RowBinary files and how a row is written.
 * The order of `columns` and of the writes below it is one thing said twice; the scenario reads all of it back.
 */
import type {
  Activity,
  Flow,
  LogRecord,
  LogTemplate,
  SeriesIdentity,
  ServiceCall,
  Span,
} from '../model.ts'
import { RowWriter } from './row-writer.ts'

export type TableName =
  | 'series'
  | 'samples'
  | 'logs_0001'
  | 'spans'
  | 'logs'
  | 'log_templates'
  | 'service_calls'
  | 'flows'
  | 'activity'

/**
 * Tables by the number that stands for them in the spool; numbers are never used again. A number at the end of a
 * name is the migration whose columns the rows have: a spool may be older than the program that reads it.
 */
export const TABLES: readonly TableName[] = [
  'series',
  'samples',
  'logs_0001',
  'spans',
  'logs',
  'log_templates',
  'service_calls',
  'flows',
  'activity',
]

/** The table that rows go to. */
export function targetOf(table: TableName): string {
  return table.replace(/_\d{4}$/, '')
}

const MAP = 'Map(String, String)'

const LOGS_0001 = [
  ['ts', 'DateTime64(9)'],
  ['observed', 'DateTime64(3)'],
  ['service', 'String'],
  ['host', 'String'],
  ['severity', 'UInt8'],
  ['trace_id', 'String'],
  ['span_id', 'String'],
  ['body', 'String'],
  ['attrs', MAP],
  ['resource', MAP],
] as const

export const COLUMNS: Readonly<Record<TableName, readonly (readonly [string, string])[]>> = {
  series: [
    ['series_id', 'UInt64'],
    ['name', 'String'],
    ['type', 'Int8'],
    ['unit', 'String'],
    ['labels', MAP],
    ['first_seen', 'DateTime64(3)'],
    ['last_seen', 'DateTime64(3)'],
  ],
  samples: [
    ['series_id', 'UInt64'],
    ['ts', 'DateTime64(3)'],
    ['value', 'Float64'],
  ],
  logs_0001: LOGS_0001,
  logs: [...LOGS_0001, ['pattern_id', 'UInt64']],
  log_templates: [
    ['template_id', 'UInt64'],
    ['service', 'String'],
    ['template', 'String'],
    ['first_seen', 'DateTime64(3)'],
    ['updated', 'DateTime64(3)'],
  ],
  service_calls: [
    ['ts', 'DateTime64(9)'],
    ['caller', 'String'],
    ['callee', 'String'],
    ['release', 'String'],
    ['duration_ns', 'UInt64'],
    ['failed', 'UInt8'],
    ['span_id', 'FixedString(8)'],
  ],
  spans: [
    ['ts', 'DateTime64(9)'],
    ['trace_id', 'FixedString(16)'],
    ['span_id', 'FixedString(8)'],
    ['parent_id', 'FixedString(8)'],
    ['service', 'String'],
    ['name', 'String'],
    ['kind', 'UInt8'],
    ['duration_ns', 'UInt64'],
    ['status', 'UInt8'],
    ['status_message', 'String'],
    ['attrs', MAP],
    ['resource', MAP],
    ['events.ts', 'Array(DateTime64(9))'],
    ['events.name', 'Array(String)'],
    ['events.attrs', `Array(${MAP})`],
  ],
  flows: [
    ['start', 'DateTime64(3)'],
    ['finish', 'DateTime64(3)'],
    ['host', 'String'],
    ['iface', 'String'],
    ['direction', 'String'],
    ['src', 'IPv6'],
    ['dst', 'IPv6'],
    ['sport', 'UInt16'],
    ['dport', 'UInt16'],
    ['proto', 'UInt8'],
    ['packets', 'UInt64'],
    ['bytes', 'UInt64'],
    ['action', 'Int8'],
    ['tcp_flags', 'UInt16'],
    ['attrs', MAP],
  ],
  activity: [
    ['ts', 'DateTime64(3)'],
    ['id', 'String'],
    ['actor', 'String'],
    ['actor_kind', 'String'],
    ['address', 'String'],
    ['agent', 'String'],
    ['source', 'String'],
    ['action', 'String'],
    ['target', 'String'],
    ['outcome', 'Int8'],
    ['reason', 'String'],
    ['attrs', MAP],
    ['raw', 'String'],
  ],
}

/** What tells whether a row is in its table already: its time, and a key of the columns that make it this row. */
const LOG_IDENTITY = {
  time: 'ts',
  key: 'ts, cityHash64(service, host, severity, trace_id, span_id, body)',
}
export const ROW_IDENTITY: Readonly<Record<TableName, { time: string; key: string }>> = {
  series: { time: 'last_seen', key: 'series_id, last_seen' },
  samples: { time: 'ts', key: 'series_id, ts' },
  logs_0001: LOG_IDENTITY,
  logs: LOG_IDENTITY,
  log_templates: { time: 'updated', key: 'template_id, updated' },
  service_calls: { time: 'ts', key: 'ts, span_id' },
  spans: { time: 'ts', key: 'ts, trace_id, span_id' },
  flows: {
    time: 'start',
    key: 'start, finish, host, iface, src, dst, sport, dport, proto, packets, bytes',
  },
  activity: { time: 'ts', key: 'ts, cityHash64(id, actor, source, action, target, raw)' },
}

const ACTIONS = ['unknown', 'accept', 'reject']
const OUTCOMES = ['', 'ok', 'denied', 'error']
const TYPES = ['unknown', 'counter', 'gauge', 'histogram', 'summary']

export interface SeriesRow extends SeriesIdentity {
  readonly id: bigint
  readonly firstSeenMs: number
  readonly lastSeenMs: number
}

export function seriesRows(rows: readonly SeriesRow[]): Uint8Array {
  const out = new RowWriter(rows.length * 256)
  for (const row of rows) {
    const { __name__: _, ...labels } = row.labels
    out.u64(row.id)
    out.text(row.name)
    out.u8(TYPES.indexOf(row.type))
    out.text(row.unit)
    out.map(labels)
    out.time(row.firstSeenMs)
    out.time(row.lastSeenMs)
  }
  return out.bytes()
}

export const SAMPLE_BYTES = 24
/** The two halves of the bits of Prometheus' stale marker. */
const STALE_LOW = 2
const STALE_HIGH = 0x7ff0_0000

/** Writes the row of one sample at a place; NaN is the stale marker. */
export function writeSample(
  rows: DataView,
  at: number,
  series: { readonly idLow: number; readonly idHigh: number },
  timeMs: number,
  value: number,
): void {
  rows.setInt32(at, series.idLow, true)
  rows.setInt32(at + 4, series.idHigh, true)
  const high = Math.floor(timeMs / 2 ** 32)
  rows.setUint32(at + 8, timeMs - high * 2 ** 32, true)
  rows.setInt32(at + 12, high, true)
  if (Number.isNaN(value)) {
    rows.setUint32(at + 16, STALE_LOW, true)
    rows.setUint32(at + 20, STALE_HIGH, true)
  } else rows.setFloat64(at + 16, value, true)
}

/** The templates that the records follow stand beside them, in the same order. */
export function logRows(records: readonly LogRecord[], templates: readonly bigint[]): Uint8Array {
  const out = new RowWriter(records.length * 256)
  for (const [i, record] of records.entries()) {
    out.i64(record.timeNs)
    out.time(record.observedMs)
    out.text(record.service)
    out.text(record.host)
    out.u8(record.severity)
    out.text(record.traceId)
    out.text(record.spanId)
    out.text(record.body)
    out.map(record.attributes)
    out.map(record.resource)
    out.u64(templates[i] ?? 0n)
  }
  return out.bytes()
}

export function templateRows(templates: readonly LogTemplate[], nowMs: number): Uint8Array {
  const out = new RowWriter(templates.length * 128)
  for (const { id, service, text, firstSeenMs } of templates) {
    out.u64(id)
    out.text(service)
    out.text(text)
    out.time(firstSeenMs)
    out.time(nowMs)
  }
  return out.bytes()
}

export function spanRows(spans: readonly Span[]): Uint8Array {
  const out = new RowWriter(spans.length * 512)
  for (const span of spans) {
    out.i64(span.startNs)
    out.fixedHex(span.traceId, 16)
    out.fixedHex(span.spanId, 8)
    out.fixedHex(span.parentId, 8)
    out.text(span.service)
    out.text(span.name)
    out.u8(span.kind)
    out.u64(span.durationNs)
    out.u8(span.status)
    out.text(span.statusMessage)
    out.map(span.attributes)
    out.map(span.resource)
    out.list(span.events, (event) => out.i64(event.timeNs))
    out.list(span.events, (event) => out.text(event.name))
    out.list(span.events, (event) => out.map(event.attributes))
  }
  return out.bytes()
}

export function callRows(calls: readonly ServiceCall[]): Uint8Array {
  const out = new RowWriter(calls.length * 64)
  for (const call of calls) {
    out.i64(call.startNs)
    out.text(call.caller)
    out.text(call.callee)
    out.text(call.release)
    out.u64(call.durationNs)
    out.u8(call.failed ? 1 : 0)
    out.fixedHex(call.spanId, 8)
  }
  return out.bytes()
}

export function flowRows(flows: readonly Flow[]): Uint8Array {
  const out = new RowWriter(flows.length * 256)
  for (const flow of flows) {
    out.time(flow.startMs)
    out.time(flow.endMs)
    out.text(flow.host)
    out.text(flow.interfaceId)
    out.text(flow.direction)
    out.ipv6(flow.sourceAddress)
    out.ipv6(flow.destinationAddress)
    out.u16(flow.sourcePort)
    out.u16(flow.destinationPort)
    out.u8(flow.protocol)
    out.u64(flow.packets)
    out.u64(flow.bytes)
    out.u8(ACTIONS.indexOf(flow.action))
    out.u16(flow.tcpFlags)
    out.map(flow.attributes)
  }
  return out.bytes()
}

export function activityRows(activities: readonly Activity[]): Uint8Array {
  const out = new RowWriter(activities.length * 1_024)
  for (const activity of activities) {
    out.time(activity.timeMs)
    out.text(activity.id)
    out.text(activity.actor)
    out.text(activity.actorKind)
    out.text(activity.address)
    out.text(activity.agent)
    out.text(activity.source)
    out.text(activity.action)
    out.text(activity.target)
    out.u8(OUTCOMES.indexOf(activity.outcome))
    out.text(activity.reason)
    out.map(activity.attributes)
    out.text(activity.raw)
  }
  return out.bytes()
}
