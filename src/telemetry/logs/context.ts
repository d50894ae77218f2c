/** What was said just before and just after one log record, by the same source. */
import { defineError } from '#base'
import type { TelemetryStore } from '../store/telemetry-store.ts'
import {
  type FoundLog,
  LOG_COLUMNS,
  LOG_KEY,
  type LogRow,
  logOf,
  placeOf,
  WHOLE_LOG_COLUMNS,
} from './log.ts'

export const LogNotFound = defineError('telemetry.log-not-found', 'not-found', {
  message: (d: { id: string }) => `There is no log record ${d.id}.`,
  hint: 'It may be older than logs are kept. Search for it again to get its id.',
})

export interface LogContext {
  readonly record: FoundLog
  /** Oldest first; ends just before the record. */
  readonly before: readonly FoundLog[]
  /** Oldest first; begins just after the record. */
  readonly after: readonly FoundLog[]
}

export const MOST_AROUND = 200
const HOUR_NS = 3_600_000_000_000n
/** Looked in first, and then, when it holds too few. */
const REACHES_NS = [HOUR_NS, 48n * HOUR_NS]

/** @throws LogNotFound, NotAPlace, QueryRefused, StoreUnavailable */
export async function logsAround(
  store: TelemetryStore,
  query: {
    readonly id: string
    readonly before: number
    readonly after: number
    /** Lines of the service on all its hosts. */
    readonly allHosts?: boolean
  },
): Promise<LogContext> {
  const place = placeOf(query.id)
  const [row] = await store.ask<LogRow>({
    sql: `select ${WHOLE_LOG_COLUMNS} from tel.logs
          where ts = fromUnixTimestamp64Nano({time:Int64}) and ${LOG_KEY} = {key:UInt64} limit 1`,
    params: { time: place.timeNs, key: place.key },
  })
  if (!row) throw new LogNotFound({ id: query.id })
  const record = logOf(row)
  const side = async (direction: 'before' | 'after') => {
    const most = Math.min(Math.max(0, Math.floor(query[direction])), MOST_AROUND)
    if (most === 0) return []
    let found: LogRow[] = []
    for (const reachNs of REACHES_NS) {
      const far = BigInt(place.timeNs) + (direction === 'before' ? -reachNs : reachNs)
      found = await store.ask<LogRow>({
        sql: neighbours(direction, query.allHosts === true),
        params: {
          time: place.timeNs,
          key: place.key,
          far: String(far < 0n ? 0n : far),
          service: record.service,
          host: record.host,
          most,
        },
      })
      if (found.length === most) break
    }
    return found.map(logOf)
  }
  const [before, after] = await Promise.all([side('before'), side('after')])
  return { record, before: before.reverse(), after }
}

function neighbours(direction: 'before' | 'after', allHosts: boolean): string {
  const [sign, order] = direction === 'before' ? ['<', 'desc'] : ['>', 'asc']
  return `select ${LOG_COLUMNS} from tel.logs
    where service = {service:String} ${allHosts ? '' : 'and host = {host:String}'}
      and ts ${sign}= fromUnixTimestamp64Nano({time:Int64}) and ts ${sign === '<' ? '>' : '<'}= fromUnixTimestamp64Nano({far:Int64})
      and (ts ${sign} fromUnixTimestamp64Nano({time:Int64}) or ${LOG_KEY} ${sign} {key:UInt64})
    order by ts ${order}, ${LOG_KEY} ${order} limit {most:UInt32}`
}
