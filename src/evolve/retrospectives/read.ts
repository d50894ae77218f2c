/** Reading retrospectives back: by incident, by number, and as a list. */
import type { Sql } from '#base'
import type { Moment, Retrospective } from './retrospective.ts'
import { readStory } from './story.ts'

/** The review of an incident, by the incident’s id. */
export async function findRetrospective(
  sql: Sql,
  incident: string,
): Promise<Retrospective | undefined> {
  return (await select(sql, { incident }))[0]
}

/** One of a workload by its id, by `RETRO-7` or by `7`. */
export async function readRetrospective(
  sql: Sql,
  workload: string,
  name: string,
): Promise<Retrospective | undefined> {
  const number = Number(/^(?:retro-)?(\d{1,9})$/i.exec(name)?.[1] ?? 0)
  return (await select(sql, number > 0 ? { workload, number } : { workload, id: name }))[0]
}

/** Open ones first, then the newest. */
export function listRetrospectives(
  sql: Sql,
  query: {
    readonly workload?: string | undefined
    readonly state?: Retrospective['state'] | undefined
    readonly limit?: number | undefined
  } = {},
): Promise<Retrospective[]> {
  return select(sql, query)
}

/** The key moments as the ledger tells them now: messages that came after the end are among them. */
export async function readMoments(sql: Sql, retrospective: Retrospective): Promise<Moment[]> {
  return [...(await readStory(sql, retrospective.incident)).moments]
}

export async function nextRetrospectiveNumber(sql: Sql, workload: string): Promise<number> {
  const [row] = await sql<{ number: number }>`
    select coalesce(max(number), 0) + 1 as number from retrospective where workload = ${workload}`
  return row!.number
}

interface Row {
  id: string
  workload: string
  number: number
  incident: string
  incident_number: number
  title: string
  priority: string
  outcomes: string[]
  owner: string
  drill: string | null
  state: Retrospective['state']
  timeline: Moment[]
  occurred_at: Date
  detected_at: Date
  acknowledged_at: Date | null
  resolved_at: Date
  ttd_ms: number
  tta_ms: number | null
  ttr_ms: number
  opened_at: Date
  due_at: Date
  closed_at: Date | null
  closed_by: string | null
  summary: string | null
  no_lesson: string | null
  lessons: number
  improvements: number
}

async function select(
  sql: Sql,
  query: {
    readonly id?: string | undefined
    readonly incident?: string | undefined
    readonly workload?: string | undefined
    readonly number?: number | undefined
    readonly state?: string | undefined
    readonly limit?: number | undefined
  },
): Promise<Retrospective[]> {
  const { id = null, incident = null, workload = null, number = null, state = null } = query
  const rows = await sql<Row>`
    select r.*, (select count(*) from lesson where retrospective = r.id) as lessons,
      (select count(*) from improvement where retrospective = r.id) as improvements
    from retrospective r
    where (${id}::text is null or id = ${id}) and (${incident}::text is null or incident = ${incident})
      and (${workload}::text is null or workload = ${workload})
      and (${number}::int is null or number = ${number}) and (${state}::text is null or state = ${state})
    order by state desc, opened_at desc, number desc limit ${query.limit ?? 100}`
  return rows.map(toRetrospective)
}

function toRetrospective(row: Row): Retrospective {
  const { id, workload, number, incident, title, priority, outcomes, owner, drill, state } = row
  return {
    id,
    workload,
    number,
    incident,
    incidentNumber: row.incident_number,
    title,
    priority,
    outcomes,
    owner,
    drill,
    state,
    timeline: row.timeline,
    occurredAt: row.occurred_at.toISOString(),
    detectedAt: row.detected_at.toISOString(),
    acknowledgedAt: row.acknowledged_at?.toISOString() ?? null,
    resolvedAt: row.resolved_at.toISOString(),
    ttdMs: row.ttd_ms,
    ttaMs: row.tta_ms,
    ttrMs: row.ttr_ms,
    openedAt: row.opened_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
    closedBy: row.closed_by,
    summary: row.summary,
    noLesson: row.no_lesson,
    lessons: row.lessons,
    improvements: row.improvements,
  }
}
