/** Reading incidents back: by id or number, by group, and as a list. */
import type { Sql } from '#base'
import type { Incident, IncidentAlarm, Priority, Severity } from './incident.ts'

/** One incident by its id. */
export async function readIncident(sql: Sql, id: string): Promise<Incident | undefined> {
  const rows = await sql<Row>`select * from incident where id = ${id}`
  return (await withAlarms(sql, rows))[0]
}

/** One incident of a workload by its id, by `INC-42` or by `42`. */
export async function findIncident(
  sql: Sql,
  workload: string,
  name: string,
): Promise<Incident | undefined> {
  const number = /^(?:inc-)?(\d{1,9})$/i.exec(name)?.[1]
  if (number === undefined) {
    const incident = await readIncident(sql, name)
    return incident?.workload === workload ? incident : undefined
  }
  const rows = await sql<Row>`
    select * from incident where workload = ${workload} and number = ${Number(number)}`
  return (await withAlarms(sql, rows))[0]
}

/** The open incident that an alarm instance belongs to. */
export async function findOpenByInstance(
  sql: Sql,
  workload: string,
  instance: string,
): Promise<Incident | undefined> {
  const rows = await sql<Row>`
    select incident.* from incident join incident_alarm on incident_alarm.incident = incident.id
    where instance = ${instance} and cleared_at is null and workload = ${workload} and state = 'open'`
  return (await withAlarms(sql, rows))[0]
}

/** Open ones first, by priority, then the newest; as a queue of work they are read by `readQueue`. */
export async function listIncidents(
  sql: Sql,
  query: {
    readonly workload?: string | undefined
    readonly state?: Incident['state'] | undefined
    readonly limit?: number | undefined
  } = {},
): Promise<Incident[]> {
  const { workload = null, state = null, limit = 100 } = query
  const rows = await sql<Row>`
    select * from incident
    where (${workload}::text is null or workload = ${workload})
      and (${state}::text is null or state = ${state})
    order by state, case when state = 'open' then priority end, opened_at desc, number desc
    limit ${limit}`
  return withAlarms(sql, rows)
}

/** The open incident of a group and the one that was resolved last. */
export async function readGroup(
  sql: Sql,
  workload: string,
  group: string,
): Promise<{ open: Incident | undefined; last: Incident | undefined }> {
  const rows = await sql<Row>`
    (select * from incident where workload = ${workload} and group_key = ${group} and state = 'open')
    union all
    (select * from incident where workload = ${workload} and group_key = ${group} and state = 'resolved'
     order by resolved_at desc, number desc limit 1)`
  const found = await withAlarms(sql, rows)
  return {
    open: found.find(({ state }) => state === 'open'),
    last: found.find(({ state }) => state === 'resolved'),
  }
}

/** The number that the next incident of a workload gets. */
export async function nextNumber(sql: Sql, workload: string): Promise<number> {
  const [row] = await sql<{ number: number }>`
    select coalesce(max(number), 0) + 1 as number from incident where workload = ${workload}`
  return row!.number
}

interface Row {
  id: string
  workload: string
  number: number
  title: string
  group_key: string
  state: Incident['state']
  severity: Severity
  priority: Priority
  priority_reason: string
  priority_by: string | null
  outcomes: string[]
  alarm: string | null
  owner: string
  procedure: string | null
  occurred_at: Date
  opened_at: Date
  acknowledged_at: Date | null
  acknowledged_by: string | null
  acknowledged_until: Date | null
  resolved_at: Date | null
  resolved_by: string | null
  resolved_reason: string | null
  recurrence_of: string | null
  reopened_count: number
}

async function withAlarms(sql: Sql, rows: readonly Row[]): Promise<Incident[]> {
  if (rows.length === 0) return []
  const alarms = await sql<{
    incident: string
    instance: string
    alarm: string
    title: string
    labels: Record<string, string>
    annotations: Record<string, string>
    announced: boolean
    raised_at: Date
    cleared_at: Date | null
  }>`select * from incident_alarm where incident = any(${rows.map(({ id }) => id)})
     order by raised_at, instance`
  const byIncident = new Map<string, IncidentAlarm[]>()
  for (const { incident, raised_at, cleared_at, ...one } of alarms)
    byIncident.set(incident, [
      ...(byIncident.get(incident) ?? []),
      {
        instance: one.instance,
        alarm: one.alarm,
        title: one.title,
        labels: one.labels,
        annotations: one.annotations,
        announced: one.announced,
        raisedAt: raised_at.toISOString(),
        clearedAt: iso(cleared_at),
      },
    ])
  return rows.map((row) => toIncident(row, byIncident.get(row.id) ?? []))
}

function toIncident(row: Row, alarms: readonly IncidentAlarm[]): Incident {
  const { id, workload, number, title, state, severity, priority, outcomes, alarm, owner } = row
  return {
    id,
    workload,
    number,
    title,
    group: row.group_key,
    state,
    severity,
    priority,
    priorityReason: row.priority_reason,
    priorityBy: row.priority_by,
    outcomes,
    alarm,
    owner,
    procedure: row.procedure,
    occurredAt: row.occurred_at.toISOString(),
    openedAt: row.opened_at.toISOString(),
    acknowledgedAt: iso(row.acknowledged_at),
    acknowledgedBy: row.acknowledged_by,
    acknowledgedUntil: iso(row.acknowledged_until),
    resolvedAt: iso(row.resolved_at),
    resolvedBy: row.resolved_by,
    resolvedReason: row.resolved_reason,
    recurrenceOf: row.recurrence_of,
    reopenedCount: row.reopened_count,
    alarms,
  }
}

const iso = (time: Date | null) => time?.toISOString() ?? null
