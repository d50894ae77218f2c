/** How people work on an incident, read back. */
import type { Sql } from '#base'
import type { Decision, Phase, Response, Role, Task } from './response.ts'

/** Of an incident that nobody has worked on yet too. */
export async function readResponse(sql: Sql, incident: string): Promise<Response> {
  const [rows, roles, tasks, decisions] = await Promise.all([
    sql<{
      phase: Phase
      moved_at: Date | null
      impact_from: Date | null
      impact_to: Date | null
      impact_reason: string | null
      impact_by: string | null
    }>`select * from response where incident = ${incident}`,
    sql<{ role: Role; person: string; since: Date; note: string | null }>`
      select role, person, since, note from response_role where incident = ${incident}
      order by since, role`,
    sql<TaskRow>`select * from response_task where incident = ${incident} order by added_at, id`,
    sql<DecisionRow>`
      select * from response_decision where incident = ${incident} order by asked_at, id`,
  ])
  const [row] = rows
  return {
    phase: row?.phase ?? 'declared',
    movedAt: iso(row?.moved_at),
    impact: row?.impact_from
      ? {
          from: row.impact_from.toISOString(),
          to: iso(row.impact_to),
          reason: row.impact_reason!,
          by: row.impact_by!,
        }
      : null,
    roles: roles.map(({ since, ...rest }) => ({ ...rest, since: since.toISOString() })),
    tasks: tasks.map(taskOf),
    decisions: decisions.map(decisionOf),
  }
}

interface TaskRow {
  id: string
  body: string
  assignee: string | null
  added_by: string
  added_at: Date
  outcome: Task['outcome']
  result: string | null
  ended_by: string | null
  ended_at: Date | null
}

function taskOf({ id, body, assignee, outcome, result, ...row }: TaskRow): Task {
  return {
    ...{ id, text: body, assignee, outcome, result },
    ...{ addedBy: row.added_by, addedAt: row.added_at.toISOString() },
    ...{ endedBy: row.ended_by, endedAt: iso(row.ended_at) },
  }
}

interface DecisionRow {
  id: string
  question: string
  options: string[]
  risk: string | null
  asked_of: string | null
  asked_by: string
  asked_at: Date
  choice: string | null
  reason: string | null
  authority: string | null
  decided_by: string | null
  decided_at: Date | null
}

function decisionOf({
  id,
  question,
  options,
  risk,
  choice,
  reason,
  ...row
}: DecisionRow): Decision {
  return {
    ...{ id, question, options, risk, choice, reason, authority: row.authority },
    ...{ askedOf: row.asked_of, askedBy: row.asked_by, askedAt: row.asked_at.toISOString() },
    ...{ decidedBy: row.decided_by, decidedAt: iso(row.decided_at) },
  }
}

const iso = (time: Date | null | undefined) => time?.toISOString() ?? null
