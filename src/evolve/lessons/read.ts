/** Reading lessons back: one, those of a retrospective, and those that apply to a resource. */
import type { Sql } from '#base'
import type { Lesson } from './lesson.ts'

/** One of a workload by its id, by `LES-7` or by `7`. */
export async function readLesson(
  sql: Sql,
  workload: string,
  name: string,
): Promise<Lesson | undefined> {
  const number = Number(/^(?:les-)?(\d{1,9})$/i.exec(name)?.[1] ?? 0)
  const rows = await sql<Row>`
    select * from lesson where workload = ${workload} and (id = ${name} or number = ${number})`
  return (await complete(sql, rows))[0]
}

/** Newest first. */
export async function listLessons(
  sql: Sql,
  query: {
    readonly workload?: string | undefined
    readonly retrospective?: string | undefined
    /** Resource that it is about: `component:payments`. */
    readonly appliesTo?: string | undefined
    /** Words of the statement or the context. */
    readonly text?: string | undefined
    readonly limit?: number | undefined
  } = {},
): Promise<Lesson[]> {
  const { workload = null, retrospective = null, appliesTo = null, text = null } = query
  const about = appliesTo === null ? null : JSON.stringify([appliesTo])
  const rows = await sql<Row>`
    select * from lesson
    where (${workload}::text is null or workload = ${workload})
      and (${retrospective}::text is null or retrospective = ${retrospective})
      and (${about}::jsonb is null or applies_to @> ${about}::jsonb)
      and (${text}::text is null or strpos(lower(statement || ' ' || context), lower(${text})) > 0)
    order by recorded_at desc, number desc limit ${query.limit ?? 100}`
  return complete(sql, rows)
}

export async function nextLessonNumber(sql: Sql, workload: string): Promise<number> {
  const [row] = await sql<{ number: number }>`
    select coalesce(max(number), 0) + 1 as number from lesson where workload = ${workload}`
  return row!.number
}

interface Row {
  id: string
  workload: string
  number: number
  statement: string
  context: string
  kind: Lesson['kind']
  surprised: boolean
  source_kind: Lesson['source']['kind']
  source_id: string | null
  retrospective: string | null
  applies_to: string[]
  recorded_by: string
  recorded_at: Date
}

async function complete(sql: Sql, rows: readonly Row[]): Promise<Lesson[]> {
  if (rows.length === 0) return []
  const taken = await sql<{ lesson: string; by: string; team: string | null; at: Date }>`
    select * from lesson_acknowledgement where lesson = any(${rows.map(({ id }) => id)}) order by at, by`
  return rows.map((row) => {
    const { id, workload, number, statement, context, kind, surprised, retrospective } = row
    return {
      id,
      workload,
      number,
      statement,
      context,
      kind,
      surprised,
      source: { kind: row.source_kind, id: row.source_id },
      retrospective,
      appliesTo: row.applies_to,
      by: row.recorded_by,
      at: row.recorded_at.toISOString(),
      acknowledgedBy: taken
        .filter(({ lesson }) => lesson === id)
        .map(({ by, team, at }) => ({ by, team, at: at.toISOString() })),
    }
  })
}
