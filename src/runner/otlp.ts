/** Requests in OTLP/JSON. Written by hand, since a measurement needs a few lines and an exporter a few megabytes. */
import type { Measurement } from './host/measurement.ts'
import type { Attributes } from './resource.ts'

export interface LogLine {
  readonly timeMs: number
  /** Of OpenTelemetry, 1 to 24; 0 is not told. */
  readonly severity: number
  readonly body: string
  readonly attributes: Attributes
}

export interface LogGroup {
  readonly resource: Attributes
  readonly lines: readonly LogLine[]
}

const SCOPE = { name: 'opsplane.runner' }
const CUMULATIVE = 2

export function metricsRequest(
  resource: Attributes,
  measurements: readonly Measurement[],
  timeMs: number,
  bootMs: number,
): string {
  const metrics = new Map<string, { unit: string; kind: Measurement['kind']; points: object[] }>()
  for (const { name, unit, kind, value, attributes } of measurements) {
    const metric = metrics.get(name) ?? { unit, kind, points: [] }
    metrics.set(name, metric)
    metric.points.push({
      timeUnixNano: nanos(timeMs),
      ...(kind === 'counter' ? { startTimeUnixNano: nanos(bootMs) } : {}),
      asDouble: value,
      attributes: pairs(attributes),
    })
  }
  return JSON.stringify({
    resourceMetrics: [
      {
        resource: { attributes: pairs(resource) },
        scopeMetrics: [
          {
            scope: SCOPE,
            metrics: [...metrics].map(([name, { unit, kind, points: dataPoints }]) =>
              kind === 'gauge'
                ? { name, unit, gauge: { dataPoints } }
                : {
                    name,
                    unit,
                    sum: {
                      dataPoints,
                      isMonotonic: kind === 'counter',
                      aggregationTemporality: CUMULATIVE,
                    },
                  },
            ),
          },
        ],
      },
    ],
  })
}

export function logsRequest(groups: readonly LogGroup[], observedMs: number): string {
  return JSON.stringify({
    resourceLogs: groups.map(({ resource, lines }) => ({
      resource: { attributes: pairs(resource) },
      scopeLogs: [
        {
          scope: SCOPE,
          logRecords: lines.map(({ timeMs, severity, body, attributes }) => ({
            timeUnixNano: nanos(timeMs),
            observedTimeUnixNano: nanos(observedMs),
            ...(severity > 0 ? { severityNumber: severity } : {}),
            body: { stringValue: body },
            attributes: pairs(attributes),
          })),
        },
      ],
    })),
  })
}

const nanos = (ms: number) => `${BigInt(Math.round(ms)) * 1_000_000n}`

const pairs = (attributes: Attributes) =>
  Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } }))
