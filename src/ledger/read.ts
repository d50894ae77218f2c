/** Reading facts back, in order. */
import type { Sql } from '#base'
import type { Fact } from './fact.ts'

export interface FactQuery {
  /** Only facts behind this position. */
  readonly after?: number
  /** Only facts up to this position. */
  readonly upTo?: number
  readonly types?: readonly string[]
  readonly subject?: string
  readonly correlation?: string
  readonly actor?: string
  /** Only what happened then or later, and then or before. */
  readonly since?: Date
  readonly until?: Date
  /** How many at the most; 200 unless told. */
  readonly limit?: number
  /** Newest first. */
  readonly newestFirst?: boolean
}

export interface FactRow {
  position: number
  id: string
  type: string
  source: string
  subject: string
  time: Date
  recorded_at: Date
  actor: string
  cause: string | null
  correlation: string
  data: unknown
  hash: Buffer
}

export async function readFacts(sql: Sql, query: FactQuery): Promise<Fact[]> {
  const { after, upTo, types, subject, correlation, actor, since, until } = query
  const { limit = 200, newestFirst } = query
  const conditions: [string, unknown][] = []
  const only = (text: string, value: unknown) =>
    value !== undefined && conditions.push([text, value])
  only('position > ', after)
  only('position <= ', upTo)
  only('type = any', types)
  only('subject = ', subject)
  only('correlation = ', correlation)
  only('actor = ', actor)
  only('time >= ', since)
  only('time <= ', until)

  // Only the conditions that are asked for, so that the planner can walk the fitting index.
  const texts = ['select * from ledger where true']
  const values: unknown[] = []
  for (const [text, value] of conditions) {
    texts[texts.length - 1] += ` and ${text}(`
    values.push(value)
    texts.push(')')
  }
  texts[texts.length - 1] += ` order by position ${newestFirst ? 'desc' : 'asc'} limit `
  const strings = Object.assign([...texts, ''], { raw: [] }) as unknown as TemplateStringsArray
  const rows = await sql<FactRow>(strings, ...values, limit)
  return rows.map(rowToFact)
}

export function rowToFact(row: FactRow): Fact {
  const { position, id, type, source, subject, actor, cause, correlation, data } = row
  return {
    position,
    id,
    type,
    source,
    subject,
    time: row.time.toISOString(),
    recordedAt: row.recorded_at.toISOString(),
    actor,
    cause,
    correlation,
    data,
  }
}
