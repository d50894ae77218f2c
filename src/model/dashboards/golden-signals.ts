/**
 * Traffic, errors, latency and saturation of a service, asked of what OpenTelemetry’s conventions have every
 * service measure: what is looked at when nobody has declared signals.
 */
import type { PanelInput } from './dashboard-input.ts'

const REQUESTS = 'http_server_request_duration_seconds'
const CPU = 'process_cpu_utilization_ratio'

/** Says whether a service has a metric; who does not know says yes. */
export type Measured = (service: string, metric: string) => boolean

/** Metrics that these panels read: what `Measured` is asked about. */
export const GOLDEN_METRICS = [`${REQUESTS}_count`, CPU] as const

export function goldenSignals(
  { name, service, title }: { name: string; service: string; title: string },
  measured: Measured,
): PanelInput[] {
  const of = `service_name="${service.replace(/[\\"]/g, '\\$&')}"`
  const rate = (more = '') => `sum(rate(${REQUESTS}_count{${of}${more}}[1m]))`
  const panels: PanelInput[] = []
  if (measured(service, GOLDEN_METRICS[0]))
    panels.push(
      line('requests', `${title}: requests`, rate(), '/s'),
      line(
        'errors',
        `${title}: requests that fail`,
        `100 * clamp_min(1 - ${rate(',http_response_status_code!~"5.."')} / ${rate()}, 0)`,
        '%',
      ),
      line(
        'time',
        `${title}: time to answer, p95`,
        `histogram_quantile(0.95, sum by (le) (rate(${REQUESTS}_bucket{${of}}[1m])))`,
        's',
      ),
    )
  if (measured(service, CPU))
    panels.push(line('cpu', `${title}: processor in use`, `100 * max(${CPU}{${of}})`, '%'))
  return panels

  function line(what: string, words: string, query: string, unit: string): PanelInput {
    return { show: 'line', id: `${what}-${name}`, title: words, query, unit, width: 'third' }
  }
}
