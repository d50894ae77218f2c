/** How many log records there were of each level, bucket by bucket: the picture above a search. */

import { type Extent, extentOf, lateRows } from '../search/extent.ts'
import { compileSearch, type Level, levelOf, logDialect, parseSearch } from '../search/index.ts'
import type { TelemetryStore } from '../store/telemetry-store.ts'
import type { LogSearch } from './search-logs.ts'
import { stepOf } from './step.ts'

export interface LogHistogram extends Extent {
  readonly stepMs: number
  readonly total: number
  /** Without gaps; the first begins at or before the range. */
  readonly buckets: readonly {
    readonly atMs: number
    readonly total: number
    readonly levels: Readonly<Partial<Record<Level, number>>>
  }[]
}

/** @throws SearchNotUnderstood, QueryRefused, StoreUnavailable */
export async function countLogs(
  store: TelemetryStore,
  query: LogSearch & { readonly buckets?: number },
): Promise<LogHistogram> {
  const condition = compileSearch(parseSearch(query.search), logDialect)
  const { fromMs, toMs } = query
  const stepMs = stepOf(fromMs, toMs, query.buckets)
  const rows = await store.ask<{ at: string; first: number; count: string }>({
    sql: `select intDiv(toUnixTimestamp64Milli(ts), {step:Int64}) * {step:Int64} as at,
            toUInt8(if(severity = 0, 0, intDiv(severity - 1, 4) * 4 + 1)) as first, count() as count
          from tel.logs
          where ts >= fromUnixTimestamp64Milli({from:Int64}) and ts <= fromUnixTimestamp64Milli({to:Int64})
            and ${condition.sql}
          group by at, first order by at, first`,
    params: { ...condition.params, from: Math.floor(fromMs), to: Math.ceil(toMs), step: stepMs },
  })
  const counts = new Map<number, Partial<Record<Level, number>>>()
  for (const { at, first, count } of rows) {
    const levels = counts.get(Number(at)) ?? {}
    counts.set(Number(at), { ...levels, [levelOf(first)]: Number(count) })
  }
  const buckets = []
  for (let atMs = Math.floor(fromMs / stepMs) * stepMs; atMs <= toMs; atMs += stepMs) {
    const levels = counts.get(atMs) ?? {}
    const total = Object.values(levels).reduce((sum, count) => sum + count, 0)
    buckets.push({ atMs, total, levels })
  }
  const total = buckets.reduce((sum, bucket) => sum + bucket.total, 0)
  return { stepMs, total, buckets, ...extentOf(lateRows(store.health())) }
}
