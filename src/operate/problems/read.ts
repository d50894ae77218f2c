/** Reading problems back: one, as a list, and those that an incident belongs to. */
import type { Sql } from '#base'
import type { Problem, ProblemState } from './problem.ts'

/** One of a workload by its id, by `PRB-7` or by `7`. */
export async function readProblem(
  sql: Sql,
  workload: string,
  name: string,
): Promise<Problem | undefined> {
  const number = Number(/^(?:prb-)?(\d{1,9})$/i.exec(name)?.[1] ?? 0)
  const rows = await sql<Row>`
    select * from problem where workload = ${workload} and (id = ${name} or number = ${number})`
  return (await complete(sql, rows))[0]
}

/** What moved last comes first; those of one incident, or of one group. */
export async function listProblems(
  sql: Sql,
  query: {
    readonly workload: string
    readonly state?: ProblemState | undefined
    /** An incident's id. */
    readonly incident?: string | undefined
    readonly group?: string | undefined
    readonly limit?: number | undefined
  },
): Promise<Problem[]> {
  const { workload, state = null, incident = null, group = null, limit = 100 } = query
  const rows = await sql<Row>`
    select * from problem
    where workload = ${workload}
      and (${state}::text is null or state = ${state})
      and (${group}::text is null or group_key = ${group})
      and (${incident}::text is null or exists (
        select 1 from problem_incident where problem = problem.id and incident = ${incident}))
    order by state in ('verified', 'dismissed'), moved_at desc, number desc limit ${limit}`
  return complete(sql, rows)
}

export async function nextProblemNumber(sql: Sql, workload: string): Promise<number> {
  const [row] = await sql<{ number: number }>`
    select coalesce(max(number), 0) + 1 as number from problem where workload = ${workload}`
  return row!.number
}

interface Row {
  id: string
  workload: string
  number: number
  title: string
  state: ProblemState
  group_key: string | null
  owner: string
  reason: string
  opened_by: string
  opened_at: Date
  moved_at: Date
  cause: string | null
  workaround: string | null
  fix_by: Date | null
  risk_owner: string | null
  accepted_until: Date | null
}

async function complete(sql: Sql, rows: readonly Row[]): Promise<Problem[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const [moves, incidents] = await Promise.all([
    sql<{
      problem: string
      from_state: ProblemState
      to_state: ProblemState
      reason: string
      by: string
      at: Date
    }>`select * from problem_move where problem = any(${ids}) order by position`,
    sql<{ problem: string; incident: string }>`
      select problem, incident from problem_incident where problem = any(${ids})
      order by linked_at, incident`,
  ])
  return rows.map((row) => ({
    id: row.id,
    workload: row.workload,
    number: row.number,
    title: row.title,
    state: row.state,
    group: row.group_key,
    owner: row.owner,
    reason: row.reason,
    by: row.opened_by,
    openedAt: row.opened_at.toISOString(),
    movedAt: row.moved_at.toISOString(),
    cause: row.cause,
    workaround: row.workaround,
    fixBy: iso(row.fix_by),
    riskOwner: row.risk_owner,
    acceptedUntil: iso(row.accepted_until),
    moves: moves
      .filter(({ problem }) => problem === row.id)
      .map(({ from_state: from, to_state: to, reason, by, at }) => ({
        ...{ from, to, reason, by },
        at: at.toISOString(),
      })),
    incidents: incidents
      .filter(({ problem }) => problem === row.id)
      .map(({ incident }) => incident),
  }))
}

const iso = (time: Date | null) => time?.toISOString() ?? null
