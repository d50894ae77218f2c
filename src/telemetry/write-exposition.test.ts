import { expect, test } from 'vitest'
import { parseExposition } from './scrape/parse-exposition.ts'
import { exposeOwnMetrics } from './write-exposition.ts'

test('what we say about ourselves is read by those who scrape, and does not claim to be another job', () => {
  const text = exposeOwnMetrics(
    {
      series: 12,
      headSamples: 34,
      headFromMs: 0,
      accepted: { metrics: 5, logs: 6 },
      rejected: { 'a "reason"\n': 1 },
      largestSources: [{ source: 'shop', series: 3 }],
      standing: { queries: 2, series: 3, samples: 64, refused: 1, misses: 4 },
      store: { state: 'ok', spoolBytes: 7, spoolAgeMs: 1_500, lastError: undefined },
    },
    { process_cpu_seconds_total: 1.5, process_resident_memory_bytes: Number.NaN },
  )
  const samples = parseExposition(text, 'prometheus').map(({ name, labels, value, type }) => [
    name,
    Object.fromEntries(labels),
    value,
    type,
  ])
  expect(samples).toEqual([
    ['opsplane_telemetry_accepted_total', { signal: 'metrics' }, 5, 'counter'],
    ['opsplane_telemetry_accepted_total', { signal: 'logs' }, 6, 'counter'],
    ['opsplane_telemetry_refused_total', { reason: 'a "reason"\n' }, 1, 'counter'],
    ['opsplane_telemetry_series', {}, 12, 'gauge'],
    ['opsplane_telemetry_source_series', { source: 'shop' }, 3, 'gauge'],
    ['opsplane_telemetry_memory_samples', {}, 34, 'gauge'],
    ['opsplane_telemetry_standing_queries', {}, 2, 'gauge'],
    ['opsplane_telemetry_standing_samples', {}, 64, 'gauge'],
    ['opsplane_telemetry_standing_refused_total', {}, 1, 'counter'],
    ['opsplane_telemetry_standing_misses_total', {}, 4, 'counter'],
    ['opsplane_telemetry_spool_bytes', {}, 7, 'gauge'],
    ['opsplane_telemetry_spool_age_seconds', {}, 1.5, 'gauge'],
    ['opsplane_telemetry_store_up', {}, 1, 'gauge'],
    ['process_cpu_seconds_total', {}, 1.5, 'counter'],
    ['process_resident_memory_bytes', {}, Number.NaN, 'gauge'],
  ])
})
