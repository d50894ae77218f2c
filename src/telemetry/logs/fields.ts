/** Which fields the found log records have, and which values a field has most often. */

import { type Extent, extentOf, lateRows, told } from '../search/extent.ts'
import { compileSearch, levelOf, logDialect, logField, parseSearch } from '../search/index.ts'
import type { TelemetryStore } from '../store/telemetry-store.ts'
import type { LogSearch } from './search-logs.ts'

export interface LogFields extends Extent {
  /** How many of the newest records were looked at. */
  readonly lookedAt: number
  readonly fields: readonly {
    /** As it is written in a search. */
    readonly name: string
    readonly of: 'record' | 'attribute' | 'resource'
    /** In how many of the records it is. */
    readonly records: number
    /** How many different values, about. */
    readonly values: number
  }[]
}

export interface FieldValues extends Extent {
  readonly name: string
  /** Records that have the field. */
  readonly records: number
  /** How many different values, about. */
  readonly distinct: number
  readonly values: readonly { readonly value: string; readonly records: number }[]
}

const MOST_LOOKED_AT = 20_000
const MOST_FIELDS = 200
export const MOST_VALUES = 100

const RANGE = `ts >= fromUnixTimestamp64Milli({from:Int64}) and ts <= fromUnixTimestamp64Milli({to:Int64})`

/** @throws SearchNotUnderstood, QueryRefused, StoreUnavailable */
export async function fieldsOfLogs(store: TelemetryStore, query: LogSearch): Promise<LogFields> {
  const condition = compileSearch(parseSearch(query.search), logDialect)
  const within = `${RANGE} and ${condition.sql}`
  // One look at the bodies counts them and finds the oldest of the newest; the fields are read from there on.
  const [found] = await store.ask<{ count: string; oldest: string }>({
    sql: `select count() as count,
            toString(-groupArraySorted(${MOST_LOOKED_AT})(-toUnixTimestamp64Nano(ts))[-1]) as oldest
          from tel.logs where ${within}`,
    params: { ...condition.params, ...rangeOf(query) },
  })
  const total = Number(found?.count ?? 0)
  const newest = `(select service, host, severity, trace_id, pattern_id, attrs, resource from tel.logs
    where ${within} and ts >= fromUnixTimestamp64Nano({oldest:Int64}) limit {most:UInt32})`
  const params = {
    ...condition.params,
    ...rangeOf(query),
    oldest: found?.oldest ?? '0',
    most: MOST_LOOKED_AT,
    fields: MOST_FIELDS + 1,
  }
  const record = (name: string, text: string, has: string) =>
    `('record', '${name}', ${text}, ${has})`
  const rows = await store.ask<{ of: 'record'; name: string; records: string; distinct: string }>({
    sql: `select tupleElement(field, 1) as of, tupleElement(field, 2) as name,
              count() as records, uniq(tupleElement(field, 3)) as distinct
            from (select arrayJoin(arrayConcat(
                [${[
                  record('service', 'toString(service)', `service != ''`),
                  record('host', 'toString(host)', `host != ''`),
                  record('level', 'toString(severity)', 'severity != 0'),
                  record('trace', 'trace_id', `trace_id != ''`),
                  record('template', 'toString(pattern_id)', 'pattern_id != 0'),
                ].join(', ')}],
                arrayMap((k, v) -> ('attribute', toString(k), v, true), mapKeys(attrs), mapValues(attrs)),
                arrayMap((k, v) -> ('resource', toString(k), v, true), mapKeys(resource), mapValues(resource))
              )) as field from ${newest})
            where tupleElement(field, 4)
            group by of, name order by of = 'resource', of = 'attribute', records desc, name limit {fields:UInt32}`,
    params,
  })
  const lookedAt = Math.min(total, MOST_LOOKED_AT)
  return {
    lookedAt,
    fields: rows.slice(0, MOST_FIELDS).map(({ of, name, records, distinct }) => ({
      of,
      name,
      records: Number(records),
      values: Number(distinct),
    })),
    ...extentOf(
      total > lookedAt &&
        `only the newest ${told(lookedAt)} of ${told(total)} records were looked at`,
      rows.length > MOST_FIELDS && `there are more than ${MOST_FIELDS} fields`,
      lateRows(store.health()),
    ),
  }
}

/** @throws SearchNotUnderstood, QueryRefused, StoreUnavailable */
export async function valuesOfField(
  store: TelemetryStore,
  query: LogSearch & { readonly field: string; readonly limit?: number },
): Promise<FieldValues> {
  const condition = compileSearch(parseSearch(query.search), logDialect)
  const limit = Math.min(Math.max(1, Math.floor(query.limit ?? 20)), MOST_VALUES)
  const field = logField(query.field)
  const rows = await store.ask<{ value: string; records: string; all: string; distinct: string }>({
    sql: `select value, count() as records, sum(records) over () as all, count() over () as distinct
          from (select ${field.value} as value from tel.logs
                where ${RANGE} and ${field.has} and ${condition.sql})
          group by value order by records desc, value limit {most:UInt32}`,
    params: { ...condition.params, ...field.params, ...rangeOf(query), most: limit },
  })
  const distinct = Number(rows[0]?.distinct ?? 0)
  return {
    name: query.field,
    records: Number(rows[0]?.all ?? 0),
    distinct,
    values: rows.map(({ value, records }) => ({
      value: field.isLevel ? levelOf(Number(value)) : value,
      records: Number(records),
    })),
    ...extentOf(
      distinct > rows.length && `the ${rows.length} most frequent of ${told(distinct)} values`,
      lateRows(store.health()),
    ),
  }
}

const rangeOf = ({ fromMs, toMs }: LogSearch) => ({ from: Math.floor(fromMs), to: Math.ceil(toMs) })
