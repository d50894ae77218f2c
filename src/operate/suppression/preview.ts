/**
 * What a silence would have hidden: held against what was raised in the last days, before anybody confirms it. It
 * looks at the same scope as the silence itself, so that both cannot differ.
 */
import { occurrencesOf, type Schedule, type Sql } from '#base'
import type { alarmRaised, FactOf } from '#ledger'
import { loadModel } from '#model'
import { checkSilence } from './commands.ts'
import { readOpenAlarms, type Silence } from './read.ts'
import { isInScope } from './scope.ts'
import { describerOf } from './situation.ts'

/** One time that an alarm was raised and would have been hidden. */
export interface Hidden {
  readonly alarm: string
  readonly title: string
  readonly labels: Readonly<Record<string, string>>
  /** ISO 8601 */
  readonly raisedAt: string
  readonly clearedAt: string | null
  /** INC-42; null when nobody was told. */
  readonly incident: string | null
  /** A person acknowledged that incident: it mattered to somebody. */
  readonly wasAcknowledged: boolean
}

export interface SilencePreview {
  readonly days: number
  /** What it hides now, already open. */
  readonly now: readonly Omit<Hidden, 'clearedAt'>[]
  /** The newest first, 200 at the most. */
  readonly past: readonly Hidden[]
  readonly pastCount: number
  readonly alarms: number
  readonly incidents: number
  readonly acknowledged: number
  /** Messages to people about these incidents. */
  readonly messages: number
}

export const PREVIEW_DAYS = 7
const DAY_MS = 86_400_000
const MOST = 200

/** A single stretch is held against all hours; what recurs only against its own. @throws as createSilence */
export async function previewSilence(
  sql: Sql,
  silence: Pick<
    Silence,
    'workload' | 'matchers' | 'expression' | 'components' | 'environments' | 'schedule'
  >,
  nowMs: number,
): Promise<SilencePreview> {
  checkSilence(silence)
  const { workload, schedule } = silence
  const fromMs = nowMs - PREVIEW_DAYS * DAY_MS
  const describe = describerOf(await loadModel(sql, workload), workload)
  const rows = await sql<{
    time: Date
    data: FactOf<typeof alarmRaised>['data']
    cleared: Date | null
  }>`
    select raised.time, raised.data, (
      select min(cleared.time) from ledger cleared
      where cleared.type = 'alarm.cleared' and cleared.subject = raised.subject
        and cleared.position > raised.position and cleared.data->>'instance' = raised.data->>'instance'
    ) as cleared
    from ledger raised
    where raised.type = 'alarm.raised' and raised.data->>'workload' = ${workload}
      and raised.time >= ${new Date(fromMs).toISOString()}
      and coalesce(raised.data->>'replayed', '') <> 'history'
    order by raised.position desc limit 5000`
  const stretches = schedule.repeats
    ? occurrencesOf(earlier(schedule, fromMs), fromMs, nowMs)
    : [{ startMs: fromMs, endMs: nowMs }]
  const matching = rows.filter(({ time, data }) => {
    const atMs = time.getTime()
    const { instance, alarm, labels, severity } = data
    const record = { instance, alarm, labels, severity, openedMs: atMs, raised: data, reasons: [] }
    return (
      stretches.some(({ startMs, endMs }) => atMs >= startMs && atMs <= endMs) &&
      isInScope(describe(record), silence)
    )
  })
  const incidents = await incidentsOf(
    sql,
    workload,
    matching.map(({ data }) => data.instance),
  )
  const hidden = matching.map(({ time, data, cleared }): Hidden => {
    const incident = incidents.find(
      ({ instance, opened, resolved }) =>
        instance === data.instance &&
        opened.getTime() >= time.getTime() - DAY_MS &&
        opened <= (cleared ?? new Date(nowMs)) &&
        (resolved === null || resolved >= time),
    )
    return {
      ...{ alarm: data.alarm, title: data.title, labels: data.labels },
      raisedAt: time.toISOString(),
      clearedAt: cleared?.toISOString() ?? null,
      incident: incident ? `INC-${incident.number}` : null,
      wasAcknowledged: incident?.acknowledged ?? false,
    }
  })
  const names = new Set(hidden.flatMap(({ incident }) => incident ?? []))
  const ids = incidents.filter(({ number }) => names.has(`INC-${number}`)).map(({ id }) => id)
  const [messages] = await sql<{ count: number }>`
    select count(*) from notification where incident = any(${ids})`
  const open = (await readOpenAlarms(sql, workload)).filter((one) =>
    isInScope(describe(one), silence),
  )
  return {
    days: PREVIEW_DAYS,
    now: open.map(({ alarm, labels, openedMs, raised, instance }) => {
      const incident = incidents.find((one) => one.instance === instance && one.resolved === null)
      return {
        ...{ alarm, labels, title: raised?.title ?? alarm },
        raisedAt: new Date(openedMs).toISOString(),
        incident: incident ? `INC-${incident.number}` : null,
        wasAcknowledged: incident?.acknowledged ?? false,
      }
    }),
    past: hidden.slice(0, MOST),
    pastCount: hidden.length,
    alarms: new Set(hidden.map(({ alarm }) => alarm)).size,
    incidents: names.size,
    acknowledged: new Set(
      hidden.flatMap(({ incident, wasAcknowledged }) => (wasAcknowledged ? [incident] : [])),
    ).size,
    messages: messages!.count,
  }
}

/** The same rule as if it had begun long ago; a year of whole weeks keeps its days. */
function earlier(schedule: Schedule, fromMs: number): Schedule {
  const backMs = schedule.startMs > fromMs ? 52 * 7 * DAY_MS : 0
  const rule = schedule.repeats!.rule.replace(/;?(?:COUNT|UNTIL)=[^;]*/gi, '').replace(/^;/, '')
  return {
    startMs: schedule.startMs - backMs,
    endMs: schedule.endMs - backMs,
    repeats: { ...schedule.repeats!, rule, untilMs: null },
  }
}

function incidentsOf(sql: Sql, workload: string, instances: readonly string[]) {
  return sql<{
    id: string
    number: number
    instance: string
    opened: Date
    resolved: Date | null
    acknowledged: boolean
  }>`
    select incident.id, number, instance, raised_at as opened, resolved_at as resolved,
      acknowledged_at is not null as acknowledged
    from incident join incident_alarm on incident_alarm.incident = incident.id
    where workload = ${workload} and instance = any(${[...new Set(instances)]})
    order by raised_at desc`
}
