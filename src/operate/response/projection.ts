/** Phase, roles, tasks, decisions and impact of each incident, folded from facts. */
import type { Sql } from '#base'
import {
  defineProjection,
  fold,
  incidentDecisionAsked,
  incidentDecisionMade,
  incidentImpactSet,
  incidentMoved,
  incidentRoleTaken,
  incidentTaskAdded,
  incidentTaskEnded,
} from '#ledger'

export const responses = defineProjection(
  'operate.response',
  ['response', 'response_role', 'response_task', 'response_decision'],
  [
    fold(incidentMoved, async ({ subject, time, data }, sql) => {
      await begin(sql, subject)
      await sql`update response set phase = ${data.to}, moved_at = ${time} where incident = ${subject}`
    }),
    fold(incidentImpactSet, async ({ subject, data }, sql) => {
      await begin(sql, subject)
      await sql`
        update response set impact_from = ${data.from}, impact_to = ${data.to},
          impact_reason = ${data.reason}, impact_by = ${data.by}
        where incident = ${subject}`
    }),
    fold(
      incidentRoleTaken,
      ({ subject, time, data }, sql) => sql`
        insert into response_role (incident, role, person, since, note)
        values (${subject}, ${data.role}, ${data.person}, ${time}, ${data.note})
        on conflict (incident, role) do update
          set person = excluded.person, since = excluded.since, note = excluded.note`,
    ),
    fold(
      incidentTaskAdded,
      ({ subject, time, data }, sql) => sql`
        insert into response_task (id, incident, body, assignee, added_by, added_at)
        values (${data.task}, ${subject}, ${data.text}, ${data.assignee}, ${data.by}, ${time})`,
    ),
    fold(
      incidentTaskEnded,
      ({ time, data }, sql) => sql`
        update response_task set outcome = ${data.outcome}, result = ${data.result},
          ended_by = ${data.by}, ended_at = ${time}
        where id = ${data.task}`,
    ),
    fold(
      incidentDecisionAsked,
      ({ subject, time, data }, sql) => sql`
        insert into response_decision (id, incident, question, options, risk, asked_of, asked_by, asked_at)
        values (${data.decision}, ${subject}, ${data.question}, ${JSON.stringify(data.options)}, ${data.risk},
          ${data.askedOf}, ${data.by}, ${time})`,
    ),
    fold(
      incidentDecisionMade,
      ({ time, data }, sql) => sql`
        update response_decision set choice = ${data.choice}, reason = ${data.reason},
          authority = ${data.authority}, decided_by = ${data.by}, decided_at = ${time}
        where id = ${data.decision}`,
    ),
  ],
)

const begin = (sql: Sql, incident: string) => sql`
  insert into response (incident, phase) values (${incident}, 'declared') on conflict do nothing`
