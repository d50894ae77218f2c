/** The incidents and the alarms that belong to each, folded from facts. */
import type { Sql } from '#base'
import {
  defineProjection,
  escalationCalled,
  escalationReassigned,
  escalationSnoozed,
  fold,
  incidentAcknowledged,
  incidentAlarmAdded,
  incidentAlarmCleared,
  incidentGrown,
  incidentOpened,
  incidentPriorityChanged,
  incidentReopened,
  incidentResolved,
} from '#ledger'

export const incidents = defineProjection(
  'operate.incidents',
  ['incident', 'incident_alarm'],
  [
    fold(incidentOpened, async ({ subject, time, data }, sql) => {
      await sql`
        insert into incident (id, workload, number, title, group_key, state, severity, priority,
          priority_reason, outcomes, alarm, owner, "procedure", occurred_at, opened_at, recurrence_of)
        values (${subject}, ${data.workload}, ${data.number}, ${data.title}, ${data.group}, 'open',
          ${data.severity}, ${data.priority}, ${data.priorityReason}, ${JSON.stringify(data.outcomes)},
          ${data.alarm}, ${data.owner}, ${data.procedure}, ${data.occurredAt}, ${time}, ${data.recurrenceOf})`
      const { alarm, instance } = data
      if (alarm !== null && instance !== null)
        await raise(sql, subject, { ...data, alarm, instance }, time)
    }),
    fold(incidentAlarmAdded, async ({ subject, time, data }, sql) => {
      await raise(sql, subject, data, time)
      await sql`
        update incident set severity = coalesce(${data.severity ?? null}, severity),
          outcomes = coalesce(${data.outcomes ? JSON.stringify(data.outcomes) : null}::jsonb, outcomes)
        where id = ${subject}`
    }),
    fold(
      incidentGrown,
      ({ subject, data }, sql) => sql`
        update incident_alarm set announced = true
        where incident = ${subject} and instance = any(${data.joined.map(({ instance }) => instance)})`,
    ),
    fold(
      incidentAlarmCleared,
      ({ subject, time, data }, sql) => sql`
        update incident_alarm set cleared_at = ${time}
        where incident = ${subject} and instance = ${data.instance}`,
    ),
    fold(
      incidentPriorityChanged,
      ({ subject, data }, sql) => sql`
        update incident set priority = ${data.to}, priority_reason = ${data.reason}, priority_by = ${data.by ?? null}
        where id = ${subject}`,
    ),
    fold(
      incidentAcknowledged,
      ({ subject, time, data }, sql) => sql`
        update incident set acknowledged_at = coalesce(acknowledged_at, ${time}),
          acknowledged_by = ${data.by},
          acknowledged_until = ${data.awaits?.length ? null : data.until}
        where id = ${subject}`,
    ),
    fold(
      incidentResolved,
      ({ subject, time, data }, sql) => sql`
        update incident set state = 'resolved', resolved_at = ${time}, resolved_by = ${data.by},
          resolved_reason = ${data.reason}
        where id = ${subject}`,
    ),
    // Whoever lets it wait, hands it over or calls on is not the one who is on it.
    fold(escalationSnoozed, ({ subject }, sql) => nobodyIsOnIt(sql, subject)),
    fold(escalationReassigned, ({ subject }, sql) => nobodyIsOnIt(sql, subject)),
    fold(escalationCalled, ({ subject }, sql) => nobodyIsOnIt(sql, subject)),
    fold(
      incidentReopened,
      ({ subject }, sql) => sql`
        update incident set state = 'open', resolved_at = null, resolved_by = null, resolved_reason = null,
          acknowledged_by = null, acknowledged_until = null, reopened_count = reopened_count + 1
        where id = ${subject}`,
    ),
  ],
)

async function nobodyIsOnIt(sql: Sql, incident: string): Promise<void> {
  await sql`
    update incident set acknowledged_by = null, acknowledged_until = null where id = ${incident}`
}

interface Joined {
  readonly alarm: string
  readonly instance: string
  readonly title: string
  readonly labels?: Readonly<Record<string, string>> | undefined
  readonly annotations?: Readonly<Record<string, string>> | undefined
  readonly announced?: boolean | undefined
}

async function raise(sql: Sql, incident: string, one: Joined, time: string): Promise<void> {
  const { alarm, instance, title, labels = {}, annotations = {}, announced = true } = one
  await sql`
    insert into incident_alarm (incident, instance, alarm, title, raised_at, labels, annotations,
      announced)
    values (${incident}, ${instance}, ${alarm}, ${title}, ${time}, ${JSON.stringify(labels)},
      ${JSON.stringify(annotations)}, ${announced})
    on conflict (incident, instance) do update
      set alarm = excluded.alarm, title = excluded.title, raised_at = excluded.raised_at,
        labels = excluded.labels, annotations = excluded.annotations,
        announced = excluded.announced, cleared_at = null`
}
