/** What senders get wrong: each is refused with its reason, the good part is kept, nothing else breaks. */
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OpsplaneError } from '#base'
import { readBody } from './body.ts'
import { BadTelemetry, TelemetryTooLarge, UnsupportedTelemetry } from './format.ts'
import { ingestFormats } from './index.ts'
import { metricName } from './names.ts'
import { otlpMetrics } from './otlp-metrics.ts'

const nowMs = Date.UTC(2026, 0, 5, 9)
const ns = (ms: number) => `${BigInt(ms) * 1_000_000n}`
const json = (value: unknown) => Buffer.from(JSON.stringify(value))
const good = { timeUnixNano: ns(nowMs), asDouble: 1, attributes: [] }

function gauges(...dataPoints: unknown[]) {
  return {
    resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: 'm', gauge: { dataPoints } }] }] }],
  }
}
function metric(metric: unknown) {
  return { resourceMetrics: [{ scopeMetrics: [{ metrics: [metric] }] }] }
}
function decode(request: unknown, contentType = 'application/json') {
  return otlpMetrics.decode(json(request), contentType, { nowMs })
}
const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } })
const histogram = (point: object, aggregationTemporality = 2) =>
  metric({
    name: 'h',
    histogram: { aggregationTemporality, dataPoints: [{ timeUnixNano: ns(nowMs), ...point }] },
  })

for (const [what, request, code] of [
  ['a value that is not a number', gauges({ ...good, asDouble: 'NaN' }, good), 'not-a-number'],
  ['a point without a value', gauges({ timeUnixNano: ns(nowMs) }, good), 'no-value'],
  ['a point without a time', gauges({ asDouble: 1 }, good), 'no-time'],
  [
    'a time an hour ahead',
    gauges({ ...good, timeUnixNano: ns(nowMs + 3_600_000) }, good),
    'future-time',
  ],
  [
    'a time of last month',
    gauges({ ...good, timeUnixNano: ns(nowMs - 31 * 86_400_000) }, good),
    'too-old',
  ],
  [
    'too many labels',
    gauges(
      { ...good, attributes: Array.from({ length: 65 }, (_, i) => attribute(`a${i}`, 'x')) },
      good,
    ),
    'too-many-labels',
  ],
  [
    'a label of 5,000 signs',
    gauges({ ...good, attributes: [attribute('a', 'x'.repeat(5_000))] }, good),
    'label-too-long',
  ],
] as const)
  test(`${what} is refused and counted, its neighbour is kept`, () => {
    const { accepted, batch, rejected } = decode(request)
    expect(accepted).toBe(1)
    expect(batch.signal === 'metrics' && batch.points).toHaveLength(1)
    expect(rejected).toMatchObject({ count: 1, reasons: [{ code, count: 1 }] })
  })

for (const [what, request, code] of [
  ['a metric without a name', metric({ gauge: { dataPoints: [good] } }), 'no-name'],
  [
    'a sum without temporality',
    metric({ name: 'm', sum: { dataPoints: [good], isMonotonic: true } }),
    'no-temporality',
  ],
  [
    'a delta of what can fall',
    metric({ name: 'm', sum: { dataPoints: [good], aggregationTemporality: 1 } }),
    'delta-gauge',
  ],
  [
    'an exponential histogram of deltas',
    metric({
      name: 'm',
      exponentialHistogram: { aggregationTemporality: 1, dataPoints: [{}, {}] },
    }),
    'delta-exponential-histogram',
  ],
  [
    'buckets that do not match',
    histogram({ count: '1', bucketCounts: ['1'], explicitBounds: [1, 2] }),
    'bad-buckets',
  ],
  [
    'bounds that fall',
    histogram({ count: '1', bucketCounts: ['1', 0, 0], explicitBounds: [2, 1] }),
    'bad-buckets',
  ],
] as const)
  test(`${what} is refused with its reason`, () => {
    expect(decode(request).rejected.reasons[0]).toMatchObject({ code })
    expect(decode(request).accepted).toBe(0)
  })

test('a point that says that its series ended becomes a stale marker', () => {
  const { batch, accepted } = decode(gauges({ timeUnixNano: ns(nowMs), flags: 1 }))
  expect(accepted).toBe(1)
  expect(batch.signal === 'metrics' && batch.points.value(0)).toBeNaN()
})

for (const [what, bytes, contentType] of [
  ['text that is no JSON', Buffer.from('{"resourceMetrics": ['), 'application/json'],
  ['JSON of another shape', json([1, 2]), 'application/json'],
  ['a list that is none', json({ resourceMetrics: 'x' }), 'application/json'],
  ['a number that is a word', json(gauges({ ...good, asDouble: 'many' })), 'application/json'],
  ['a time that is a fraction', json(gauges({ ...good, timeUnixNano: 1.5 })), 'application/json'],
  ['protobuf that ends in the middle', Buffer.from([0x0a, 0x20, 0x12]), 'application/x-protobuf'],
  ['protobuf with a wrong wire type', Buffer.from([0x08, 0x01]), 'application/x-protobuf'],
  ['protobuf with a group', Buffer.from([0x7b]), 'application/x-protobuf'],
  ['an unknown Content-Type', Buffer.from(''), 'text/plain'],
] as const)
  test(`${what} is refused as a whole`, () => {
    expect(() => otlpMetrics.decode(bytes, contentType, { nowMs })).toThrow(BadTelemetry)
  })

test('a small request of millions of empty parts is refused before it fills memory', () => {
  const request = Buffer.alloc(9_000_000)
  for (let i = 0; i < request.length; i += 2) request[i] = 0x0a
  expect(() => otlpMetrics.decode(request, 'application/x-protobuf', { nowMs })).toThrow(
    BadTelemetry,
  )
})

test('deep nesting is refused before it exhausts the stack', () => {
  let value = Buffer.from([0x0a, 0x01, 0x78])
  for (let i = 0; i < 1_000; i++) {
    const size = varint(value.length)
    const inner = Buffer.concat([Buffer.from([0x0a]), size, value])
    value = Buffer.concat([Buffer.from([0x2a]), varint(inner.length), inner])
  }
  const wrap = (tag: number, bytes: Buffer) =>
    Buffer.concat([Buffer.from([tag]), varint(bytes.length), bytes])
  const request = wrap(0x0a, wrap(0x0a, wrap(0x0a, wrap(0x12, value))))
  expect(() => otlpMetrics.decode(request, 'application/x-protobuf', { nowMs })).toThrow(
    BadTelemetry,
  )
})

test('partial success says how many and why, in both encodings', () => {
  const decoded = decode(gauges({ ...good, asDouble: 'NaN' }, good))
  expect(
    JSON.parse(Buffer.from(otlpMetrics.answer(decoded, 'application/json').body!).toString()),
  ).toEqual({
    partialSuccess: {
      rejectedDataPoints: '1',
      errorMessage: 'not-a-number (1): Its value is not a number.',
    },
  })
  const body = Buffer.from(otlpMetrics.answer(decoded, 'application/x-protobuf').body!)
  expect([...body.subarray(0, 4)]).toEqual([0x0a, body.length - 2, 0x08, 0x01])
  expect(otlpMetrics.answer(decode(gauges(good)), 'application/x-protobuf').body).toHaveLength(0)
})

test('a small body that unpacks to gigabytes is stopped at the limit', async () => {
  const limits = { compressedBytes: 100_000, bytes: 1_000_000 }
  const bomb = gzipSync(Buffer.alloc(20_000_000))
  expect(bomb.length).toBeLessThan(limits.compressedBytes)
  await expect(readBody('gzip', bomb, limits)).rejects.toThrow(TelemetryTooLarge)
  await expect(readBody('', Buffer.alloc(1_000_001), limits)).rejects.toThrow(TelemetryTooLarge)
  await expect(readBody('gzip', Buffer.alloc(100_001), limits)).rejects.toThrow(TelemetryTooLarge)
  await expect(readBody('gzip', Buffer.from('not packed'), limits)).rejects.toThrow(BadTelemetry)
  await expect(readBody('gzip', gzipSync('x'.repeat(999)).subarray(0, 15), limits)).rejects.toThrow(
    BadTelemetry,
  )
  await expect(readBody('br', Buffer.from('x'), limits)).rejects.toThrow(BadTelemetry)
  expect(Buffer.from(await readBody('gzip', gzipSync('fine'), limits)).toString()).toBe('fine')
})

const REFUSALS = new Set([BadTelemetry.code, TelemetryTooLarge.code, UnsupportedTelemetry.code])

test('whatever bytes come, the answer is a result or BadTelemetry', () => {
  const attempt = (bytes: Uint8Array, contentType: string) => {
    for (const format of ingestFormats)
      try {
        format.decode(bytes, contentType, { nowMs })
      } catch (error) {
        if (!(error instanceof OpsplaneError) || !REFUSALS.has(error.code)) throw error
      }
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) =>
      attempt(bytes, 'application/x-protobuf'),
    ),
    {
      numRuns: 3_000,
    },
  )
  fc.assert(fc.property(fc.json(), (text) => attempt(Buffer.from(text), 'application/json')))
  const whole = Buffer.from(
    '0a2f120d0a0b0a016d2a061204087b100012220a200a016d2a1b0a1919000000000000000021000000000000f03f3a050a016112003200',
    'hex',
  )
  for (let end = 0; end <= whole.length; end++)
    attempt(whole.subarray(0, end), 'application/x-protobuf')
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
      const changed = Buffer.from(whole)
      changed[at] = byte
      attempt(changed, 'application/x-protobuf')
    }),
  )
})

for (const [name, unit, type, expected] of [
  ['http.server.request.duration', 's', 'histogram', 'http_server_request_duration_seconds'],
  ['system.memory.usage', 'By', 'up-down-counter', 'system_memory_usage_bytes'],
  ['system.network.io', 'By', 'counter', 'system_network_io_bytes_total'],
  ['orders.total', '{order}', 'counter', 'orders_total'],
  ['cpu', '1', 'gauge', 'cpu_ratio'],
  ['queue', '1', 'up-down-counter', 'queue'],
  ['errors', '{error}/s', 'gauge', 'errors_per_second'],
  ['speed', 'm/s', 'gauge', 'speed_meters_per_second'],
  ['5xx', '', 'counter', '_5xx_total'],
  ['a..b__c', 'ms', 'gauge', 'a_b_c_milliseconds'],
  ['http_requests_seconds', 's', 'gauge', 'http_requests_seconds'],
] as const)
  test(`${name} in "${unit}" as ${type} is ${expected}`, () => {
    expect(metricName(name, unit, type)).toBe(expected)
  })

function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
  return Buffer.from([...bytes, rest])
}
