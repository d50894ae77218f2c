/** Drills, their activities with intent and outcome, and what was expected of them, folded from facts. */
import {
  defineProjection,
  drillAborted,
  drillActivityAttempted,
  drillActivityFailed,
  drillActivitySucceeded,
  drillExpectationMet,
  drillExpectationMissed,
  drillFaultStarted,
  drillFinished,
  drillRollbackStarted,
  drillStarted,
  drillSteadyStateChecked,
  fold,
} from '#ledger'

export const drills = defineProjection(
  'prepare.drills',
  ['drill', 'drill_activity', 'drill_check', 'drill_expectation'],
  [
    fold(drillStarted, async ({ subject, position, time, data }, sql) => {
      await sql`
        insert into drill (id, workload, number, environment, experiment, title, spec, signals, state,
          started_by, started_at, started_position)
        values (${subject}, ${data.workload}, ${data.number}, ${data.environment}, ${data.experiment},
          ${data.title}, ${JSON.stringify(data.spec)}, ${JSON.stringify(data.signals)}, 'checking',
          ${data.by}, ${time}, ${position})`
      for (const [place, { name, title, limitMs, weight }] of data.expectations.entries())
        await sql`
          insert into drill_expectation (drill, name, place, title, limit_ms, weight, state)
          values (${subject}, ${name}, ${place}, ${title}, ${limitMs}, ${weight}, 'open')`
    }),
    fold(drillSteadyStateChecked, async ({ subject, time, data }, sql) => {
      await sql`
        insert into drill_check (drill, moment, met, probes, checked_at)
        values (${subject}, ${data.when}, ${data.met}, ${JSON.stringify(data.probes)}, ${time})
        on conflict (drill, moment) do update set met = excluded.met, probes = excluded.probes,
          checked_at = excluded.checked_at`
      if (data.when === 'before' && data.met)
        await sql`update drill set state = 'injecting' where id = ${subject} and state = 'checking'`
    }),
    fold(
      drillFaultStarted,
      ({ subject, time }, sql) => sql`update drill set fault_at = ${time} where id = ${subject}`,
    ),
    fold(
      drillActivityAttempted,
      ({ subject, time, data }, sql) => sql`
        insert into drill_activity (drill, phase, place, name, state, attempt, epoch, attempted_at)
        values (${subject}, ${data.phase}, ${data.index}, ${data.name}, 'attempted', ${data.attempt},
          ${data.epoch}, ${time})
        on conflict (drill, phase, place) do update set state = 'attempted', attempt = excluded.attempt,
          epoch = excluded.epoch, attempted_at = excluded.attempted_at, ended_at = null, retry_at = null,
          output = null, reason = null`,
    ),
    fold(
      drillActivitySucceeded,
      ({ subject, time, data }, sql) => sql`
        update drill_activity set state = 'succeeded', ended_at = ${time}, output = ${data.output},
          retry_at = null, reason = null
        where drill = ${subject} and phase = ${data.phase} and place = ${data.index}`,
    ),
    fold(
      drillActivityFailed,
      ({ subject, time, data }, sql) => sql`
        update drill_activity set state = 'failed', ended_at = ${time}, retry_at = ${data.retryAt},
          reason = ${data.reason}
        where drill = ${subject} and phase = ${data.phase} and place = ${data.index}
          and state = 'attempted' and attempt = ${data.attempt}`,
    ),
    fold(drillExpectationMet, async ({ subject, data }, sql) => {
      const { name, at, afterMs, because, alarm, incident, run } = data
      await sql`
        update drill_expectation set state = 'met', met_at = ${at}, after_ms = ${afterMs}, because = ${because}
        where drill = ${subject} and name = ${name}`
      await sql`
        update drill set alarm_instance = coalesce(${alarm?.instance ?? null}, alarm_instance),
          alarm_group = coalesce(${alarm?.group ?? null}, alarm_group),
          alarm_correlation = coalesce(${alarm?.correlation ?? null}, alarm_correlation),
          incident = coalesce(${incident ?? null}, incident), run = coalesce(${run ?? null}, run)
        where id = ${subject}`
    }),
    fold(
      drillExpectationMissed,
      ({ subject, data }, sql) => sql`
        update drill_expectation set state = 'missed', reason = ${data.reason}
        where drill = ${subject} and name = ${data.name}`,
    ),
    fold(
      drillAborted,
      ({ subject, data }, sql) =>
        sql`update drill set aborted_reason = ${data.reason} where id = ${subject}`,
    ),
    fold(
      drillRollbackStarted,
      ({ subject, time }, sql) => sql`
        update drill set state = 'reverting', reverting_at = ${time} where id = ${subject}`,
    ),
    fold(
      drillFinished,
      ({ subject, position, time, data }, sql) => sql`
        update drill set state = 'finished', outcome = ${data.outcome}, reason = ${data.reason},
          score = ${data.score}, reverted = ${data.reverted}, finished_at = ${time},
          finished_position = ${position}
        where id = ${subject}`,
    ),
  ],
)
