/** A job says that it is alive: a sample whose value is the time, under the name that its alarm watches. */
import { defineError } from '#base'
import type { Model } from '#model'
import { Points, seriesIdentity, type Telemetry } from '#telemetry'
import { HEARTBEAT_METRIC } from './kinds/heartbeat.ts'

export const NoSuchHeartbeat = defineError('alarms.no-such-heartbeat', 'not-found', {
  message: (d: { heartbeat: string }) => `No alarm watches a heartbeat called ${d.heartbeat}.`,
  hint: (d) =>
    `Declare it: alarm('${d.heartbeat}', { heartbeat: { name: '${d.heartbeat}', every: '1h' }, … })`,
})

/** Returns the names of the alarms that watch it. Throws NoSuchHeartbeat, SpoolFull. */
export async function reportHeartbeat(
  telemetry: Pick<Telemetry, 'ingest'>,
  model: Model,
  { heartbeat, atMs }: { readonly heartbeat: string; readonly atMs: number },
): Promise<string[]> {
  const watching = model
    .all('alarm')
    .filter(({ spec }) => spec.heartbeat?.name === heartbeat)
    .map(({ name }) => name)
  // A misspelt name would look like a job that is silent.
  if (watching.length === 0) throw new NoSuchHeartbeat({ heartbeat })
  const labels = Object.entries({ job: 'heartbeat', workload: model.workload, heartbeat })
  const series = seriesIdentity(HEARTBEAT_METRIC, labels, 'gauge', 's')
  const points = Points.of([{ series, item: 0, timeMs: atMs, value: atMs / 1_000 }])
  await telemetry.ingest({
    batch: { signal: 'metrics', points },
    accepted: 1,
    rejected: { count: 0, reasons: [] },
  })
  return watching
}
