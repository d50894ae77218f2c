/** Reading improvements back: one, and as a list. */
import type { Sql } from '#base'
import type { Improvement, ImprovementState } from './improvement.ts'

/** One of a workload by its id, by `IMP-7` or by `7`. */
export async function readImprovement(
  sql: Sql,
  workload: string,
  name: string,
): Promise<Improvement | undefined> {
  const number = Number(/^(?:imp-)?(\d{1,9})$/i.exec(name)?.[1] ?? 0)
  const rows = await sql<Row>`
    select * from improvement where workload = ${workload} and (id = ${name} or number = ${number})`
  return (await complete(sql, rows))[0]
}

/** What moved last comes first. */
export async function listImprovements(
  sql: Sql,
  query: {
    readonly workload?: string | undefined
    readonly state?: ImprovementState | undefined
    readonly retrospective?: string | undefined
    readonly limit?: number | undefined
  } = {},
): Promise<Improvement[]> {
  const { workload = null, state = null, retrospective = null, limit = 100 } = query
  const rows = await sql<Row>`
    select * from improvement
    where (${workload}::text is null or workload = ${workload})
      and (${state}::text is null or state = ${state})
      and (${retrospective}::text is null or retrospective = ${retrospective})
    order by moved_at desc, number desc limit ${limit}`
  return complete(sql, rows)
}

export async function nextImprovementNumber(sql: Sql, workload: string): Promise<number> {
  const [row] = await sql<{ number: number }>`
    select coalesce(max(number), 0) + 1 as number from improvement where workload = ${workload}`
  return row!.number
}

interface Row {
  id: string
  workload: string
  number: number
  title: string
  driver: Improvement['driver']
  problem: string
  hypothesis: string
  target: Improvement['target']
  evaluate_at: Date | null
  effort_hours: number | null
  owner: string
  retrospective: string | null
  lesson: string | null
  state: ImprovementState
  proposed_by: string
  proposed_at: Date
  moved_at: Date
  before: Improvement['before']
  after: Improvement['after']
  verdict_reason: string | null
}

async function complete(sql: Sql, rows: readonly Row[]): Promise<Improvement[]> {
  if (rows.length === 0) return []
  const moves = await sql<{
    improvement: string
    from_state: string
    to_state: string
    reason: string
    by: string
    at: Date
  }>`select * from improvement_move where improvement = any(${rows.map(({ id }) => id)}) order by position`
  return rows.map((row) => {
    const { id, workload, number, title, driver, problem, hypothesis, target, owner } = row
    const { retrospective, lesson, state, before, after } = row
    return {
      id,
      workload,
      number,
      title,
      driver,
      problem,
      hypothesis,
      target,
      evaluateAt: row.evaluate_at?.toISOString() ?? null,
      effortHours: row.effort_hours,
      owner,
      retrospective,
      lesson,
      state,
      by: row.proposed_by,
      proposedAt: row.proposed_at.toISOString(),
      movedAt: row.moved_at.toISOString(),
      before,
      after,
      verdictReason: row.verdict_reason,
      moves: moves
        .filter(({ improvement }) => improvement === id)
        .map(({ from_state: from, to_state: to, reason, by, at }) => ({
          from,
          to,
          reason,
          by,
          at: at.toISOString(),
        })),
    }
  })
}
