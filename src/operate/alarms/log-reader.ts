/** What alarms ask of logs. The store counts; what arrives here says when it is worth asking. */
import { defineError } from '#base'
import {
  countLogs,
  type Level,
  type LogRecord,
  matchSearch,
  type NewTemplate,
  newTemplates,
  parseSearch,
  type Telemetry,
} from '#telemetry'

export const NoLogs = defineError('alarms.no-logs', 'unavailable', {
  message: () => 'There is no store of logs to look at.',
  hint: 'Alarms on logs are looked at where the telemetry store is.',
})

export interface LogSpan {
  readonly fromMs: number
  readonly toMs: number
}

export interface LogReader {
  /** How many records a search finds. Throws when it is no search, or the store does not answer. */
  count(search: string, span: LogSpan): Promise<number>
  /** Whether a record that a search finds has arrived here since a time. The first question begins the listening. */
  hasArrived(search: string, sinceMs: number): boolean
  /** Templates of a service that nothing followed before a span. */
  newTemplates(
    of: { readonly service: string; readonly level: Level; readonly learnMs: number },
    span: LogSpan,
  ): Promise<readonly NewTemplate[]>
}

/** Searches are forgotten together when there are more. */
const MOST_HEARD = 5_000

export function logReaderOf(
  telemetry: Pick<Telemetry, 'store' | 'onRecords'>,
  nowMs: () => number = Date.now,
): LogReader {
  const { store } = telemetry
  const heard = new Map<string, { finds: (record: LogRecord) => boolean; lastMs: number }>()
  telemetry.onRecords((records) => {
    for (const one of heard.values()) if (records.some(one.finds)) one.lastMs = nowMs()
  })
  return {
    async count(search, span) {
      // A single bucket: the total is what is asked for.
      return (await countLogs(store, { search, ...span, buckets: 1 })).total
    },
    hasArrived(search, sinceMs) {
      const known = heard.get(search)
      if (known) return known.lastMs >= sinceMs
      if (heard.size >= MOST_HEARD) heard.clear()
      // Nobody listened up to now, so it may have.
      heard.set(search, { finds: testOf(search), lastMs: nowMs() })
      return true
    },
    newTemplates: (of, span) => newTemplates(store, { ...of, ...span }),
  }
}

/** What only the store can tell of a record may be any. */
function testOf(search: string): (record: LogRecord) => boolean {
  try {
    return matchSearch(parseSearch(search))
  } catch {
    return () => true
  }
}
