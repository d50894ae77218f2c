/** What is to be quiet, and what is open with the reasons for being quiet about it, folded from facts. */
import type { Sql } from '#base'
import {
  alarmCalmed,
  alarmCleared,
  alarmDataLost,
  alarmDataReturned,
  alarmRaised,
  alarmReleased,
  alarmSuppressed,
  defineProjection,
  fold,
  silenceCreated,
  silenceEnded,
} from '#ledger'

export const suppression = defineProjection(
  'operate.suppression',
  ['silence', 'open_alarm'],
  [
    fold(
      silenceCreated,
      ({ subject, time, data }, sql) => sql`
        insert into silence (id, workload, kind, matchers, expression, components, environments,
          starts_at, ends_at, repeats, created_by, created_at, reason, change)
        values (${subject}, ${data.workload}, ${data.kind}, ${JSON.stringify(data.matchers)},
          ${data.expression}, ${JSON.stringify(data.components)}, ${JSON.stringify(data.environments)},
          ${data.startsAt}, ${data.endsAt}, ${data.repeats && JSON.stringify(data.repeats)}, ${data.by},
          ${time}, ${data.reason}, ${data.change})`,
    ),
    fold(
      silenceEnded,
      ({ subject, time, data }, sql) => sql`
        update silence set ended_at = ${time}, ended_by = ${data.by}, ended_reason = ${data.reason}
        where id = ${subject}`,
    ),
    // What has come and gone while nobody looked was never open for anybody.
    fold(alarmRaised, async ({ data }, sql) => {
      if (data.replayed === 'history') return
      await sql`
        insert into open_alarm (instance, workload, alarm, labels, severity, opened_at, raised)
        values (${data.instance}, ${data.workload}, ${data.alarm}, ${JSON.stringify(data.labels)},
          ${data.severity}, ${data.tickAt}, ${JSON.stringify(data)})
        on conflict (instance) do update set severity = excluded.severity,
          opened_at = excluded.opened_at, raised = excluded.raised, lost = null`
    }),
    fold(alarmDataLost, async ({ data }, sql) => {
      if (data.replayed === 'history') return
      await sql`
        insert into open_alarm (instance, workload, alarm, labels, opened_at, lost)
        values (${data.instance}, ${data.workload}, ${data.alarm}, ${JSON.stringify(data.labels)},
          ${data.tickAt}, ${JSON.stringify(data)})
        on conflict (instance) do update set lost = excluded.lost, raised = null`
    }),
    fold(alarmCleared, ({ data }, sql) => close(sql, data)),
    fold(alarmDataReturned, ({ data }, sql) => close(sql, data)),
    fold(alarmCalmed, ({ data }, sql) => close(sql, { instance: data.instance })),
    fold(
      alarmSuppressed,
      ({ time, data }, sql) => sql`
        update open_alarm set reasons = ${JSON.stringify(data.reasons)},
          suppressed_at = coalesce(suppressed_at, ${time})
        where instance = ${data.instance}`,
    ),
    fold(
      alarmReleased,
      ({ data }, sql) => sql`
        update open_alarm set reasons = '[]', suppressed_at = null where instance = ${data.instance}`,
    ),
  ],
)

async function close(
  sql: Sql,
  { instance, replayed }: { instance: string; replayed?: string | undefined },
): Promise<void> {
  if (replayed !== 'history') await sql`delete from open_alarm where instance = ${instance}`
}
