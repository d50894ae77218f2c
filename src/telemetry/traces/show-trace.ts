/** One trace: its waterfall, and the log records that name it. */
import { defineError } from '#base'
import { type FoundLog, LOG_COLUMNS, LOG_KEY, type LogRow, logOf } from '../logs/index.ts'
import { type Extent, extentOf, lateRows } from '../search/extent.ts'
import type { TelemetryStore } from '../store/telemetry-store.ts'
import { type FoundSpan, SPAN_COLUMNS, type SpanRow, spanOf } from './span.ts'
import { type Waterfall, waterfallOf } from './waterfall.ts'

export const TraceNotFound = defineError('telemetry.trace-not-found', 'not-found', {
  message: (d: { traceId: string }) => `There is no trace ${d.traceId}.`,
  hint: 'Its id has 32 hexadecimal digits. It may have been sampled away, or be older than spans are kept.',
})

export interface FoundTrace extends Waterfall, Extent {
  readonly traceId: string
  readonly services: readonly string[]
  /** Spans that failed. */
  readonly errors: number
  /** Oldest first. */
  readonly logs: readonly FoundLog[]
}

const MOST_SPANS = 5_000
const MOST_LOGS = 500
const AROUND_MS = 3_600_000

/** The spans of a trace by time; empty when it is not known. @throws QueryRefused, StoreUnavailable */
export async function spansOfTrace(
  store: TelemetryStore,
  traceId: string,
  limit = MOST_SPANS,
): Promise<FoundSpan[]> {
  if (!/^[0-9a-f]{32}$/i.test(traceId)) return []
  const rows = await store.ask<SpanRow>({
    params: { trace: traceId, most: limit },
    sql: `select ${SPAN_COLUMNS} from tel.spans
          where trace_id = toFixedString(unhex({trace:String}), 16) order by ts limit {most:UInt32}`,
  })
  return rows.map(spanOf)
}

/** @throws TraceNotFound, QueryRefused, StoreUnavailable */
export async function showTrace(store: TelemetryStore, traceId: string): Promise<FoundTrace> {
  const found = await spansOfTrace(store, traceId, MOST_SPANS + 1)
  if (found.length === 0) throw new TraceNotFound({ traceId: traceId.slice(0, 64) })
  const spans = found.slice(0, MOST_SPANS)
  const waterfall = waterfallOf(spans)
  const logs = await store.ask<LogRow>({
    sql: `select ${LOG_COLUMNS} from tel.logs
          where trace_id = {trace:String} and ts >= fromUnixTimestamp64Milli({from:Int64})
            and ts <= fromUnixTimestamp64Milli({to:Int64})
          order by ts, ${LOG_KEY} limit {most:UInt32}`,
    params: {
      trace: traceId.toLowerCase(),
      from: Math.max(0, waterfall.startMs - AROUND_MS),
      to: Math.ceil(waterfall.startMs + waterfall.durationMs) + AROUND_MS,
      most: MOST_LOGS + 1,
    },
  })
  return {
    traceId: traceId.toLowerCase(),
    ...waterfall,
    services: [...new Set(waterfall.spans.map(({ service }) => service))],
    errors: spans.filter(({ status }) => status === 'error').length,
    logs: logs.slice(0, MOST_LOGS).map(logOf),
    ...extentOf(
      found.length > MOST_SPANS && `only the first ${MOST_SPANS} spans are shown`,
      logs.length > MOST_LOGS && `only the first ${MOST_LOGS} log records are shown`,
      waterfall.spans.some(({ orphan }) => orphan) &&
        'some spans name a parent that did not arrive',
      lateRows(store.health()),
    ),
  }
}
