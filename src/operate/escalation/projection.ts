/** How far each escalation has come, and every step it has executed. */
import type { Sql } from '#base'
import {
  defineProjection,
  escalationExhausted,
  escalationHeld,
  escalationPaused,
  escalationStarted,
  escalationStepExecuted,
  escalationStopped,
  fold,
  incidentAcknowledged,
  incidentResolved,
} from '#ledger'
import type { Escalation, Recipient, Step } from './escalation.ts'

export const escalations = defineProjection(
  'operate.escalations',
  ['escalation', 'escalation_step'],
  [
    fold(
      escalationStarted,
      ({ subject, time, data }, sql) => sql`
        insert into escalation (incident, workload, number, policy, cycle, state, step, steps, fallback,
          ack_ttl_ms, due_at, started_at)
        values (${subject}, ${data.workload}, ${data.number}, ${data.policy}, ${data.cycle}, 'running', 0,
          ${JSON.stringify(data.steps)}, ${data.fallback}, ${data.ackTtlMs}, ${time}, ${time})
        on conflict (incident) do update set policy = excluded.policy, cycle = excluded.cycle,
          state = 'running', step = 0, steps = excluded.steps, fallback = excluded.fallback,
          ack_ttl_ms = excluded.ack_ttl_ms, due_at = excluded.due_at, held_by = null, held_until = null`,
    ),
    fold(escalationStepExecuted, async ({ subject, time, data }, sql) => {
      const { cycle, step, upTo } = data
      // The key refuses a step that is executed twice, and with it the whole transaction.
      for (let one = step; one <= upTo; one++)
        await sql`
          insert into escalation_step (incident, cycle, step, executed_at, recipients)
          values (${subject}, ${cycle}, ${one}, ${time},
            ${JSON.stringify(one === step ? data.recipients : [])})`
      await sql`
        update escalation set step = ${upTo + 1}, due_at = ${data.nextDueAt} where incident = ${subject}`
    }),
    fold(
      incidentAcknowledged,
      ({ subject, data }, sql) => sql`
        update escalation
        set state = 'acknowledged', held_by = ${data.by}, held_until = ${data.until}, due_at = null
        where incident = ${subject}`,
    ),
    fold(
      escalationHeld,
      ({ subject, data }, sql) => sql`
        update escalation
        set state = 'acknowledged', held_by = ${data.by}, held_until = ${data.until}, due_at = null
        where incident = ${subject}`,
    ),
    fold(
      escalationExhausted,
      ({ subject }, sql) => sql`
        update escalation set state = 'exhausted', due_at = null where incident = ${subject}`,
    ),
    fold(
      escalationPaused,
      ({ subject }, sql) => sql`update escalation set due_at = null where incident = ${subject}`,
    ),
    fold(
      incidentResolved,
      ({ subject }, sql) => sql`
        update escalation set state = 'stopped', due_at = null where incident = ${subject}`,
    ),
    fold(
      escalationStopped,
      ({ subject }, sql) => sql`
        update escalation set state = 'stopped', due_at = null where incident = ${subject}`,
    ),
  ],
)

/** The escalation of an incident. */
export async function readEscalation(sql: Sql, incident: string): Promise<Escalation | undefined> {
  const [row] = await sql<Row>`select * from escalation where incident = ${incident}`
  return (
    row && {
      incident,
      workload: row.workload,
      number: row.number,
      policy: row.policy,
      cycle: row.cycle,
      state: row.state,
      step: row.step,
      steps: row.steps,
      fallback: row.fallback,
      ackTtlMs: row.ack_ttl_ms,
      dueAt: row.due_at?.toISOString() ?? null,
      heldBy: row.held_by,
      heldUntil: row.held_until?.toISOString() ?? null,
      startedAt: row.started_at.toISOString(),
    }
  )
}

export interface ExecutedStep {
  readonly cycle: number
  readonly step: number
  readonly executedAt: string
  readonly recipients: readonly Recipient[]
}

/** What an incident’s escalation has done so far, in order. */
export async function readExecutedSteps(sql: Sql, incident: string): Promise<ExecutedStep[]> {
  const rows = await sql<{
    cycle: number
    step: number
    executed_at: Date
    recipients: Recipient[]
  }>`select * from escalation_step where incident = ${incident} order by cycle, step`
  return rows.map(({ cycle, step, executed_at, recipients }) => ({
    cycle,
    step,
    executedAt: executed_at.toISOString(),
    recipients,
  }))
}

interface Row {
  workload: string
  number: number
  policy: string | null
  cycle: number
  state: Escalation['state']
  step: number
  steps: Step[]
  fallback: string
  ack_ttl_ms: number
  due_at: Date | null
  held_by: string | null
  held_until: Date | null
  started_at: Date
}
