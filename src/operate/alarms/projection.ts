/** The table of alarm instances and the alarms that cannot be evaluated, folded from facts. */
import type { Sql } from '#base'
import {
  alarmBlinded,
  alarmCalmed,
  alarmCleared,
  alarmDataLost,
  alarmDataReturned,
  alarmEvaluable,
  alarmPending,
  alarmRaised,
  alarmRecovering,
  alarmRelapsed,
  alarmSighted,
  alarmUnevaluable,
  defineProjection,
  type Fact,
  fold,
} from '#ledger'
import type { AlarmState } from './instance.ts'

interface Said {
  readonly workload: string
  readonly alarm: string
  readonly instance: string
  readonly labels: Readonly<Record<string, string>>
  readonly version: string
  readonly tickAt: string
  readonly value: number | null
}

/** What a fact makes of an instance; what is undefined stays as it is. */
interface Becomes {
  readonly state?: AlarmState
  readonly since?: string
  readonly raisedAt?: string | null
  readonly blind?: boolean
  readonly reason?: string | null
  readonly group?: string | null
}

export const alarms = defineProjection(
  'operate.alarms',
  ['alarm_instance', 'alarm_rule_health'],
  [
    fold(alarmPending, (fact, sql) =>
      become(fact, sql, { state: 'pending', since: fact.data.since }),
    ),
    fold(alarmCalmed, (fact, sql) => become(fact, sql, AT_REST)),
    fold(alarmRaised, (fact, sql) => {
      const { since, reason, group } = fact.data
      const blind = reason === 'missing'
      return become(fact, sql, {
        state: 'firing',
        since,
        raisedAt: fact.time,
        blind,
        reason,
        group,
      })
    }),
    fold(alarmRecovering, (fact, sql) =>
      become(fact, sql, { state: 'recovering', since: fact.data.since }),
    ),
    fold(alarmRelapsed, (fact, sql) => become(fact, sql, { state: 'firing' })),
    fold(alarmCleared, (fact, sql) => become(fact, sql, AT_REST)),
    fold(alarmBlinded, (fact, sql) => become(fact, sql, { state: 'firing', blind: true })),
    fold(alarmSighted, (fact, sql) => become(fact, sql, { blind: false })),
    fold(alarmDataLost, (fact, sql) => become(fact, sql, { ...AT_REST, state: 'nodata' })),
    fold(alarmDataReturned, (fact, sql) => become(fact, sql, AT_REST)),
    fold(
      alarmUnevaluable,
      ({ data, time }, sql) => sql`
        insert into alarm_rule_health (workload, alarm, error, since)
        values (${data.workload}, ${data.alarm}, ${data.error}, ${time})
        on conflict (workload, alarm) do update set error = excluded.error`,
    ),
    fold(
      alarmEvaluable,
      ({ data }, sql) => sql`
        delete from alarm_rule_health where workload = ${data.workload} and alarm = ${data.alarm}`,
    ),
  ],
)

const AT_REST: Becomes = { state: 'ok', raisedAt: null, blind: false, reason: null, group: null }

async function become(fact: Fact<string, Said>, sql: Sql, to: Becomes): Promise<void> {
  const { workload, alarm, instance, labels, version, tickAt, value } = fact.data
  const since = to.since ?? (to.state ? tickAt : null)
  await sql`
    insert into alarm_instance as known (instance, workload, alarm, labels, state, since, raised_at, blind,
      reason, group_key, value, version, last_tick, position)
    values (${instance}, ${workload}, ${alarm}, ${JSON.stringify(labels)}, ${to.state ?? 'ok'},
      ${since ?? tickAt}, ${to.raisedAt ?? null}, ${to.blind ?? false}, ${to.reason ?? null},
      ${to.group ?? null}, ${value}, ${version}, ${tickAt}, ${fact.position})
    on conflict (instance) do update set
      state = coalesce(${to.state ?? null}, known.state),
      since = coalesce(${since}, known.since),
      raised_at = case when ${to.raisedAt !== undefined} then excluded.raised_at else known.raised_at end,
      blind = coalesce(${to.blind ?? null}, known.blind),
      reason = case when ${to.reason !== undefined} then excluded.reason else known.reason end,
      group_key = case when ${to.group !== undefined} then excluded.group_key else known.group_key end,
      value = excluded.value,
      version = excluded.version,
      last_tick = excluded.last_tick,
      position = excluded.position`
}
