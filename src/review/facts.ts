/** Facts of a kind about a workload, for the measures: an act counts only with its record in the ledger. */
import type { Sql } from '#base'
import type { Fact, FactDefinition } from '#ledger'

interface Row extends Omit<Fact, 'time' | 'recordedAt'> {
  readonly time: Date
  readonly recorded_at: Date
}

export async function factsOf<Type extends string, Data>(
  sql: Sql,
  workload: string,
  definition: FactDefinition<Type, Data>,
  sinceMs: number,
): Promise<Fact<Type, Data>[]> {
  const rows = await sql<Row>`
    select * from ledger
    where type = ${definition.type} and data->>'workload' = ${workload}
      and time >= ${new Date(sinceMs).toISOString()}
    order by position`
  return rows.map(
    ({ time, recorded_at, ...fact }) =>
      ({
        ...fact,
        time: time.toISOString(),
        recordedAt: recorded_at.toISOString(),
      }) as Fact<Type, Data>,
  )
}
