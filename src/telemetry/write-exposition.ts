/** Our own figures as Prometheus’ text format 0.0.4, so that a Prometheus beside us can watch us. */
import { selfReport } from './self-report.ts'
import type { TelemetryStats } from './telemetry.ts'

export const EXPOSITION_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

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
    .flatMap(([name, { type, lines }]) => [`# TYPE ${name} ${type}`, ...lines])
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
