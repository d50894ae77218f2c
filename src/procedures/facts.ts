/** What is known about a procedure from its runs: the annotated document's figures. */
import type { Sql } from '#base'

export interface ProcedureFacts {
  readonly procedure: string
  readonly runs: number
  readonly succeeded: number
  /** Of runs that ended; null when none has. */
  readonly successRate: number | null
  readonly medianMs: number | null
  readonly lastRunAt: string | null
  readonly lastRunState: string | null
  /** Last success, by an alarm, a person or a drill. */
  readonly lastExercisedAt: string | null
}

/** Of the last 90 days, for every procedure that ran. Dry runs do not count. */
export async function readProcedureFacts(
  sql: Sql,
  workload: string,
  nowMs: number,
): Promise<Map<string, ProcedureFacts>> {
  const rows = await sql<{
    procedure: string
    runs: number
    succeeded: number
    ended: number
    median_ms: number | null
    last_run_at: Date
    last_run_state: string
    last_exercised_at: Date | null
  }>`
    select procedure, count(*) as runs, count(*) filter (where state = 'succeeded') as succeeded,
      count(*) filter (where ended_at is not null and state <> 'cancelled') as ended,
      percentile_cont(0.5) within group (order by extract(epoch from ended_at - created_at) * 1000) as median_ms,
      max(created_at) as last_run_at, (array_agg(state order by created_at desc))[1] as last_run_state,
      max(ended_at) filter (where state = 'succeeded') as last_exercised_at
    from procedure_run
    where workload = ${workload} and not dry and state <> 'proposed'
      and created_at > ${new Date(nowMs - 90 * 86_400_000)}
    group by procedure`
  return new Map(
    rows.map((row) => [
      row.procedure,
      {
        procedure: row.procedure,
        runs: row.runs,
        succeeded: row.succeeded,
        successRate: row.ended === 0 ? null : row.succeeded / row.ended,
        medianMs: row.median_ms,
        lastRunAt: row.last_run_at.toISOString(),
        lastRunState: row.last_run_state,
        lastExercisedAt: row.last_exercised_at?.toISOString() ?? null,
      },
    ]),
  )
}
