/**
 * Lets go of what is older than it is kept: whole days, by our clock. The samples of a day are rolled up first, an
 * hour at a time; a sweep that dies between the two finds the day again and makes the same rows.
 */
import type { StoredPartition, TelemetryStore } from '../store/telemetry-store.ts'
import { endOfPartition, isOver, KEPT_TABLES, type KeptSignal, type Retention } from './policy.ts'

export interface Expired {
  readonly signal: KeptSignal
  /** A day, or a month: `2026-11-23`, `202611`. */
  readonly partition: string
  readonly rows: number
  readonly bytes: number
}

const HOUR_MS = 3_600_000

const ROLLUP = `insert into tel.samples_5m (series_id, b, n, s, mn, mx, last)
  select series_id, toStartOfFiveMinutes(toDateTime(ts)) as b, count() as n,
    sumIf(value, not isNaN(value)) as s, minIf(value, not isNaN(value)) as mn,
    maxIf(value, not isNaN(value)) as mx, argMax(value, ts) as last
  from tel.samples
  where ts >= fromUnixTimestamp64Milli({from:Int64}) and ts < fromUnixTimestamp64Milli({to:Int64})
  group by series_id, b`

/** Answers with what was let go. Rows that wait in the spool may be of a day that is over: they go in first. */
export async function sweepRetention(
  store: TelemetryStore,
  retention: Retention,
  nowMs: number,
): Promise<Expired[]> {
  if (store.health().state === 'down') return []
  await store.drained()
  const partitions = await store.partitions()
  const expired: Expired[] = []
  for (const signal of Object.keys(KEPT_TABLES) as KeptSignal[])
    for (const found of partitions) {
      if (!KEPT_TABLES[signal].includes(found.table)) continue
      if (!isOver(found.partition, retention[signal], nowMs)) continue
      if (signal === 'metrics') await rollUp(store, found)
      // Its name has the shape of a date, or it would not be over.
      await store.change({
        sql: `alter table tel.${found.table} drop partition '${found.partition}'`,
        params: {},
      })
      const { partition, rows, bytes } = found
      expired.push({ signal, partition, rows, bytes })
    }
  return expired
}

async function rollUp(store: TelemetryStore, { partition }: StoredPartition): Promise<void> {
  const endMs = endOfPartition(partition)!
  for (let from = endMs - 24 * HOUR_MS; from < endMs; from += HOUR_MS)
    await store.change({ sql: ROLLUP, params: { from, to: from + HOUR_MS } })
}

/** Until when samples are of five minutes, in milliseconds since 1970; 0 when all are as they came. */
export async function rolledUpTo(store: TelemetryStore): Promise<number> {
  const [row] = await store.ask<{ day: string; rows: string }>({
    sql: `select toString(toDate(max(b), 'UTC')) as day, count() as rows from tel.samples_5m`,
    params: {},
  })
  return row && Number(row.rows) > 0 ? endOfPartition(row.day)! : 0
}
