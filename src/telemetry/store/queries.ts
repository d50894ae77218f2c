/** What a question to the store is, and those about series and samples, which answer PromQL. */
import type { Labels, MetricType } from '../model.ts'

export interface StoredSeries {
  readonly id: bigint
  readonly name: string
  readonly type: MetricType
  readonly unit: string
  readonly labels: Labels
  readonly firstSeenMs: number
  readonly lastSeenMs: number
}

/** SQL with placeholders `{name:Type}`, and what stands for them. */
export interface Question {
  readonly sql: string
  readonly params: Readonly<Record<string, unknown>>
}

export const SERIES_SQL = `select toString(series_id) as id, name,
    argMax(toString(type), (type != 'unknown', last_seen)) as type,
    argMax(unit, (unit != '', last_seen)) as unit, labels,
    toUnixTimestamp64Milli(min(first_seen)) as firstSeenMs,
    toUnixTimestamp64Milli(max(last_seen)) as lastSeenMs
  from tel.series where last_seen >= fromUnixTimestamp64Milli({since:Int64})
  group by series_id, name, labels`

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

/** Rows as those of samples; a bucket of five minutes stands at its end, so that a lookback of five finds it. */
export function rollupQuestion(fromMs: number, toMs: number, ids: readonly bigint[]): Question {
  return {
    params: { from: Math.floor(fromMs), to: Math.floor(toMs) },
    sql: `select series_id, toDateTime64(b + 300, 3) as ts, last from tel.samples_5m final
      where b > toDateTime(intDiv({from:Int64}, 1000)) - 301 and b <= toDateTime(intDiv({to:Int64}, 1000)) - 300
        and ts > fromUnixTimestamp64Milli({from:Int64}) and ts <= fromUnixTimestamp64Milli({to:Int64})
        and series_id in (${ids.join(',')}) order by series_id, ts`,
  }
}
