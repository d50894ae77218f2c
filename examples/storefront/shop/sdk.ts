/** OpenTelemetry as any service would set it up: metrics each second, traces, logs, by OTLP over HTTP. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { metrics } from '@opentelemetry/api'
import { logs } from '@opentelemetry/api-logs'
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto'
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs'
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import { beforeEnd } from './life.ts'
import type { Settings } from './settings.ts'

const EVERY_MS = 1_000
const TIMEOUT_MS = 900
// A receiver that is away must not hold up a restart.
const LAST_WORDS_WITHIN_MS = 500

export function startTelemetry({
  name,
  version,
  otlp,
}: Pick<Settings, 'name' | 'version' | 'otlp'>): void {
  const resource = resourceFromAttributes({
    'service.name': name,
    'service.version': version,
    'service.instance.id': `${name}-${process.pid}`,
    'deployment.environment.name': 'production',
  })
  const to = (path: string) => ({ url: `${otlp}/v1/${path}`, timeoutMillis: TIMEOUT_MS })
  const measuring = new MeterProvider({
    resource,
    readers: [
      new PeriodicExportingMetricReader({
        exporter: new OTLPMetricExporter(to('metrics')),
        exportIntervalMillis: EVERY_MS,
        exportTimeoutMillis: EVERY_MS,
      }),
    ],
  })
  const tracing = new NodeTracerProvider({
    resource,
    spanProcessors: [
      new BatchSpanProcessor(new OTLPTraceExporter(to('traces')), { scheduledDelayMillis: 500 }),
    ],
  })
  const logging = new LoggerProvider({
    resource,
    processors: [
      new BatchLogRecordProcessor({
        exporter: new OTLPLogExporter(to('logs')),
        scheduledDelayMillis: 500,
      }),
    ],
  })
  metrics.setGlobalMeterProvider(measuring)
  tracing.register()
  logs.setGlobalLoggerProvider(logging)
  watchProcess()
  // The counters' zeros leave before the first thing is counted, so that it counts as an increase.
  setImmediate(() => void measuring.forceFlush().catch(() => {}))
  beforeEnd(() =>
    Promise.race([
      Promise.all([measuring.forceFlush(), tracing.forceFlush(), logging.forceFlush()]),
      new Promise((late) => setTimeout(late, LAST_WORDS_WITHIN_MS)),
    ]),
  )
}

/** What the machine gives to this process. */
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
  let used = process.cpuUsage()
  let at = performance.now()
  meter.createObservableGauge('process.cpu.utilization', { unit: '1' }).addCallback((result) => {
    const now = performance.now()
    const { user, system } = process.cpuUsage(used)
    result.observe((user + system) / 1_000 / Math.max(1, now - at))
    used = process.cpuUsage()
    at = now
  })
}
