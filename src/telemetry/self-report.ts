/** What telemetry says about itself, in its own store: `opsplane_telemetry_*`, for signals and alarms on it. */
import { type MetricPoint, type MetricType, seriesIdentity } from './model.ts'
import type { TelemetryStats } from './telemetry.ts'

export function selfReport(stats: TelemetryStats, timeMs: number): MetricPoint[] {
  const points: MetricPoint[] = []
  const put = (name: string, type: MetricType, value: number, labels: [string, string][] = []) => {
    const own: [string, string][] = [...labels, ['job', 'opsplane'], ['service_name', 'opsplane']]
    const series = seriesIdentity(`opsplane_telemetry_${name}`, own, type, '')
    points.push({ series, item: points.length, timeMs, value })
  }
  for (const [signal, count] of Object.entries(stats.accepted))
    put('accepted_total', 'counter', count, [['signal', signal]])
  for (const [reason, count] of Object.entries(stats.rejected))
    put('refused_total', 'counter', count, [['reason', reason]])
  put('series', 'gauge', stats.series)
  for (const { source, series } of stats.largestSources)
    put('source_series', 'gauge', series, [['source', source]])
  put('memory_samples', 'gauge', stats.headSamples)
  const { queries, samples, refused, misses } = stats.standing
  put('standing_queries', 'gauge', queries)
  put('standing_samples', 'gauge', samples)
  put('standing_refused_total', 'counter', refused)
  put('standing_misses_total', 'counter', misses)
  put('spool_bytes', 'gauge', stats.store.spoolBytes)
  put('spool_age_seconds', 'gauge', stats.store.spoolAgeMs / 1_000)
  put('store_up', 'gauge', stats.store.state === 'down' ? 0 : 1)
  return points
}
