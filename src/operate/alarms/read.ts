/** Alarms as people and other features see them, read from the projection. */
import type { Sql } from '#base'
import type { Model } from '#model'
import type { AlarmState, Labels } from './instance.ts'

export interface AlarmInstance {
  readonly id: string
  readonly alarm: string
  readonly labels: Labels
  readonly state: AlarmState
  /** When this state began; ISO 8601 like all times here. */
  readonly since: string
  /** Null while it is not raised. */
  readonly raisedAt: string | null
  readonly blind: boolean
  readonly reason: 'condition' | 'missing' | null
  readonly group: string | null
  /** At the last fact about it; null when there was no sample. */
  readonly value: number | null
  /** Hash of the rule that decided last. */
  readonly version: string
  readonly lastTickAt: string
}

export interface AlarmView {
  readonly name: string
  readonly title: string
  readonly severity: 'critical' | 'warning' | 'info'
  readonly signal: string
  readonly when: string
  readonly owner: string
  readonly procedure: string
  readonly protects: readonly string[]
  /** The worst of its instances. */
  readonly state: AlarmState
  readonly blind: boolean
  readonly since: string | null
  readonly instances: readonly AlarmInstance[]
  /** Why it cannot be evaluated; null when it can. */
  readonly error: string | null
}

interface Row {
  instance: string
  alarm: string
  labels: Labels
  state: AlarmState
  since: Date
  raised_at: Date | null
  blind: boolean
  reason: AlarmInstance['reason']
  group_key: string | null
  value: number | null
  version: string
  last_tick: Date
  position: number
}

/** Every instance that has ever left its quiet state, and the newest position among them. */
export async function readInstances(
  sql: Sql,
  workload: string,
): Promise<{ instances: AlarmInstance[]; position: number }> {
  const rows = await sql<Row>`
    select instance, alarm, labels, state, since, raised_at, blind, reason, group_key, value, version,
      last_tick, position
    from alarm_instance where workload = ${workload} order by alarm, instance`
  return {
    instances: rows.map((row) => ({
      id: row.instance,
      alarm: row.alarm,
      labels: row.labels,
      state: row.state,
      since: row.since.toISOString(),
      raisedAt: row.raised_at?.toISOString() ?? null,
      blind: row.blind,
      reason: row.reason,
      group: row.group_key,
      value: row.value,
      version: row.version,
      lastTickAt: row.last_tick.toISOString(),
    })),
    position: rows.reduce((newest, row) => Math.max(newest, row.position), 0),
  }
}

/** Where the instances of a workload stand: it moves when anybody has decided about one. */
export async function readAlarmPosition(sql: Sql, workload: string): Promise<number> {
  const [row] = await sql<{ position: number }>`
    select coalesce(max(position), 0) as position from alarm_instance where workload = ${workload}`
  return row!.position
}

/** Alarms that cannot be evaluated, with the reason. */
export async function readUnevaluable(sql: Sql, workload: string): Promise<Map<string, string>> {
  const rows = await sql<{ alarm: string; error: string }>`
    select alarm, error from alarm_rule_health where workload = ${workload}`
  return new Map(rows.map(({ alarm, error }) => [alarm, error]))
}

const FROM_WORST: readonly AlarmState[] = ['firing', 'recovering', 'pending', 'nodata', 'ok']

/** Every alarm of the model, the worst first. */
export async function readAlarms(sql: Sql, model: Model): Promise<AlarmView[]> {
  const { instances } = await readInstances(sql, model.workload)
  const errors = await readUnevaluable(sql, model.workload)
  const views = model.all('alarm').map(({ name, spec }): AlarmView => {
    const own = instances.filter(({ alarm }) => alarm === name)
    const state = FROM_WORST.find((one) => own.some((instance) => instance.state === one)) ?? 'ok'
    const sinces = own.filter((one) => one.state === state).map(({ since }) => since)
    const { title, severity, signal, when, owner, procedure, protects } = spec
    return {
      ...{ name, title, severity, signal, when, owner, procedure, protects, state },
      blind: own.some(({ blind }) => blind),
      since: sinces.sort()[0] ?? null,
      instances: own,
      error: errors.get(name) ?? null,
    }
  })
  return views.sort(
    (a, b) =>
      FROM_WORST.indexOf(a.state) - FROM_WORST.indexOf(b.state) || (a.name < b.name ? -1 : 1),
  )
}
