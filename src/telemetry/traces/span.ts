/** A span as it is found. */
import { KINDS, STATUSES } from '../search/index.ts'

type Attributes = Readonly<Record<string, string>>

export interface FoundSpan {
  readonly traceId: string
  readonly spanId: string
  /** Empty at the root. */
  readonly parentId: string
  readonly service: string
  readonly name: string
  readonly kind: (typeof KINDS)[number]
  /** Nanoseconds since 1970 as text: they do not fit into a number. */
  readonly startNs: string
  readonly durationMs: number
  readonly status: (typeof STATUSES)[number]
  readonly statusMessage: string
  readonly attributes: Attributes
  readonly resource: Attributes
  readonly events: readonly { timeNs: string; name: string; attributes: Attributes }[]
}

export const SPAN_COLUMNS = `lower(hex(trace_id)) as traceId, lower(hex(span_id)) as spanId,
  if(parent_id = toFixedString('', 8), '', lower(hex(parent_id))) as parentId,
  service, name, kind as kindNumber, toString(toUnixTimestamp64Nano(ts)) as startNs,
  duration_ns / 1e6 as durationMs, status as statusNumber, status_message as statusMessage,
  attrs as attributes, resource,
  arrayMap(t -> toString(toUnixTimestamp64Nano(t)), \`events.ts\`) as eventTimes,
  \`events.name\` as eventNames, \`events.attrs\` as eventAttributes`

export interface SpanRow extends Omit<FoundSpan, 'events' | 'kind' | 'status'> {
  readonly kindNumber: number
  readonly statusNumber: number
  readonly eventTimes: readonly string[]
  readonly eventNames: readonly string[]
  readonly eventAttributes: readonly Attributes[]
}

export function spanOf(row: SpanRow): FoundSpan {
  const { kindNumber, statusNumber, eventTimes, eventNames, eventAttributes, ...span } = row
  const events = eventTimes.map((timeNs, i) => ({
    timeNs,
    name: eventNames[i] ?? '',
    attributes: eventAttributes[i] ?? {},
  }))
  const kind = KINDS[kindNumber] ?? 'unspecified'
  return { ...span, kind, status: STATUSES[statusNumber] ?? 'unset', events }
}
