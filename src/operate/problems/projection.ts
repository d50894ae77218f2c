/** Problems, each step of their way, and the incidents they were seen in. */
import { defineProjection, fold, problemIncidentLinked, problemMoved, problemOpened } from '#ledger'

export const problems = defineProjection(
  'operate.problems',
  ['problem', 'problem_move', 'problem_incident'],
  [
    fold(problemOpened, async ({ subject, time, data }, sql) => {
      await sql`
        insert into problem (id, workload, number, title, state, group_key, owner, reason, opened_by, opened_at, moved_at)
        values (${subject}, ${data.workload}, ${data.number}, ${data.title}, ${data.state}, ${data.group},
          ${data.owner}, ${data.reason}, ${data.by}, ${time}, ${time})`
      for (const incident of data.incidents)
        await sql`
          insert into problem_incident (problem, incident, linked_at, by)
          values (${subject}, ${incident}, ${time}, ${data.by}) on conflict do nothing`
    }),
    fold(problemMoved, async ({ subject, position, time, data }, sql) => {
      await sql`
        insert into problem_move (problem, position, from_state, to_state, reason, by, at)
        values (${subject}, ${position}, ${data.from}, ${data.to}, ${data.reason}, ${data.by}, ${time})`
      await sql`
        update problem set state = ${data.to}, moved_at = ${time}, cause = ${data.cause},
          workaround = ${data.workaround}, fix_by = ${data.fixBy}, risk_owner = ${data.riskOwner},
          accepted_until = ${data.acceptedUntil}
        where id = ${subject}`
    }),
    fold(
      problemIncidentLinked,
      ({ subject, time, data }, sql) => sql`
        insert into problem_incident (problem, incident, linked_at, by)
        values (${subject}, ${data.incident}, ${time}, ${data.by}) on conflict do nothing`,
    ),
  ],
)
