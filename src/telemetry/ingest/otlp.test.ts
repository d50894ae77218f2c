/** The official OpenTelemetry SDK is the client; a small server calls the formats as the API does. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { SeverityNumber } from '@opentelemetry/api-logs'
import { OTLPLogExporter as LogJson } from '@opentelemetry/exporter-logs-otlp-http'
import { OTLPLogExporter as LogProto } from '@opentelemetry/exporter-logs-otlp-proto'
import {
  AggregationTemporalityPreference,
  OTLPMetricExporter as MetricJson,
} from '@opentelemetry/exporter-metrics-otlp-http'
import { OTLPMetricExporter as MetricProto } from '@opentelemetry/exporter-metrics-otlp-proto'
import { OTLPTraceExporter as TraceProto } from '@opentelemetry/exporter-trace-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs'
import {
  AggregationType,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { OpsplaneError } from '#base'
import type { Batch, LogRecord, MetricPoint, Span } from '../model.ts'
import { readBody } from './body.ts'
import type { Decoded } from './format.ts'
import { ingestFormats } from './index.ts'

let server: Server
let address: string
let received: { decoded: Decoded; contentType: string; encoding: string | undefined }[] = []
let failures: unknown[] = []

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const contentType = request.headers['content-type'] ?? ''
    const encoding = request.headers['content-encoding']
    const format = ingestFormats.find(({ path }) => path === request.url)!
    try {
      const bytes = await readBody(encoding, request)
      const decoded = format.decode(bytes, contentType, { nowMs: Date.now() })
      received.push({ decoded, contentType, encoding })
      const answer = format.answer(decoded, contentType)
      response.writeHead(answer.status, answer.headers).end(answer.body)
    } catch (error) {
      failures.push(error)
      const status = error instanceof OpsplaneError ? 400 : 500
      const answer = format.failure({ status, message: String(error) }, contentType)
      response.writeHead(status, answer.headers).end(answer.body)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  received = []
  failures = []
})

const resource = resourceFromAttributes({
  'service.name': 'orders',
  'service.namespace': 'shop',
  'service.instance.id': 'orders-1',
  'service.version': '1.4.0',
  'deployment.environment.name': 'production',
  'host.name': 'node-7',
})
const SENDER = {
  service_name: 'orders',
  job: 'shop/orders',
  instance: 'orders-1',
  service_version: '1.4.0',
  environment: 'production',
}

function all<Signal extends Batch['signal']>(signal: Signal) {
  expect(failures).toEqual([])
  return received.flatMap(({ decoded }) =>
    decoded.batch.signal === signal ? [decoded.batch as Extract<Batch, { signal: Signal }>] : [],
  )
}
const points = (): MetricPoint[] => all('metrics').flatMap((batch) => [...batch.points])
const values = (name: string) =>
  points()
    .filter(({ series }) => series.name === name)
    .map(({ series: { labels }, value }) => {
      const own = Object.entries(labels).filter(
        ([label]) => !(label in SENDER) && label !== '__name__',
      )
      return [Object.fromEntries(own), value]
    })

for (const [encoding, Exporter] of [
  ['protobuf', MetricProto],
  ['JSON', MetricJson],
] as const) {
  test(`metrics of the SDK arrive in ${encoding}, packed, named as Prometheus names them`, async () => {
    const exporter = new Exporter({ url: `${address}/v1/metrics`, compression: 'gzip' as never })
    const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 600_000 })
    const provider = new MeterProvider({
      resource,
      readers: [reader],
      views: [
        {
          instrumentName: 'order.value',
          aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM },
        },
      ],
    })
    const meter = provider.getMeter('test')
    meter
      .createCounter('shop.orders', { unit: '{order}' })
      .add(3, { 'payment.method': 'card', ok: true })
    meter.createUpDownCounter('queue.size', { unit: '1' }).add(-4)
    meter.createGauge('cpu.utilization', { unit: '1' }).record(0.25)
    meter.createGauge('disk.io', { unit: 'By/s' }).record(-1.5e300)
    meter
      .createObservableCounter('uptime', { unit: 's' })
      .addCallback((result) => result.observe(2 ** 40))
    const latency = meter.createHistogram('http.server.request.duration', {
      unit: 's',
      advice: { explicitBucketBoundaries: [0.1, 1, 2.5] },
    })
    for (const value of [0.05, 0.5, 0.6, 7]) latency.record(value, { route: '/cart' })
    const value = meter.createHistogram('order.value', { unit: 'EUR' })
    for (const price of [0, 3, 3.1, 8.5]) value.record(price, { shop: 'a' })
    await provider.shutdown()

    expect(received[0]).toMatchObject({
      encoding: 'gzip',
      contentType: encoding === 'JSON' ? 'application/json' : 'application/x-protobuf',
    })
    expect(received[0]!.decoded).toMatchObject({ accepted: 7, rejected: { count: 0, reasons: [] } })
    expect(values('shop_orders_total')).toEqual([[{ ok: 'true', payment_method: 'card' }, 3]])
    expect(values('queue_size')).toEqual([[{}, -4]])
    expect(values('cpu_utilization_ratio')).toEqual([[{}, 0.25]])
    expect(values('disk_io_bytes_per_second')).toEqual([[{}, -1.5e300]])
    expect(values('uptime_seconds_total')).toEqual([[{}, 2 ** 40]])
    expect(values('http_server_request_duration_seconds_bucket')).toEqual([
      [{ le: '0.1', route: '/cart' }, 1],
      [{ le: '1', route: '/cart' }, 3],
      [{ le: '2.5', route: '/cart' }, 3],
      [{ le: '+Inf', route: '/cart' }, 4],
    ])
    expect(values('http_server_request_duration_seconds_count')).toEqual([[{ route: '/cart' }, 4]])
    expect(values('http_server_request_duration_seconds_sum')[0]![1]).toBeCloseTo(8.15)

    // The bounds of an exponential histogram are powers of the square root of two.
    expect(values('order_value_EUR_bucket')).toEqual(
      [
        ['0', 1],
        [String(2 ** 2), 3],
        [String(2 ** 2.5), 3],
        [String(2 ** 3), 3],
        [String(2 ** 3.5), 4],
        ['+Inf', 4],
      ].map(([le, count]) => [{ le, shop: 'a' }, count]),
    )
    expect(values('order_value_EUR_sum')[0]![1]).toBeCloseTo(14.6)

    const counter = points().find(({ series }) => series.name === 'shop_orders_total')!
    expect(counter.series).toMatchObject({ type: 'counter', unit: '{order}' })
    expect(counter.series.labels).toMatchObject(SENDER)
    expect(Math.abs(counter.timeMs - Date.now())).toBeLessThan(60_000)
    expect(counter.startMs).toBeLessThanOrEqual(counter.timeMs)
    expect(counter.delta).toBeUndefined()
  })
}

test('delta counters say so, and keep when they began', async () => {
  const exporter = new MetricProto({
    url: `${address}/v1/metrics`,
    temporalityPreference: AggregationTemporalityPreference.DELTA,
  })
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 600_000 })
  const provider = new MeterProvider({ resource, readers: [reader] })
  provider.getMeter('test').createCounter('orders').add(2)
  await provider.shutdown()
  expect(points()[0]).toMatchObject({ delta: true, value: 2 })
  expect(points()[0]!.startMs).toBeGreaterThan(0)
})

for (const [encoding, Exporter] of [
  ['protobuf', LogProto],
  ['JSON', LogJson],
] as const) {
  test(`log records of the SDK arrive in ${encoding}, field by field`, async () => {
    const exporter = new Exporter({ url: `${address}/v1/logs` })
    const provider = new LoggerProvider({
      resource,
      processors: [new SimpleLogRecordProcessor({ exporter })],
    })
    const timestamp = Date.now() - 1_000
    provider.getLogger('test').emit({
      timestamp,
      severityNumber: SeverityNumber.ERROR,
      severityText: 'ERROR',
      body: 'card refused: žluťoučký\n\nDROP TABLE tel.logs',
      attributes: {
        'order.id': 42,
        retry: false,
        ratio: 0.5,
        tags: ['a', 'b'],
        nested: { deep: [1, { x: 'y' }] },
      },
    })
    await provider.forceFlush()
    await provider.shutdown()
    const records: LogRecord[] = all('logs').flatMap((batch) => [...batch.records])
    expect(records).toEqual([
      {
        timeNs: BigInt(timestamp) * 1_000_000n,
        observedMs: expect.any(Number),
        service: 'orders',
        host: 'node-7',
        severity: 17,
        traceId: '',
        spanId: '',
        body: 'card refused: žluťoučký\n\nDROP TABLE tel.logs',
        attributes: {
          'order.id': '42',
          retry: 'false',
          ratio: '0.5',
          tags: '["a","b"]',
          nested: '{"deep":[1,{"x":"y"}]}',
        },
        resource: expect.objectContaining({ 'service.version': '1.4.0', 'host.name': 'node-7' }),
      },
    ])
  })
}

test('spans of the SDK arrive with parents, events, status and times', async () => {
  const exporter = new TraceProto({ url: `${address}/v1/traces` })
  const provider = new BasicTracerProvider({
    resource,
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  })
  const tracer = provider.getTracer('test')
  const startTime = Date.now() - 5_000
  const root = tracer.startSpan('POST /checkout', { kind: SpanKind.SERVER, startTime })
  const child = tracer.startSpan(
    'charge card',
    { kind: SpanKind.CLIENT, startTime: startTime + 10, attributes: { 'card.kind': 'visa' } },
    trace.setSpan(ROOT_CONTEXT, root),
  )
  child.addEvent('refused', { attempts: 3 }, startTime + 20)
  child.setStatus({ code: SpanStatusCode.ERROR, message: 'declined' })
  child.end(startTime + 30)
  root.end(startTime + 250)
  await provider.forceFlush()
  await provider.shutdown()

  const spans: Span[] = all('traces').flatMap((batch) => [...batch.spans])
  const ns = (ms: number) => BigInt(ms) * 1_000_000n
  const { traceId } = root.spanContext()
  expect(spans).toEqual([
    {
      traceId,
      spanId: child.spanContext().spanId,
      parentId: root.spanContext().spanId,
      service: 'orders',
      name: 'charge card',
      kind: 3,
      startNs: ns(startTime + 10),
      durationNs: ns(20),
      status: 2,
      statusMessage: 'declined',
      attributes: { 'card.kind': 'visa' },
      resource: expect.objectContaining({ 'service.name': 'orders' }),
      events: [{ timeNs: ns(startTime + 20), name: 'refused', attributes: { attempts: '3' } }],
    },
    expect.objectContaining({
      traceId,
      spanId: root.spanContext().spanId,
      parentId: '',
      kind: 2,
      durationNs: ns(250),
      status: 0,
      events: [],
    }),
  ])
})
