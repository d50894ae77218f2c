/** Reading drills back: one, the newest, those that are running; and the experiments with their last result. */
import type { Sql } from '#base'
import type { Model } from '#model'
import {
  activitiesOf,
  type Drill,
  type DrillActivity,
  type DrillCheck,
  type DrillExpectation,
  type DrillOutcome,
  type DrillState,
  type ProbeResult,
} from './drill.ts'

/** One drill of a workload by its id, by `DRILL-7` or by `7`. */
export async function findDrill(
  sql: Sql,
  workload: string,
  name: string,
): Promise<Drill | undefined> {
  const number = Number(/^(?:drill-)?(\d{1,9})$/i.exec(name)?.[1] ?? 0)
  const rows = await sql<Row>`
    select * from drill where workload = ${workload} and (id = ${name} or number = ${number})`
  return (await complete(sql, rows))[0]
}

export async function readDrill(sql: Sql, id: string): Promise<Drill | undefined> {
  return (await complete(sql, await sql<Row>`select * from drill where id = ${id}`))[0]
}

/** Newest first. */
export async function listDrills(
  sql: Sql,
  query: {
    readonly workload?: string | undefined
    readonly experiment?: string | undefined
    readonly limit?: number | undefined
  } = {},
): Promise<Drill[]> {
  const { workload = null, experiment = null, limit = 50 } = query
  const rows = await sql<Row>`
    select * from drill
    where (${workload}::text is null or workload = ${workload})
      and (${experiment}::text is null or experiment = ${experiment})
    order by started_at desc, number desc limit ${limit}`
  return complete(sql, rows)
}

/** Oldest first. */
export async function runningDrills(sql: Sql): Promise<Drill[]> {
  return complete(
    sql,
    await sql<Row>`select * from drill where state <> 'finished' order by started_position`,
  )
}

export async function nextDrillNumber(sql: Sql, workload: string): Promise<number> {
  const [row] = await sql<{ number: number }>`
    select coalesce(max(number), 0) + 1 as number from drill where workload = ${workload}`
  return row!.number
}

/** An experiment of the model, and how its last drill went. */
export interface ListedExperiment {
  readonly name: string
  readonly title: string
  readonly description: string
  /** environment:name */
  readonly environment: string
  /** alarm:name */
  readonly alarm: string
  /** procedure:name */
  readonly procedure: string | null
  readonly last: Drill | null
  /** Since the last drill finished; null when there was none, or it still runs. */
  readonly ageMs: number | null
}

export async function listExperiments(
  sql: Sql,
  model: Model,
  nowMs: number,
): Promise<ListedExperiment[]> {
  const rows = await sql<Row>`
    select distinct on (experiment) * from drill where workload = ${model.workload}
    order by experiment, started_at desc, number desc`
  const last = new Map((await complete(sql, rows)).map((drill) => [drill.experiment, drill]))
  return model.all('experiment').map(({ name, spec }) => {
    const drill = last.get(name) ?? null
    const { title, description, environment, expect } = spec
    return {
      name,
      title,
      description,
      environment,
      alarm: expect.alarm,
      procedure: expect.procedure ?? null,
      last: drill,
      ageMs: drill?.finishedAt ? nowMs - Date.parse(drill.finishedAt) : null,
    }
  })
}

interface Row {
  id: string
  workload: string
  number: number
  environment: string
  experiment: string
  title: string
  spec: Drill['spec']
  signals: Record<string, string>
  state: DrillState
  started_by: string
  started_at: Date
  started_position: number
  fault_at: Date | null
  alarm_instance: string | null
  alarm_group: string | null
  alarm_correlation: string | null
  incident: string | null
  run: string | null
  aborted_reason: string | null
  reverting_at: Date | null
  reverted: boolean | null
  outcome: DrillOutcome | null
  reason: string | null
  score: number | null
  finished_at: Date | null
  finished_position: number | null
}

async function complete(sql: Sql, rows: readonly Row[]): Promise<Drill[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const activities = await sql<{
    drill: string
    phase: DrillActivity['phase']
    place: number
    name: string
    state: DrillActivity['state']
    attempt: number
    epoch: number
    attempted_at: Date
    ended_at: Date | null
    retry_at: Date | null
    output: string | null
    reason: string | null
  }>`select * from drill_activity where drill = any(${ids}) order by phase, place`
  const checks = await sql<{
    drill: string
    moment: DrillCheck['when']
    met: boolean
    probes: ProbeResult[]
    checked_at: Date
  }>`select * from drill_check where drill = any(${ids}) order by checked_at`
  const expectations = await sql<{
    drill: string
    name: string
    title: string
    limit_ms: number
    weight: number
    state: DrillExpectation['state']
    met_at: Date | null
    after_ms: number | null
    because: string | null
    reason: string | null
  }>`select * from drill_expectation where drill = any(${ids}) order by place`
  return rows.map((row) =>
    toDrill(row, {
      activities: activities
        .filter(({ drill }) => drill === row.id)
        .map(({ phase, place: index, name, state, attempt, epoch, output, reason, ...times }) => ({
          phase,
          index,
          name,
          state,
          attempt,
          epoch,
          attemptedAt: times.attempted_at.toISOString(),
          endedAt: iso(times.ended_at),
          retryAt: iso(times.retry_at),
          output,
          reason,
        })),
      checks: checks
        .filter(({ drill }) => drill === row.id)
        .map(({ moment: when, met, probes, checked_at }) => ({
          when,
          met,
          probes,
          at: checked_at.toISOString(),
        })),
      expectations: expectations
        .filter(({ drill }) => drill === row.id)
        .map(({ name, title, limit_ms, weight, state, met_at, after_ms, because, reason }) => ({
          name,
          title,
          limitMs: limit_ms,
          weight,
          state,
          at: iso(met_at),
          afterMs: after_ms,
          because,
          reason,
        })),
    }),
  )
}

function toDrill(row: Row, parts: Pick<Drill, 'activities' | 'checks' | 'expectations'>): Drill {
  const { id, workload, number, environment, experiment, title, spec, signals } = row
  const injected = activitiesOf(spec, 'method').every((_, index) =>
    parts.activities.some(
      (one) => one.phase === 'method' && one.index === index && one.state === 'succeeded',
    ),
  )
  return {
    id,
    workload,
    number,
    environment,
    experiment,
    title,
    spec,
    signals,
    state: row.state === 'injecting' && injected ? 'observing' : row.state,
    by: row.started_by,
    startedAt: row.started_at.toISOString(),
    startedPosition: row.started_position,
    faultAt: iso(row.fault_at),
    alarm:
      row.alarm_instance === null
        ? null
        : {
            instance: row.alarm_instance,
            group: row.alarm_group!,
            correlation: row.alarm_correlation!,
          },
    incident: row.incident,
    run: row.run,
    abortedReason: row.aborted_reason,
    revertingAt: iso(row.reverting_at),
    reverted: row.reverted,
    outcome: row.outcome,
    reason: row.reason,
    score: row.score,
    finishedAt: iso(row.finished_at),
    finishedPosition: row.finished_position,
    ...parts,
  }
}

const iso = (time: Date | null) => time?.toISOString() ?? null
