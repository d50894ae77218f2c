/** The table of alarm instances, the alarms that cannot be evaluated, and what is counted of each, folded from facts. */
import type { Sql } from '#base'
import {
  alarmEvaluable,
  alarmFlappingEnded,
  alarmFlappingStarted,
  alarmLateSamplesCounted,
  alarmUnevaluable,
  defineProjection,
  type Fact,
  fold,
} from '#ledger'
import { type Becoming, becomings } from './becoming.ts'
import { readTold } from './read.ts'

export const alarms = defineProjection(
  'operate.alarms',
  ['alarm_instance', 'alarm_rule_health', 'alarm_tally'],
  [
    ...becomings.map((one) => fold(one.definition, (fact, sql) => become(one, fact, sql))),
    fold(
      alarmUnevaluable,
      ({ data, time }, sql) => sql`
        insert into alarm_rule_health (workload, alarm, error, since, dropped)
        values (${data.workload}, ${data.alarm}, ${data.error}, ${time}, ${data.dropped ?? 0})
        on conflict (workload, alarm) do update
          set error = excluded.error, dropped = excluded.dropped`,
    ),
    fold(
      alarmEvaluable,
      ({ data }, sql) => sql`
        delete from alarm_rule_health where workload = ${data.workload} and alarm = ${data.alarm}`,
    ),
    fold(alarmFlappingStarted, ({ data }, sql) => count(sql, data, { flappings: 1 })),
    fold(alarmFlappingEnded, ({ data }, sql) => count(sql, data, { changes: data.changes })),
    fold(alarmLateSamplesCounted, ({ data, time }, sql) =>
      count(sql, data, { late: data.samples, lateAt: time }),
    ),
  ],
)

type About = Parameters<Becoming['become']>[1]['data'] & { readonly workload: string }

async function become(one: Becoming, fact: Fact, sql: Sql): Promise<void> {
  const { instance, workload } = fact.data as About
  const known = await readTold(sql, instance)
  const to = one.become(known, fact as Parameters<Becoming['become']>[1])
  const at = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())
  await sql`
    insert into alarm_instance (instance, workload, alarm, labels, state, since, raised_at, blind,
      reason, group_key, value, version, last_tick, position, stale, changes, flapping, added_labels,
      annotations)
    values (${instance}, ${workload}, ${to.alarm}, ${JSON.stringify(to.labels)}, ${to.state},
      ${at(to.sinceMs)}, ${at(to.raisedAtMs)}, ${to.blind}, ${to.reason}, ${to.group}, ${to.value},
      ${to.version}, ${at(to.lastTickMs)}, ${fact.position}, ${to.stale},
      ${JSON.stringify(to.changes)}, ${to.flapping && JSON.stringify(to.flapping)},
      ${JSON.stringify(to.addedLabels)}, ${JSON.stringify(to.annotations)})
    on conflict (instance) do update set state = excluded.state, since = excluded.since,
      raised_at = excluded.raised_at, blind = excluded.blind, reason = excluded.reason,
      group_key = excluded.group_key, value = excluded.value, version = excluded.version,
      last_tick = excluded.last_tick, position = excluded.position, stale = excluded.stale,
      changes = excluded.changes, flapping = excluded.flapping,
      added_labels = excluded.added_labels, annotations = excluded.annotations`
}

async function count(
  sql: Sql,
  of: { readonly workload: string; readonly alarm: string },
  more: { flappings?: number; changes?: number; late?: number; lateAt?: string },
): Promise<void> {
  const { flappings = 0, changes = 0, late = 0, lateAt = null } = more
  await sql`
    insert into alarm_tally as tally (workload, alarm, flappings, flapping_changes, late_samples, late_at)
    values (${of.workload}, ${of.alarm}, ${flappings}, ${changes}, ${late}, ${lateAt})
    on conflict (workload, alarm) do update set
      flappings = tally.flappings + excluded.flappings,
      flapping_changes = tally.flapping_changes + excluded.flapping_changes,
      late_samples = tally.late_samples + excluded.late_samples,
      late_at = coalesce(excluded.late_at, tally.late_at)`
}
