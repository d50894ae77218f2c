/** An application that knows OpenTelemetry only: where it sends to is told by the environment, as its users do. */
import { metrics, SpanStatusCode, trace } from '@opentelemetry/api'
import { logs, SeverityNumber } from '@opentelemetry/api-logs'
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto'
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs'
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'

const resource = resourceFromAttributes({ 'service.name': 'sdk-app' })
const measuring = new MeterProvider({
  resource,
  readers: [new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() })],
})
const tracing = new NodeTracerProvider({
  resource,
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
})
const logging = new LoggerProvider({
  resource,
  processors: [new BatchLogRecordProcessor({ exporter: new OTLPLogExporter() })],
})
metrics.setGlobalMeterProvider(measuring)
tracing.register()
logs.setGlobalLoggerProvider(logging)

const meter = metrics.getMeter('shop')
meter.createCounter('sdk.orders').add(3, { 'order.kind': 'gift' })
meter.createHistogram('sdk.order.duration', { unit: 's' }).record(0.2)
const tracer = trace.getTracer('shop')
tracer.startActiveSpan('POST /orders', (order) => {
  tracer.startActiveSpan('charge the card', (charge) => {
    charge.setStatus({ code: SpanStatusCode.ERROR, message: 'declined' })
    logs.getLogger('shop').emit({
      severityNumber: SeverityNumber.ERROR,
      body: 'the card was declined',
      attributes: { 'order.id': 'o-17' },
    })
    charge.end()
  })
  order.end()
})
await Promise.all([measuring.shutdown(), tracing.shutdown(), logging.shutdown()])
