/** Since when a journey fails: its newest fact, which is all that there is to know. */
import type { Sql } from '#base'
import { journeyFailed, journeyRecovered } from '#ledger'
import type { JourneyState } from './decide.ts'

const TYPES = [journeyFailed.type, journeyRecovered.type]

export async function readJourneyState(
  sql: Sql,
  workload: string,
  journey: string,
): Promise<JourneyState> {
  const [newest] = await sql<{ type: string; time: Date }>`
    select type, time from ledger
    where subject = ${`journey:${journey}`} and type = any(${TYPES}) and data ->> 'workload' = ${workload}
    order by position desc limit 1`
  return { failedAt: newest?.type === journeyFailed.type ? newest.time.toISOString() : null }
}
