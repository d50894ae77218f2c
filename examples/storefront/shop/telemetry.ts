/** OpenTelemetry as any service would set it up: metrics each second, traces, logs, by OTLP over HTTP. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { metrics, trace } from '@opentelemetry/api'
import { logs, SeverityNumber } from '@opentelemetry/api-logs'
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto'
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs'
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import type { Settings } from './settings.ts'

const EVERY_MS = 1_000
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1, 1.5, 2, 3, 5, 10]

/** Buckets for durations in seconds. */
export const durationBuckets = { advice: { explicitBucketBoundaries: SECONDS }, unit: 's' }

export function startTelemetry({ name, version, otlp }: Settings): void {
  const resource = resourceFromAttributes({
    'service.name': name,
    'service.version': version,
    'service.instance.id': `${name}-${process.pid}`,
    'deployment.environment.name': 'production',
  })
  metrics.setGlobalMeterProvider(
    new MeterProvider({
      resource,
      readers: [
        new PeriodicExportingMetricReader({
          exporter: new OTLPMetricExporter({ url: `${otlp}/v1/metrics`, timeoutMillis: 2_000 }),
          exportIntervalMillis: EVERY_MS,
          exportTimeoutMillis: EVERY_MS,
        }),
      ],
    }),
  )
  const tracing = new NodeTracerProvider({
    resource,
    spanProcessors: [
      new BatchSpanProcessor(
        new OTLPTraceExporter({ url: `${otlp}/v1/traces`, timeoutMillis: 2_000 }),
        {
          scheduledDelayMillis: EVERY_MS,
        },
      ),
    ],
  })
  tracing.register()
  logs.setGlobalLoggerProvider(
    new LoggerProvider({
      resource,
      processors: [
        new BatchLogRecordProcessor({
          exporter: new OTLPLogExporter({ url: `${otlp}/v1/logs`, timeoutMillis: 2_000 }),
          scheduledDelayMillis: EVERY_MS,
        }),
      ],
    }),
  )
  watchProcess()
}

function watchProcess(): void {
  const meter = metrics.getMeter('process')
  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  meter.createObservableGauge('process.event_loop.delay', { unit: 's' }).addCallback((result) => {
    result.observe(delay.mean / 1e9 || 0)
    delay.reset()
  })
  meter
    .createObservableGauge('process.memory.usage', { unit: 'By' })
    .addCallback((result) => result.observe(process.memoryUsage.rss()))
}

/** A line for the log of the service, with the trace it belongs to. */
export function say(
  words: string,
  attributes: Record<string, string | number> = {},
  level: 'info' | 'error' = 'info',
): void {
  logs.getLogger('shop').emit({
    severityNumber: level === 'info' ? SeverityNumber.INFO : SeverityNumber.ERROR,
    severityText: level.toUpperCase(),
    body: words,
    attributes,
  })
  process.stdout.write(`${JSON.stringify({ level, words, ...attributes })}\n`)
}

export const meter = () => metrics.getMeter('shop')
export const tracer = () => trace.getTracer('shop')
