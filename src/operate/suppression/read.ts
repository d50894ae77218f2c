/** Reading back who is quiet, and by whose word. */
import type { LabelMatcher, Schedule, Sql } from '#base'
import type { alarmDataLost, alarmRaised, FactOf } from '#ledger'
import type { SuppressionReason } from './suppression.ts'

/** A stretch of time that a person has declared quiet. */
export interface Silence {
  readonly id: string
  readonly workload: string
  readonly kind: 'silence' | 'maintenance'
  readonly matchers: readonly LabelMatcher[]
  readonly expression: string | null
  readonly components: readonly string[]
  readonly environments: readonly string[]
  readonly schedule: Schedule
  /** person:name */
  readonly by: string
  /** ISO 8601, as all times here. */
  readonly createdAt: string
  readonly reason: string
  readonly change: string | null
  readonly endedAt: string | null
  readonly endedBy: string | null
}

interface SilenceRow {
  id: string
  workload: string
  kind: Silence['kind']
  matchers: LabelMatcher[]
  expression: string | null
  components: string[]
  environments: string[]
  starts_at: Date
  ends_at: Date
  repeats: { rule: string; zone: string; untilAt: string } | null
  created_by: string
  created_at: Date
  reason: string
  change: string | null
  ended_at: Date | null
  ended_by: string | null
}

/** All that people have declared, the newest first. */
export async function readSilences(sql: Sql, workload: string): Promise<Silence[]> {
  const rows = await sql<SilenceRow>`
    select * from silence where workload = ${workload} order by created_at desc, id desc limit 500`
  return rows.map(toSilence)
}

/** Those that no person has ended, whose time has not run out for good. */
export async function readStandingSilences(
  sql: Sql,
  workload: string,
  nowMs: number,
): Promise<Silence[]> {
  const now = new Date(nowMs).toISOString()
  const rows = await sql<SilenceRow>`
    select * from silence
    where workload = ${workload} and ended_at is null
      and (ends_at > ${now} or (repeats->>'untilAt')::timestamptz + interval '32 days' > ${now})
    order by created_at, id`
  return rows.map(toSilence)
}

/** One of a workload; undefined when there is none of this id. */
export async function findSilence(
  sql: Sql,
  workload: string,
  id: string,
): Promise<Silence | undefined> {
  const silence = await readSilence(sql, id)
  return silence?.workload === workload ? silence : undefined
}

export async function readSilence(sql: Sql, id: string): Promise<Silence | undefined> {
  const [row] = await sql<SilenceRow>`select * from silence where id = ${id}`
  return row && toSilence(row)
}

function toSilence(row: SilenceRow): Silence {
  const { id, workload, kind, matchers, expression, components, environments, repeats } = row
  return {
    ...{ id, workload, kind, matchers, expression, components, environments },
    schedule: {
      startMs: row.starts_at.getTime(),
      endMs: row.ends_at.getTime(),
      repeats: repeats && {
        rule: repeats.rule,
        zone: repeats.zone,
        untilMs: Date.parse(repeats.untilAt),
      },
    },
    by: row.created_by,
    createdAt: row.created_at.toISOString(),
    reason: row.reason,
    change: row.change,
    endedAt: row.ended_at?.toISOString() ?? null,
    endedBy: row.ended_by,
  }
}

/** An open alarm as it is on record. */
export interface OpenRecord {
  readonly instance: string
  readonly alarm: string
  readonly labels: Readonly<Record<string, string>>
  readonly severity: 'critical' | 'warning' | 'info' | null
  readonly openedMs: number
  /** What was said when it was raised. */
  readonly raised: FactOf<typeof alarmRaised>['data'] | null
  /** What was said when its data was lost. */
  readonly lost: FactOf<typeof alarmDataLost>['data'] | null
  readonly reasons: readonly SuppressionReason[]
  readonly suppressedAt: string | null
}

interface OpenRow {
  instance: string
  alarm: string
  labels: Record<string, string>
  severity: OpenRecord['severity']
  opened_at: Date
  raised: OpenRecord['raised']
  lost: OpenRecord['lost']
  reasons: SuppressionReason[]
  suppressed_at: Date | null
}

export async function readOpenAlarms(sql: Sql, workload: string): Promise<OpenRecord[]> {
  const rows = await sql<OpenRow>`
    select * from open_alarm where workload = ${workload} order by opened_at, instance`
  return rows.map(toOpen)
}

/** Undefined when it is neither raised nor without data. */
export async function readOpenAlarm(sql: Sql, instance: string): Promise<OpenRecord | undefined> {
  const [row] = await sql<OpenRow>`select * from open_alarm where instance = ${instance}`
  return row && toOpen(row)
}

function toOpen({ opened_at, suppressed_at, ...row }: OpenRow): OpenRecord {
  const { instance, alarm, labels, severity, raised, lost, reasons } = row
  return {
    ...{ instance, alarm, labels, severity, raised, lost, reasons },
    openedMs: opened_at.getTime(),
    suppressedAt: suppressed_at?.toISOString() ?? null,
  }
}
