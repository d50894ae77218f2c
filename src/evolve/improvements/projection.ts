/** Improvements and each step of their way, folded from facts. */
import type { Sql } from '#base'
import {
  defineProjection,
  type Fact,
  fold,
  improvementEvaluated,
  improvementMoved,
  improvementProposed,
} from '#ledger'

export const improvements = defineProjection(
  'evolve.improvements',
  ['improvement', 'improvement_move'],
  [
    fold(
      improvementProposed,
      ({ subject, time, data }, sql) => sql`
        insert into improvement (id, workload, number, title, driver, problem, hypothesis, target, evaluate_at,
          effort_hours, owner, retrospective, lesson, state, proposed_by, proposed_at, moved_at)
        values (${subject}, ${data.workload}, ${data.number}, ${data.title}, ${data.driver}, ${data.problem},
          ${data.hypothesis}, ${json(data.target)}, ${data.evaluateAt}, ${data.effortHours}, ${data.owner},
          ${data.retrospective}, ${data.lesson}, 'proposed', ${data.by}, ${time}, ${time})`,
    ),
    fold(improvementMoved, (fact, sql) => {
      const { from, to, reason, by } = fact.data
      return go(sql, fact, { from, to, reason, by })
    }),
    fold(improvementEvaluated, async (fact, sql) => {
      const { verdict: to, before, after, reason, by } = fact.data
      await go(sql, fact, { from: 'evaluating', to, reason, by })
      await sql`
        update improvement set before = ${json(before)}, after = ${json(after)}, verdict_reason = ${reason}
        where id = ${fact.subject}`
    }),
  ],
)

async function go(
  sql: Sql,
  { subject, position, time }: Fact,
  step: { from: string; to: string; reason: string; by: string },
): Promise<void> {
  await sql`
    insert into improvement_move (improvement, position, from_state, to_state, reason, by, at)
    values (${subject}, ${position}, ${step.from}, ${step.to}, ${step.reason}, ${step.by}, ${time})`
  await sql`update improvement set state = ${step.to}, moved_at = ${time} where id = ${subject}`
}

const json = (value: unknown) => (value === null ? null : JSON.stringify(value))
