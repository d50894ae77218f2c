/** How far each escalation has come, and every step it has executed. */
import type { Sql } from '#base'
import {
  defineProjection,
  escalationCalled,
  escalationExhausted,
  escalationHeld,
  escalationPartyAnswered,
  escalationPartyLate,
  escalationPaused,
  escalationSnoozed,
  escalationStarted,
  escalationStepExecuted,
  escalationStopped,
  fold,
  incidentAcknowledged,
  incidentReopened,
  incidentResolved,
} from '#ledger'
import type { PolicyStep, Trigger } from '../oncall/index.ts'
import type { CalledParty, Escalation, Recipient } from './escalation.ts'

export const escalations = defineProjection(
  'operate.escalations',
  ['escalation', 'escalation_step', 'escalation_trigger', 'escalation_party'],
  [
    fold(
      escalationStarted,
      ({ subject, time, data }, sql) => sql`
        insert into escalation (incident, workload, number, policy, cycle, state, step, steps, fallback,
          ack_ttl_ms, due_at, started_at, triggers, zone,
          ack_by_priority)
        values (${subject}, ${data.workload}, ${data.number}, ${data.policy}, ${data.cycle}, 'running', 0,
          ${JSON.stringify(data.steps)}, ${data.fallback}, ${data.ackTtlMs}, ${data.dueAt ?? time}, ${time},
          ${JSON.stringify(data.triggers ?? [])}, ${data.zone ?? 'UTC'},
          ${data.ackByPriority ?? false})
        on conflict (incident) do update set policy = excluded.policy, cycle = excluded.cycle,
          state = 'running', step = 0, steps = excluded.steps, fallback = excluded.fallback,
          ack_ttl_ms = excluded.ack_ttl_ms, due_at = excluded.due_at, held_by = null, held_until = null,
          triggers = excluded.triggers, zone = excluded.zone,
          ack_by_priority = excluded.ack_by_priority, awaits = '[]', snoozed_by = null,
          snoozed_until = null`,
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
        update escalation set step = ${upTo + 1}, due_at = ${data.nextDueAt},
          awaits = awaits || ${JSON.stringify(data.awaits ?? [])}::jsonb
        where incident = ${subject}`
      for (const { party, answerBy } of data.parties ?? [])
        await sql`
          insert into escalation_party (incident, party, called_at, answer_by)
          values (${subject}, ${party}, ${time}, ${answerBy}) on conflict do nothing`
    }),
    fold(escalationCalled, async ({ subject, time, data }, sql) => {
      await sql`
        update escalation set state = 'running', cycle = ${data.cycle}, step = ${data.step},
          due_at = ${time}, held_by = null, held_until = null, awaits = '[]', snoozed_by = null,
          snoozed_until = null
        where incident = ${subject}`
      if (data.trigger !== null)
        await sql`
          insert into escalation_trigger (incident, trigger, fired_at)
          values (${subject}, ${data.trigger}, ${time}) on conflict do nothing`
    }),
    fold(
      escalationSnoozed,
      ({ subject, data }, sql) => sql`
        update escalation set state = 'snoozed', due_at = null, held_by = null, held_until = null,
          awaits = '[]', snoozed_by = ${data.by}, snoozed_until = ${data.until}
        where incident = ${subject}`,
    ),
    fold(
      escalationPartyAnswered,
      ({ subject, time, data }, sql) => sql`
        insert into escalation_party (incident, party, called_at, answer_by, case_number, case_by)
        values (${subject}, ${data.party}, ${time}, ${time}, ${data.case}, ${data.by})
        on conflict (incident, party) do update
          set case_number = excluded.case_number, case_by = excluded.case_by`,
    ),
    fold(
      escalationPartyLate,
      ({ subject, time, data }, sql) => sql`
        update escalation_party set late_at = ${time}
        where incident = ${subject} and party = ${data.party}`,
    ),
    // What comes back is to be escalated by the same triggers again.
    fold(
      incidentReopened,
      ({ subject }, sql) => sql`delete from escalation_trigger where incident = ${subject}`,
    ),
    fold(incidentAcknowledged, ({ subject, data }, sql) =>
      data.awaits?.length
        ? sql`
          update escalation set awaits = ${JSON.stringify(data.awaits)} where incident = ${subject}`
        : sql`
          update escalation set state = 'acknowledged', held_by = ${data.by},
            held_until = ${data.until}, due_at = null, awaits = '[]', snoozed_by = null,
            snoozed_until = null
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
      triggers: row.triggers,
      zone: row.zone,
      fallback: row.fallback,
      ackTtlMs: row.ack_ttl_ms,
      ackByPriority: row.ack_by_priority,
      dueAt: row.due_at?.toISOString() ?? null,
      heldBy: row.held_by,
      heldUntil: row.held_until?.toISOString() ?? null,
      awaits: row.awaits,
      snoozedBy: row.snoozed_by,
      snoozedUntil: row.snoozed_until?.toISOString() ?? null,
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

/** The third parties that were called for an incident, in the order of the calls. */
export async function readParties(sql: Sql, incident: string): Promise<CalledParty[]> {
  const rows = await sql<{
    party: string
    called_at: Date
    answer_by: Date
    case_number: string | null
    case_by: string | null
    late_at: Date | null
  }>`select * from escalation_party where incident = ${incident} order by called_at, party`
  return rows.map(({ party, called_at, answer_by, case_number, case_by, late_at }) => ({
    party,
    calledAt: called_at.toISOString(),
    answerBy: answer_by.toISOString(),
    case: case_number,
    by: case_by,
    lateAt: late_at?.toISOString() ?? null,
  }))
}

/** The triggers that have sent help on for an incident. */
export async function readFired(sql: Sql, incident: string): Promise<Set<string>> {
  const rows = await sql<{ trigger: string }>`
    select trigger from escalation_trigger where incident = ${incident}`
  return new Set(rows.map(({ trigger }) => trigger))
}

interface Row {
  workload: string
  number: number
  policy: string | null
  cycle: number
  state: Escalation['state']
  step: number
  steps: PolicyStep[]
  triggers: Trigger[]
  zone: string
  fallback: string
  ack_ttl_ms: number
  ack_by_priority: boolean
  due_at: Date | null
  held_by: string | null
  held_until: Date | null
  awaits: string[]
  snoozed_by: string | null
  snoozed_until: Date | null
  started_at: Date
}
