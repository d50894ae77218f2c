/** The incidents for which help is being called, the most urgent first. */
import type { Sql } from '#base'

export interface Calling {
  /** INC-42 */
  readonly incident: string
  readonly title: string
  readonly priority: string
  /** Name of the escalation; null where the owner alone is called. */
  readonly path: string | null
  readonly state: 'running' | 'acknowledged' | 'snoozed' | 'exhausted'
  readonly cycle: number
  /** How many steps have been called in this cycle. */
  readonly step: number
  readonly steps: number
  readonly nextAt: string | null
  /** Who is on it, or who let it wait. */
  readonly by: string | null
  readonly until: string | null
}

export async function listEscalations(sql: Sql, workload: string): Promise<Calling[]> {
  const rows = await sql<{
    number: number
    title: string
    priority: string
    policy: string | null
    state: Calling['state']
    cycle: number
    step: number
    steps: number
    due_at: Date | null
    by: string | null
    until: Date | null
  }>`
    select e.number, i.title, i.priority, e.policy, e.state, e.cycle, e.step,
      jsonb_array_length(e.steps) as steps, e.due_at, coalesce(e.held_by, e.snoozed_by) as by,
      coalesce(e.held_until, e.snoozed_until) as until
    from escalation e join incident i on i.id = e.incident
    where e.workload = ${workload} and e.state <> 'stopped'
    order by i.priority, e.started_at limit 500`
  return rows.map(({ number, policy, due_at, until, ...row }) => ({
    ...row,
    incident: `INC-${number}`,
    path: policy,
    nextAt: due_at?.toISOString() ?? null,
    until: until?.toISOString() ?? null,
  }))
}
