/** Telemetry as any sender of OTLP/HTTP in JSON would push it to a running product. */
import type { Product } from './product.ts'

type Words = Readonly<Record<string, string>>

const attributes = (of: Words) =>
  Object.entries(of).map(([key, stringValue]) => ({ key, value: { stringValue } }))
const nanos = (ms: number) => `${Math.round(ms)}000000`
const resource = (service: string) => ({ attributes: attributes({ 'service.name': service }) })

async function push(product: Product, path: string, body: unknown): Promise<void> {
  const response = await fetch(new URL(path, product.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
}

export interface PushedLog {
  readonly atMs: number
  readonly body: string
  /** Of OpenTelemetry, 1 to 24. */
  readonly severity: number
  readonly attributes: Words
  readonly traceId?: string
}

export function pushLogs(product: Product, service: string, logs: readonly PushedLog[]) {
  const logRecords = logs.map(({ atMs, body, severity, traceId, attributes: of }) => ({
    timeUnixNano: nanos(atMs),
    severityNumber: severity,
    body: { stringValue: body },
    attributes: attributes(of),
    ...(traceId ? { traceId } : {}),
  }))
  return push(product, '/v1/logs', {
    resourceLogs: [{ resource: resource(service), scopeLogs: [{ logRecords }] }],
  })
}

export interface PushedSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly startMs: number
  readonly durationMs: number
}

export function pushSpans(product: Product, service: string, spans: readonly PushedSpan[]) {
  const told = spans.map(({ startMs, durationMs, ...rest }) => ({
    ...rest,
    kind: 2,
    startTimeUnixNano: nanos(startMs),
    endTimeUnixNano: nanos(startMs + durationMs),
  }))
  return push(product, '/v1/traces', {
    resourceSpans: [{ resource: resource(service), scopeSpans: [{ spans: told }] }],
  })
}

/** One gauge with as many series as there are values; each has its number as the label `shard`. */
export function pushGauge(product: Product, name: string, values: readonly number[]) {
  const now = Date.now()
  const dataPoints = values.flatMap((value, shard) =>
    [now - 60_000, now - 30_000, now].map((atMs) => ({
      timeUnixNano: nanos(atMs),
      asDouble: value,
      attributes: attributes({ shard: String(shard) }),
    })),
  )
  return push(product, '/v1/metrics', {
    resourceMetrics: [
      {
        resource: resource('load'),
        scopeMetrics: [{ metrics: [{ name, gauge: { dataPoints } }] }],
      },
    ],
  })
}
