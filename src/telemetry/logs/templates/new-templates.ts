/** Templates that nothing of a service followed before a span of time, once the service is known well enough. */
import { LEVELS, type Level } from '../../search/index.ts'
import type { TelemetryStore } from '../../store/telemetry-store.ts'

export interface NewTemplate {
  readonly id: string
  readonly text: string
  /** Lines of it within the span. */
  readonly lines: number
  readonly example: string
}

const MOST_NEW = 100
const MOST_EXAMPLE = 2_000

/** Nothing is new of a service that has not been heard for `learnMs` before the span. @throws StoreUnavailable */
export async function newTemplates(
  store: TelemetryStore,
  of: {
    readonly service: string
    /** Lines below it do not count. */
    readonly level: Level
    readonly learnMs: number
    readonly fromMs: number
    readonly toMs: number
  },
): Promise<NewTemplate[]> {
  const { service, level, learnMs, fromMs, toMs } = of
  const born = await store.ask<{ id: string; text: string; isNew: number; known: number }>({
    sql: `select toString(template_id) as id, argMax(template, updated) as text,
            toUInt8(min(first_seen) >= fromUnixTimestamp64Milli({from:Int64})) as isNew,
            toUInt8(min(first_seen) <= fromUnixTimestamp64Milli({learned:Int64})) as known
          from tel.log_templates where service = {service:String} group by template_id`,
    params: { service, from: Math.floor(fromMs), learned: Math.floor(fromMs - learnMs) },
  })
  // The table of templates is small; logs are read only when there is something new at all.
  if (!born.some(({ known }) => known === 1) || !born.some(({ isNew }) => isNew === 1)) return []
  const texts = new Map(born.filter(({ isNew }) => isNew === 1).map(({ id, text }) => [id, text]))
  const rows = await store.ask<{ id: string; lines: string; example: string }>({
    sql: `select toString(pattern_id) as id, count() as lines, any(substringUTF8(body, 1, {long:UInt32})) as example
          from tel.logs
          where service = {service:String} and severity >= {least:UInt8}
            and ts >= fromUnixTimestamp64Milli({from:Int64}) and ts <= fromUnixTimestamp64Milli({to:Int64})
            and pattern_id != 0
          group by pattern_id order by pattern_id`,
    params: {
      service,
      least: level === 'unknown' ? 0 : LEVELS[level],
      from: Math.floor(fromMs),
      to: Math.ceil(toMs),
      long: MOST_EXAMPLE,
    },
  })
  return rows
    .filter(({ id }) => texts.has(id))
    .slice(0, MOST_NEW)
    .map(({ id, lines, example }) => ({
      ...{ id, example, text: texts.get(id) || example },
      lines: Number(lines),
    }))
}
