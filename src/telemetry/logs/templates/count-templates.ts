/** How often each template was followed, over time, and which are new: what a service says, without reading it. */

import { type Extent, extentOf, lateRows } from '../../search/extent.ts'
import { compileSearch, type Level, levelOf, logDialect, parseSearch } from '../../search/index.ts'
import type { TelemetryStore } from '../../store/telemetry-store.ts'
import type { LogSearch } from '../search-logs.ts'
import { stepOf } from '../step.ts'

export interface TemplateCount {
  /** As `template:` of a search takes it; null for lines that follow none. */
  readonly id: string | null
  readonly service: string
  readonly text: string
  /** When a line of it arrived first, within the range or before. */
  readonly firstSeenMs: number
  /** Nothing followed it before the range. */
  readonly isNew: boolean
  readonly total: number
  /** The worst level among its lines. */
  readonly level: Level
  readonly firstMs: number
  readonly lastMs: number
  /** Lines in each bucket. */
  readonly counts: readonly number[]
  /** The body of one of its lines. */
  readonly example: string
}

export interface TemplateCounts extends Extent {
  readonly stepMs: number
  /** When the first bucket begins. */
  readonly fromMs: number
  readonly templates: readonly TemplateCount[]
}

export const MOST_COUNTED = 200
const MOST_EXAMPLE = 2_000

/** @throws SearchNotUnderstood, QueryRefused, StoreUnavailable */
export async function countTemplates(
  store: TelemetryStore,
  query: LogSearch & {
    readonly limit?: number
    readonly buckets?: number
    /** Only those that nothing followed before the range. */
    readonly onlyNew?: boolean
  },
): Promise<TemplateCounts> {
  const condition = compileSearch(parseSearch(query.search), logDialect)
  const limit = Math.min(Math.max(1, Math.floor(query.limit ?? 50)), MOST_COUNTED)
  const stepMs = stepOf(query.fromMs, query.toMs, query.buckets ?? 30)
  const firstBucketMs = Math.floor(query.fromMs / stepMs) * stepMs
  const rows = await store.ask<{
    id: string
    service: string
    text: string
    firstSeen: string
    isNew: number
    total: string
    worst: number
    first: string
    last: string
    at: string[]
    counts: string[]
    example: string
  }>({
    sql: `select toString(id) as id, service, text, toString(if(known = 0, first, seen)) as firstSeen,
            toUInt8(known != 0 and seen >= {from:Int64}) as isNew, total, worst, first, last, at, counts, example
          from (
            select pattern_id as id, service, sum(lines) as total, max(worstOf) as worst,
              min(firstOf) as first, max(lastOf) as last,
              groupArray(bucket) as at, groupArray(lines) as counts, any(exampleOf) as example
            from (
              select pattern_id, service,
                intDiv(toUnixTimestamp64Milli(ts), {step:Int64}) * {step:Int64} as bucket,
                count() as lines, max(severity) as worstOf, min(toUnixTimestamp64Milli(ts)) as firstOf,
                max(toUnixTimestamp64Milli(ts)) as lastOf, any(substringUTF8(body, 1, {long:UInt32})) as exampleOf
              from tel.logs
              where ts >= fromUnixTimestamp64Milli({from:Int64}) and ts <= fromUnixTimestamp64Milli({to:Int64})
                and ${condition.sql}
              group by pattern_id, service, bucket)
            group by pattern_id, service) as found
          left join (
            select template_id, service as of, argMax(template, updated) as text, 1 as known,
              toUnixTimestamp64Milli(min(first_seen)) as seen
            from tel.log_templates group by template_id, of) as learned
          on found.id = learned.template_id and found.service = learned.of
          where {new:UInt8} = 0 or isNew = 1
          order by total desc, id limit {most:UInt32}`,
    params: {
      ...condition.params,
      from: Math.floor(query.fromMs),
      to: Math.ceil(query.toMs),
      step: stepMs,
      long: MOST_EXAMPLE,
      new: query.onlyNew ? 1 : 0,
      most: limit + 1,
    },
  })
  const length = Math.floor((query.toMs - firstBucketMs) / stepMs) + 1
  const templates = rows.slice(0, limit).map((row) => {
    const counts = new Array<number>(length).fill(0)
    for (const [i, at] of row.at.entries()) {
      const bucket = (Number(at) - firstBucketMs) / stepMs
      if (bucket >= 0 && bucket < length) counts[bucket] = Number(row.counts[i])
    }
    return {
      id: row.id === '0' ? null : row.id,
      service: row.service,
      text: row.text || row.example,
      firstSeenMs: Number(row.firstSeen),
      isNew: row.isNew === 1,
      total: Number(row.total),
      level: levelOf(row.worst),
      firstMs: Number(row.first),
      lastMs: Number(row.last),
      counts,
      example: row.example,
    }
  })
  return {
    stepMs,
    fromMs: firstBucketMs,
    templates,
    ...extentOf(
      rows.length > limit && `only the ${limit} most frequent templates are shown`,
      templates.some(({ id }) => id === null) && 'some lines follow no template',
      lateRows(store.health()),
    ),
  }
}
