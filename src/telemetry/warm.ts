/**
 * Brings memory up to what the store has when the server starts: the series of the last days, and the samples
 * of the recent past, as far back as memory may hold.
 */
import type { Catalog } from './catalog.ts'
import type { Head } from './head.ts'
import { seriesIdentity } from './model.ts'
import type { TelemetryStore } from './store/telemetry-store.ts'

const SLICE_MS = 60_000

/** Since when memory can be complete: a window ago, or later when its samples would be too many. */
export async function headStart(
  store: TelemetryStore,
  nowMs: number,
  windowMs: number,
  maxSamples: number,
): Promise<number> {
  // What still waits in the spool is not in the tables: then only the future can be complete.
  if (store.health().state !== 'ok') return nowMs
  const { rows } = await store.sql(
    `select intDiv(toUnixTimestamp64Milli(ts), ${SLICE_MS}) as slice, count() as samples from tel.samples
     where ts >= fromUnixTimestamp64Milli({from:Int64}) group by slice order by slice desc`,
    { from: Math.floor(nowMs - windowMs) },
  )
  let total = 0
  for (const [slice, samples] of rows) {
    total += Number(samples)
    if (total > maxSamples) return Math.min(nowMs, (Number(slice) + 1) * SLICE_MS)
  }
  return nowMs - windowMs
}

export async function loadSeries(store: TelemetryStore, catalog: Catalog, sinceMs: number) {
  for (const stored of await store.series(sinceMs)) {
    const { name, type, unit, labels } = stored
    catalog.load(stored, seriesIdentity(name, Object.entries(labels), type, unit).key)
  }
}

/** Reads the samples from the start of memory on, a few minutes at a time. */
export async function loadSamples(
  store: TelemetryStore,
  catalog: Catalog,
  head: Head,
  toMs: number,
): Promise<void> {
  for (let fromMs = head.fromMs - 1; fromMs < toMs; fromMs += 5 * SLICE_MS) {
    const end = Math.min(fromMs + 5 * SLICE_MS, toMs)
    const rows = await store.samples(fromMs, end, 'all')
    rows.timesMs.forEach((timeMs, i) => {
      const series = catalog.byId(rows.seriesIds[i]!)
      if (!series) return
      series.lastSeenMs = Math.max(series.lastSeenMs, timeMs)
      head.add(series, timeMs, rows.values[i]!)
    })
  }
}
