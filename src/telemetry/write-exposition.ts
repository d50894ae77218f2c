/** Our own figures as Prometheus’ text format 0.0.4, so that a Prometheus beside us can watch us. */
import { selfReport } from './self-report.ts'
import type { TelemetryStats } from './telemetry.ts'

export const EXPOSITION_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

const HELP: Readonly<Record<string, string>> = {
  opsplane_telemetry_accepted_total: 'Points, records and spans that were kept, by signal.',
  opsplane_telemetry_refused_total: 'What was refused, by the code of the reason.',
  opsplane_telemetry_series: 'Series that are known.',
  opsplane_telemetry_source_series: 'Series of the senders that have most of them.',
  opsplane_telemetry_memory_samples: 'Samples that are answered from memory.',
  opsplane_telemetry_standing_queries: 'Queries that are kept answered for alarms.',
  opsplane_telemetry_standing_samples: 'Samples there is room for in their windows.',
  opsplane_telemetry_standing_refused_total: 'Queries that could not be kept answered.',
  opsplane_telemetry_standing_misses_total: 'Questions that were left to the evaluator.',
  opsplane_telemetry_spool_bytes: 'Bytes on disk that are not in the store yet.',
  opsplane_telemetry_spool_age_seconds: 'How long the oldest of them waits.',
  opsplane_telemetry_store_up: 'Whether the store answers.',
  opsplane_escalations_overdue: 'Calls for help that are more than a minute late.',
  opsplane_escalation_latest_seconds: 'How late the latest of them is.',
  opsplane_page_oldest_queued_seconds: 'How long the oldest page has waited to leave.',
  process_cpu_seconds_total: 'Time of processors that this process took.',
  process_resident_memory_bytes: 'Memory of this process.',
  process_start_time_seconds: 'When this process began, since 1970.',
}

/** Figures beside those of telemetry, by name; those of counters end in `_total`. */
export type OwnFigures = Readonly<Record<string, number>>

/** What we say about ourselves now. Whoever asks says who we are, so `job` and `service_name` are left out. */
export function exposeOwnMetrics(stats: TelemetryStats, figures: OwnFigures = {}): string {
  const families = new Map<string, { type: string; lines: string[] }>()
  const put = (name: string, type: string, value: number, labels: string) => {
    const family = families.get(name) ?? { type, lines: [] }
    family.lines.push(`${name}${labels} ${written(value)}`)
    families.set(name, family)
  }
  for (const { series, value } of selfReport(stats, 0)) {
    const pairs = Object.entries(series.labels).filter(([name]) => !OURS.has(name))
    const text = pairs.map(([name, label]) => `${name}="${escaped(label)}"`).join(',')
    put(series.name, series.type, value, text && `{${text}}`)
  }
  for (const [name, value] of Object.entries(figures))
    put(name, name.endsWith('_total') ? 'counter' : 'gauge', value, '')
  return [...families]
    .flatMap(([name, { type, lines }]) => [
      ...(HELP[name] ? [`# HELP ${name} ${HELP[name]}`] : []),
      `# TYPE ${name} ${type}`,
      ...lines,
    ])
    .map((line) => `${line}\n`)
    .join('')
}

const OURS = new Set(['__name__', 'job', 'service_name'])

const escaped = (text: string) =>
  text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')

function written(value: number): string {
  if (Number.isFinite(value)) return String(value)
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'
}
