/** Traces with a span that a search finds: the newest first, or the slowest. */

import { NotAPlace } from '../logs/index.ts'
import { type Extent, extentOf, lateRows } from '../search/extent.ts'
import { compileSearch, parseSearch, spanDialect } from '../search/index.ts'
import type { TelemetryStore } from '../store/telemetry-store.ts'

export interface TraceSearch {
  /** In the language of docs/guide/logs-and-traces.md; all of it holds for one span. Empty finds everything. */
  readonly search: string
  readonly fromMs: number
  readonly toMs: number
}

export interface TraceSummary {
  readonly traceId: string
  readonly startMs: number
  readonly durationMs: number
  /** Of the root span; of the first span when the root did not arrive. */
  readonly service: string
  readonly name: string
  readonly spans: number
  readonly errors: number
  readonly services: readonly string[]
  /** Spans that the search found, the longest of them, and when the newest of them began. */
  readonly found: { readonly spans: number; readonly longestMs: number; readonly newestMs: number }
}

export interface TracePage extends Extent {
  readonly traces: readonly TraceSummary[]
  readonly next: string | null
}

export const MOST_TRACES = 200

interface Found {
  readonly traceId: string
  readonly place: string
  readonly spans: string
  readonly longest: number
  readonly newest: string
}

/** @throws SearchNotUnderstood, NotAPlace, QueryRefused, StoreUnavailable */
export async function searchTraces(
  store: TelemetryStore,
  query: TraceSearch & {
    readonly limit?: number
    readonly after?: string
    readonly order?: 'newest' | 'slowest'
  },
): Promise<TracePage> {
  const condition = compileSearch(parseSearch(query.search), spanDialect)
  const limit = Math.min(Math.max(1, Math.floor(query.limit ?? 50)), MOST_TRACES)
  const place = query.order === 'slowest' ? 'max(duration_ns)' : 'max(toUnixTimestamp64Nano(ts))'
  const after = query.after === undefined ? undefined : placeOf(query.after)
  const rows = await store.ask<Found>({
    sql: `select lower(hex(trace_id)) as traceId, toString(${place}) as place, count() as spans,
            max(duration_ns) / 1e6 as longest, toString(max(toUnixTimestamp64Milli(ts))) as newest
          from tel.spans
          where ts >= fromUnixTimestamp64Milli({from:Int64}) and ts <= fromUnixTimestamp64Milli({to:Int64})
            and ${condition.sql}
          group by trace_id
          ${after ? `having ${place} < {place:Int64} or (${place} = {place:Int64} and traceId < {trace:String})` : ''}
          order by ${place} desc, traceId desc limit {most:UInt32}`,
    params: {
      ...condition.params,
      ...after,
      from: Math.floor(query.fromMs),
      to: Math.ceil(query.toMs),
      most: limit + 1,
    },
  })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    traces: await summariesOf(store, page),
    next: rows.length > limit && last ? `${last.place}-${last.traceId}` : null,
    ...extentOf(lateRows(store.health())),
  }
}

function placeOf(text: string): { place: string; trace: string } {
  const [, place, trace] = /^(\d{1,18}|[1-8]\d{18})-([0-9a-f]{32})$/.exec(text) ?? []
  if (!place || !trace) throw new NotAPlace({ text: text.slice(0, 60) })
  return { place, trace }
}

async function summariesOf(
  store: TelemetryStore,
  found: readonly Found[],
): Promise<TraceSummary[]> {
  if (found.length === 0) return []
  const rows = await store.ask<{
    traceId: string
    start: string
    durationMs: number
    service: string
    name: string
    count: string
    errors: string
    services: string[]
  }>({
    sql: `select lower(hex(trace_id)) as traceId, toString(toUnixTimestamp64Milli(min(ts))) as start,
            (max(toUnixTimestamp64Nano(ts) + duration_ns) - min(toUnixTimestamp64Nano(ts))) / 1e6 as durationMs,
            argMin(spans.service, (parent_id != toFixedString('', 8), ts)) as service,
            argMin(spans.name, (parent_id != toFixedString('', 8), ts)) as name,
            uniqExact(span_id) as count, countIf(status = 2) as errors,
            arraySort(groupUniqArray(50)(toString(spans.service))) as services
          from tel.spans as spans
          where trace_id in (select toFixedString(unhex(arrayJoin({ids:Array(String)})), 16))
          group by trace_id`,
    params: { ids: found.map(({ traceId }) => traceId) },
  })
  const byId = new Map(rows.map((row) => [row.traceId, row]))
  return found.flatMap(({ traceId, spans, longest, newest }) => {
    const row = byId.get(traceId)
    if (!row) return []
    const { start, count, errors, ...rest } = row
    return {
      ...rest,
      startMs: Number(start),
      spans: Number(count),
      errors: Number(errors),
      found: { spans: Number(spans), longestMs: longest, newestMs: Number(newest) },
    }
  })
}
