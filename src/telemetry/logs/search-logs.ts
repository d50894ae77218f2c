/**
 * Log records that a search finds, newest first. It looks at the newest stretch of time first and at longer and
 * longer ones before it, so that a page of recent lines does not cost a month; and when time runs out, what was
 * found until then is the answer, with how far it reached.
 */

import { type Extent, extentOf, lateRows, ranOut } from '../search/extent.ts'
import { compileSearch, logDialect, parseSearch } from '../search/index.ts'
import type { TelemetryStore } from '../store/telemetry-store.ts'
import {
  type FoundLog,
  LOG_COLUMNS,
  LOG_KEY,
  type LogRow,
  logOf,
  type Place,
  placeOf,
} from './log.ts'

export interface LogSearch {
  /** In the language of docs/guide/logs-and-traces.md; empty finds everything. */
  readonly search: string
  readonly fromMs: number
  readonly toMs: number
}

export interface LogPage extends Extent {
  readonly logs: readonly FoundLog[]
  /** Where the next page begins, for `after`; null when all were found. */
  readonly next: string | null
  /** How far back was looked. */
  readonly reachedMs: number
}

export const MOST_LOGS = 1_000
const FIRST_STRETCH_MS = 5 * 60_000
const LAST_KEY = '18446744073709551615'

/** @throws SearchNotUnderstood, NotAPlace, QueryRefused, StoreUnavailable */
export async function searchLogs(
  store: TelemetryStore,
  query: LogSearch & { readonly limit?: number; readonly after?: string },
): Promise<LogPage> {
  const condition = compileSearch(parseSearch(query.search), logDialect)
  const limit = Math.min(Math.max(1, Math.floor(query.limit ?? 100)), MOST_LOGS)
  const fromMs = Math.floor(query.fromMs)
  let before: Place = query.after
    ? placeOf(query.after)
    : { timeNs: `${BigInt(Math.ceil(query.toMs)) * 1_000_000n + 999_999n}`, key: LAST_KEY }
  const logs: FoundLog[] = []
  const reason = lateRows(store.health())
  for (let stretchMs = FIRST_STRETCH_MS; ; stretchMs *= 4) {
    const topMs = Number(BigInt(before.timeNs) / 1_000_000n)
    const bottomMs = Math.max(fromMs, topMs - stretchMs)
    if (topMs < fromMs) break
    const want = limit + 1 - logs.length
    try {
      const rows = await store.ask<LogRow>({
        sql: newestFirst(condition.sql),
        params: { ...condition.params, bottom: bottomMs, ...bound(before), most: want },
      })
      logs.push(...rows.map(logOf))
    } catch (error) {
      if (!ranOut(error)) throw error
      const why = `the store ran out of time or memory before ${iso(topMs)}; narrow the range or the search`
      const next = logs.length > 0 ? placeText(before) : null
      return { logs, next, reachedMs: topMs, ...extentOf(reason, why) }
    }
    if (logs.length > limit) {
      const page = logs.slice(0, limit)
      const last = page.at(-1)!
      return { logs: page, next: last.id, reachedMs: last.timeMs, ...extentOf(reason) }
    }
    if (bottomMs === fromMs) break
    before = { timeNs: `${BigInt(bottomMs) * 1_000_000n}`, key: '0' }
  }
  return { logs, next: null, reachedMs: fromMs, ...extentOf(reason) }
}

const bound = ({ timeNs, key }: Place) => ({ top: timeNs, key })
const placeText = ({ timeNs, key }: Place) => `${timeNs}-${key}`
const iso = (ms: number) => new Date(ms).toISOString()

/** Times first and the lines of those times after it: bodies are read for the page alone. */
function newestFirst(condition: string): string {
  const within = `ts >= fromUnixTimestamp64Milli({bottom:Int64}) and ts <= fromUnixTimestamp64Nano({top:Int64})
    and (ts < fromUnixTimestamp64Nano({top:Int64}) or ${LOG_KEY} < {key:UInt64}) and ${condition}`
  return `select ${LOG_COLUMNS} from tel.logs where ${within}
    and ts >= (select min(ts) from (select ts from tel.logs where ${within} order by ts desc limit {most:UInt32}))
    order by ts desc, ${LOG_KEY} desc limit {most:UInt32}`
}
