/** Reading runs back. */
import type { Sql } from '#base'
import type { Plan } from '../plan.ts'
import type { Answer, Run, RunState, RunStep, StepState, Waiting } from './run.ts'

export async function readRun(sql: Sql, id: string): Promise<Run | undefined> {
  const rows = await sql<RunRow>`select * from procedure_run where id = ${id}`
  return (await withSteps(sql, rows))[0]
}

/** The newest first. */
export async function listRuns(
  sql: Sql,
  query: {
    readonly workload?: string | undefined
    readonly procedure?: string | undefined
    readonly incident?: string | undefined
    /** Only those that have not ended. */
    readonly open?: boolean | undefined
    readonly limit?: number | undefined
  } = {},
): Promise<Run[]> {
  const { workload = null, procedure = null, incident = null, open = false, limit = 50 } = query
  const rows = await sql<RunRow>`
    select * from procedure_run
    where (${workload}::text is null or workload = ${workload})
      and (${procedure}::text is null or procedure = ${procedure})
      and (${incident}::text is null or incident = ${incident})
      and (not ${open} or ended_at is null)
    order by created_at desc, id desc limit ${limit}`
  return withSteps(sql, rows)
}

/** Runs that want attention now: something to do, or a time that has come. */
export async function dueRuns(sql: Sql, nowMs: number, limit: number): Promise<string[]> {
  const rows = await sql<{ id: string }>`
    select r.id from procedure_run r left join procedure_wake w on w.run = r.id
    where r.ended_at is null and r.state <> 'proposed' and (w.at is null or w.at <= ${new Date(nowMs)})
    order by r.created_at, r.id limit ${limit}`
  return rows.map(({ id }) => id)
}

export interface OutputLine {
  readonly line: number
  readonly attempt: number
  readonly stream: 'out' | 'err'
  readonly at: string
  readonly text: string
}

/** What a step has said, behind a line. */
export async function readOutput(
  sql: Sql,
  run: string,
  step: string,
  after = 0,
  limit = 500,
): Promise<OutputLine[]> {
  const rows = await sql<Omit<OutputLine, 'at'> & { at: Date }>`
    select line, attempt, stream, at, text from step_output
    where run = ${run} and step = ${step} and line > ${after} order by line limit ${limit}`
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}

interface RunRow {
  id: string
  workload: string
  procedure: string
  environment: string
  title: string
  kind: Run['kind']
  state: RunState
  trigger: string
  alarm: string | null
  incident: string | null
  params: Record<string, unknown>
  dry: boolean
  hash: string
  plan: Plan
  started_by: string
  correlation: string
  fact: string
  created_at: Date
  cancel_reason: string | null
  reason: string | null
  ended_at: Date | null
}

interface StepRow {
  run: string
  step: string
  state: StepState
  attempt: number
  effect: 'read' | 'change'
  compensates: string | null
  summary: string | null
  outputs: Record<string, unknown>
  waiting: Waiting | null
  answers: Answer[]
  started_at: Date
  retry_at: Date | null
  ended_at: Date | null
  done_position: number | null
}

async function withSteps(sql: Sql, rows: readonly RunRow[]): Promise<Run[]> {
  const steps = await sql<StepRow>`
    select * from procedure_step where run = any(${rows.map(({ id }) => id)}) order by ordinal`
  return rows.map((row) => ({
    id: row.id,
    workload: row.workload,
    procedure: row.procedure,
    environment: row.environment,
    title: row.title,
    kind: row.kind,
    state: row.state,
    trigger: row.trigger,
    alarm: row.alarm,
    incident: row.incident,
    params: row.params,
    dry: row.dry,
    hash: row.hash,
    plan: row.plan,
    startedBy: row.started_by,
    correlation: row.correlation,
    fact: row.fact,
    createdAt: row.created_at.toISOString(),
    cancelReason: row.cancel_reason,
    reason: row.reason,
    endedAt: row.ended_at?.toISOString() ?? null,
    steps: steps.filter(({ run }) => run === row.id).map(toStep),
  }))
}

function toStep(row: StepRow): RunStep {
  return {
    step: row.step,
    state: row.state,
    attempt: row.attempt,
    effect: row.effect,
    compensates: row.compensates,
    summary: row.summary,
    outputs: row.outputs,
    waiting: row.waiting,
    answers: row.answers,
    startedAt: row.started_at.toISOString(),
    retryAt: row.retry_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    donePosition: row.done_position,
  }
}
