/** Writes samples one by one and tells its parent how many were acknowledged, until it is killed. */
import { ManualClock, silentLog } from '#base'
import { openTelemetry, seriesIdentity } from '#telemetry'

const [folder, startMs] = process.argv.slice(2)
const telemetry = await openTelemetry({
  folder: folder!,
  log: silentLog,
  clock: new ManualClock(Number(startMs)),
  spool: { segmentMs: 50 },
})
const series = seriesIdentity('written_total', [], 'counter', '')
process.on('disconnect', () => process.exit(0))
for (let count = 1; ; count++) {
  const points = [{ series, timeMs: Number(startMs) + count, value: count, item: 0 }]
  await telemetry.ingest({
    batch: { signal: 'metrics', points },
    accepted: 1,
    rejected: { count: 0, reasons: [] },
  })
  process.send?.(count)
}
