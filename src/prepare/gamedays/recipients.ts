/** Whether everybody who was told of the incident of a drill has been told that it is over. */
import type { Sql } from '#base'
import type { Drill } from './drill.ts'

/** Reads the receipts of the ledger up to a position, since the outbox belongs to another act. */
export async function allRecovered(sql: Sql, drill: Drill, position: number): Promise<boolean> {
  const rows = await sql<{ purpose: string; recipient: string }>`
    select distinct data->>'purpose' as purpose, data->>'recipient' as recipient from ledger
    where type = 'notification.accepted' and position between ${drill.startedPosition} and ${position}
      and data->>'incident' = ${drill.incident}`
  const of = (purpose: string) =>
    rows.filter((row) => row.purpose === purpose).map(({ recipient }) => recipient)
  const recovered = new Set(of('recovery'))
  return of('page').every((recipient) => recovered.has(recipient))
}
