/** The tables of runs and steps. */
import {
  defineProjection,
  fold,
  procedureAccepted,
  procedureCancelRequested,
  procedureEnded,
  procedureRollingBack,
  procedureStarted,
  stepAnswered,
  stepFailed,
  stepSkipped,
  stepStarted,
  stepSucceeded,
  stepUncertain,
  stepWaiting,
} from '#ledger'

export const runs = defineProjection(
  'procedures.runs',
  ['procedure_run', 'procedure_step'],
  [
    fold(procedureStarted, (fact, sql) => {
      const {
        workload,
        procedure,
        environment,
        title,
        kind,
        state,
        trigger,
        alarm,
        incident,
        dedupe,
      } = fact.data
      const { params, dry, hash, plan } = fact.data
      return sql`
        insert into procedure_run (id, workload, procedure, environment, title, kind, state, trigger, alarm, incident,
          dedupe, params, dry, hash, plan, started_by, correlation, fact, created_at)
        values (${fact.subject}, ${workload}, ${procedure}, ${environment}, ${title}, ${kind}, ${state}, ${trigger},
          ${alarm}, ${incident}, ${dedupe}, ${JSON.stringify(params)}, ${dry}, ${hash}, ${JSON.stringify(plan)},
          ${fact.actor}, ${fact.correlation}, ${fact.id}, ${fact.time})`
    }),
    fold(
      procedureAccepted,
      (fact, sql) => sql`
      update procedure_run set state = 'queued', started_by = ${fact.data.by} where id = ${fact.subject}`,
    ),
    fold(stepStarted, async (fact, sql) => {
      const { step, attempt, effect, compensates } = fact.data
      await sql`
        insert into procedure_step (run, step, ordinal, state, attempt, effect, compensates, outputs, answers, started_at)
        values (${fact.subject}, ${step}, ${fact.position}, 'running', ${attempt}, ${effect}, ${compensates}, '{}', '[]', ${fact.time})
        on conflict (run, step) do update set state = 'running', attempt = excluded.attempt, compensates = excluded.compensates,
          retry_at = null, waiting = null, answers = '[]', ended_at = null`
      await sql`update procedure_run set state = case when state = 'rolling-back' then state else 'running' end where id = ${fact.subject}`
    }),
    fold(stepSucceeded, async (fact, sql) => {
      const { step, summary, outputs, verified } = fact.data
      await end(fact, sql, step, 'succeeded', verified ? `${summary} (verified)` : summary, outputs)
    }),
    fold(stepFailed, async (fact, sql) => {
      const { step, summary, outputs, retryAt } = fact.data
      await end(fact, sql, step, 'failed', summary, outputs)
      await sql`update procedure_step set retry_at = ${retryAt} where run = ${fact.subject} and step = ${step}`
    }),
    fold(stepSkipped, async (fact, sql) => {
      const { step, attempt, reason } = fact.data
      await sql`
        insert into procedure_step (run, step, ordinal, state, attempt, effect, summary, outputs, answers, started_at, ended_at, done_position)
        values (${fact.subject}, ${step}, ${fact.position}, 'skipped', ${attempt}, 'read', ${reason}, '{}', '[]', ${fact.time}, ${fact.time}, ${fact.position})
        on conflict (run, step) do update set state = 'skipped', summary = excluded.summary, waiting = null,
          ended_at = excluded.ended_at, done_position = excluded.done_position`
    }),
    fold(stepUncertain, async (fact, sql) => {
      const { step, reason } = fact.data
      await sql`update procedure_step set state = 'uncertain', summary = ${reason} where run = ${fact.subject} and step = ${step}`
    }),
    fold(stepWaiting, async (fact, sql) => {
      const { step, attempt, prompt, choices, by, until } = fact.data
      const waiting = JSON.stringify({ for: fact.data.for, prompt, choices, by, until })
      await sql`
        insert into procedure_step (run, step, ordinal, state, attempt, effect, waiting, outputs, answers, started_at)
        values (${fact.subject}, ${step}, ${fact.position}, 'waiting', ${attempt}, 'change', ${waiting}, '{}', '[]', ${fact.time})
        on conflict (run, step) do update set state = 'waiting', waiting = excluded.waiting`
      await sql`update procedure_run set state = case when state = 'rolling-back' then state else 'waiting' end where id = ${fact.subject}`
    }),
    fold(stepAnswered, async (fact, sql) => {
      const { step, choice, by, reason, input } = fact.data
      const answer = JSON.stringify([{ choice, by, reason, input, at: fact.time }])
      await sql`update procedure_step set answers = answers || ${answer}::jsonb where run = ${fact.subject} and step = ${step}`
    }),
    fold(
      procedureRollingBack,
      (fact, sql) => sql`
      update procedure_run set state = 'rolling-back', reason = ${fact.data.reason} where id = ${fact.subject}`,
    ),
    fold(
      procedureCancelRequested,
      (fact, sql) => sql`
      update procedure_run set cancel_reason = ${fact.data.reason} where id = ${fact.subject}`,
    ),
    fold(
      procedureEnded,
      (fact, sql) => sql`
      update procedure_run set state = ${fact.data.state}, reason = ${fact.data.reason}, ended_at = ${fact.time}
      where id = ${fact.subject}`,
    ),
  ],
)

type Fold = Parameters<Parameters<typeof fold>[1]>

async function end(
  fact: Fold[0],
  sql: Fold[1],
  step: string,
  state: string,
  summary: string,
  outputs: unknown,
): Promise<void> {
  await sql`
    update procedure_step set state = ${state}, summary = ${summary}, outputs = ${JSON.stringify(outputs)}, waiting = null,
      ended_at = ${fact.time}, done_position = ${fact.position}
    where run = ${fact.subject} and step = ${step}`
}
