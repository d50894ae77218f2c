/** Alarms as people and other features see them, read from the projection. */
import type { Sql } from '#base'
import { type ConditionName, type Model, signalsOf } from '#model'
import type { Told } from './becoming.ts'
import type { AlarmState, Labels } from './instance.ts'
import { alarmKindOf } from './kinds/index.ts'
import { iso } from './saying.ts'
import type { Shard } from './shard.ts'

/** An instance with its times as people and other systems read them, ISO 8601. */
export interface AlarmInstance extends Told {
  readonly since: string
  readonly raisedAt: string | null
  readonly lastTickAt: string
}

export interface AlarmView {
  readonly name: string
  readonly title: string
  readonly severity: 'critical' | 'warning' | 'info'
  /** The kind of its condition. */
  readonly kind: ConditionName
  /** The signal it looks at; null when it looks at something else. */
  readonly signal: string | null
  /** What it looks at, in words. */
  readonly looksAt: string
  /** When it is breached, in words. */
  readonly when: string
  readonly owner: string
  readonly procedure: string
  readonly protects: readonly string[]
  /** The worst of its instances. */
  readonly state: AlarmState
  readonly blind: boolean
  /** Who raised one of its instances is not heard from any more. */
  readonly stale: boolean
  readonly paused: boolean
  /** When this state began; ISO 8601. */
  readonly since: string | null
  /** The instance that flaps longest; null while none does. */
  readonly flapping: { readonly since: string; readonly changes: number } | null
  /** How often it has flapped up to now. */
  readonly flappings: number
  /** Samples that came after what they belong to was decided. */
  readonly lateSamples: number
  readonly lateAt: string | null
  /** Instances that are not watched, since there are more than its limit. */
  readonly dropped: number
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
  stale: boolean
  reason: Told['reason']
  group_key: string | null
  value: number | null
  version: string
  last_tick: Date
  changes: readonly number[]
  flapping: Told['flapping']
  added_labels: Labels
  annotations: Labels
}

/** Every instance that has ever left its quiet state. */
export async function readInstances(
  sql: Sql,
  workload: string,
): Promise<{ instances: AlarmInstance[] }> {
  const rows = await sql<Row>`
    select * from alarm_instance where workload = ${workload} order by alarm, instance`
  return {
    instances: rows.map((row) => ({
      ...toldOf(row),
      since: row.since.toISOString(),
      raisedAt: row.raised_at?.toISOString() ?? null,
      lastTickAt: row.last_tick.toISOString(),
    })),
  }
}

/** One instance; undefined when no fact has ever been about it. */
export async function readTold(sql: Sql, instance: string): Promise<Told | undefined> {
  const [row] = await sql<Row>`select * from alarm_instance where instance = ${instance}`
  return row && toldOf(row)
}

function toldOf(row: Row): Told {
  const { alarm, labels, state, blind, stale, reason, value, version, changes, flapping } = row
  return {
    ...{ id: row.instance, alarm, labels, state, blind, stale, reason, value, version, changes },
    sinceMs: row.since.getTime(),
    raisedAtMs: row.raised_at?.getTime() ?? null,
    group: row.group_key,
    lastTickMs: row.last_tick.getTime(),
    flapping,
    addedLabels: row.added_labels,
    annotations: row.annotations,
  }
}

/** Where the instances of parts of a workload stand: it moves when anybody has decided about one. */
export async function readAlarmPosition(
  sql: Sql,
  workload: string,
  shards: readonly Shard[],
): Promise<number> {
  const [row] = await sql<{ position: number }>`
    select coalesce(max(position), 0) as position from alarm_instance
    where workload = ${workload} and left(md5(alarm), 1) = any(${[...shards]})`
  return row!.position
}

export interface Unevaluable {
  readonly error: string
  readonly dropped: number
}

/** Alarms that cannot be evaluated, or not wholly, with the reason. */
export async function readUnevaluable(
  sql: Sql,
  workload: string,
): Promise<Map<string, Unevaluable>> {
  const rows = await sql<{ alarm: string } & Unevaluable>`
    select alarm, error, dropped from alarm_rule_health where workload = ${workload}`
  return new Map(rows.map(({ alarm, error, dropped }) => [alarm, { error, dropped }]))
}

interface Tally {
  alarm: string
  flappings: number
  late_samples: number
  late_at: Date | null
}

const FROM_WORST: readonly AlarmState[] = ['firing', 'recovering', 'pending', 'nodata', 'ok']

/** Every alarm of the model, the worst first. */
export async function readAlarms(sql: Sql, model: Model): Promise<AlarmView[]> {
  const { instances } = await readInstances(sql, model.workload)
  const errors = await readUnevaluable(sql, model.workload)
  const tallies = await sql<Tally>`
    select alarm, flappings, late_samples, late_at from alarm_tally where workload = ${model.workload}`
  const views = model.all('alarm').map(({ name, spec }): AlarmView => {
    const own = instances.filter(({ alarm }) => alarm === name)
    const state = FROM_WORST.find((one) => own.some((instance) => instance.state === one)) ?? 'ok'
    const since = own.filter((one) => one.state === state).map(({ sinceMs }) => sinceMs)
    const flaps = own.flatMap(({ flapping }) => flapping ?? [])
    const flapping = flaps.sort((a, b) => a.sinceMs - b.sinceMs)[0]
    const tally = tallies.find(({ alarm }) => alarm === name)
    const { title, severity, owner, procedure, protects, paused = false } = spec
    const kind = alarmKindOf(spec)
    return {
      ...{ name, title, severity, owner, procedure, protects, paused, state },
      ...{ kind: kind.kind, signal: signalsOf(spec)[0] ?? null, ...kind.words(spec, name) },
      blind: own.some(({ blind }) => blind),
      stale: own.some(({ stale }) => stale),
      since: since.length > 0 ? iso(Math.min(...since)) : null,
      flapping: flapping ? { since: iso(flapping.sinceMs), changes: flapping.changes } : null,
      flappings: tally?.flappings ?? 0,
      lateSamples: tally?.late_samples ?? 0,
      lateAt: tally?.late_at?.toISOString() ?? null,
      instances: own,
      error: errors.get(name)?.error ?? null,
      dropped: errors.get(name)?.dropped ?? 0,
    }
  })
  return views.sort(
    (a, b) =>
      FROM_WORST.indexOf(a.state) - FROM_WORST.indexOf(b.state) || (a.name < b.name ? -1 : 1),
  )
}
