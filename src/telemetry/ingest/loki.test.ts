/** Loki pushes of both encodings become the same records; levels and services are found where shippers put them. */
import fc from 'fast-check'
import { compress } from 'snappyjs'
import { expect, test } from 'vitest'
import { lokiPush, type SentStream } from '../../../test/harness/loki-encoder.ts'
import type { LogRecord } from '../model.ts'
import { BadTelemetry, TelemetryTooLarge, UnsupportedTelemetry } from './format.ts'
import { readStreamLabels } from './loki/labels.ts'
import { loki } from './loki.ts'
import { severityOfLine } from './severity.ts'
import { unpackSnappy } from './snappy.ts'

const nowMs = Date.UTC(2026, 0, 5, 9)
const nowNs = BigInt(nowMs) * 1_000_000n
const json = (value: unknown) =>
  loki.decode(Buffer.from(JSON.stringify(value)), 'application/json', { nowMs })
const protobuf = (streams: readonly SentStream[]) =>
  loki.decode(lokiPush(streams), 'application/x-protobuf', { nowMs })
const recordsOf = ({ batch }: ReturnType<typeof json>): readonly LogRecord[] =>
  batch.signal === 'logs' ? batch.records : []

const EXPECTED: LogRecord = {
  timeNs: nowNs + 7n,
  observedMs: nowMs,
  service: 'orders',
  host: 'node-1',
  severity: 17,
  traceId: 'ab'.repeat(16),
  spanId: '',
  body: 'card refused\n\nDROP TABLE tel.logs',
  attributes: { trace_id: 'ab'.repeat(16), 'order-id': '42' },
  resource: { app: 'orders', host: 'node-1', level: 'error' },
}

test('JSON and protobuf say the same', () => {
  const { attributes, body, resource, timeNs } = EXPECTED
  const inJson = json({
    streams: [{ stream: resource, values: [[String(timeNs), body, attributes]] }],
  })
  const inProtobuf = protobuf([
    {
      labels: '{app="orders", host="node-1", level="error"}',
      entries: [{ timeNs, line: body, metadata: attributes }],
    },
  ])
  for (const decoded of [inJson, inProtobuf]) {
    expect(recordsOf(decoded)).toEqual([EXPECTED])
    expect(decoded).toMatchObject({ accepted: 1, rejected: { count: 0 } })
    expect(loki.answer(decoded, '')).toEqual({ status: 204 })
  }
})

test('records out of time and streams of too many labels are refused, their neighbours are kept', () => {
  const labels = Object.fromEntries(Array.from({ length: 70 }, (_, i) => [`l${i}`, 'x']))
  const decoded = json({
    streams: [
      {
        stream: { app: 'a' },
        values: [
          [String(nowNs), 'good'],
          [String(nowNs + 3_600_000_000_000n), 'from the future'],
          ['soon', 'no time'],
          [String(nowNs - 31n * 86_400_000_000_000n), 'last month'],
        ],
      },
      {
        stream: labels,
        values: [
          [String(nowNs), 'x'],
          [String(nowNs), 'y'],
        ],
      },
    ],
  })
  expect(recordsOf(decoded).map(({ body }) => body)).toEqual(['good'])
  expect(decoded.rejected.reasons.map(({ code, count }) => [code, count])).toEqual([
    ['future-time', 1],
    ['no-time', 1],
    ['too-old', 1],
    ['too-many-labels', 2],
  ])
  const answer = loki.answer(decoded, '')
  expect(answer.status).toBe(400)
  expect(String(answer.body)).toContain('1 kept, 5 refused: future-time (1)')
})

for (const [text, labels] of [
  ['{}', {}],
  ['{ }', {}],
  ['{app="web"}', { app: 'web' }],
  ['{app="web", path="C:\\\\x", q="a\\"b,}"}', { app: 'web', path: 'C:\\x', q: 'a"b,}' }],
  ['{a="\\u017elu\\x0a\\t", b=`raw\\n`,}', { a: 'žlu\n\t', b: 'raw\\n' }],
  ['{ __stream_shard__ = "1" , x="" }', { __stream_shard__: '1', x: '' }],
] as const)
  test(`the labels ${text} are read as Go writes them`, () => {
    expect(readStreamLabels(text)).toEqual(labels)
  })

for (const text of ['', 'app="web"', '{app=web}', '{app="web"', '{app="a}', '{a="1" b="2"}', '{,}'])
  test(`the labels ${text || 'nothing'} are refused`, () => {
    expect(() => readStreamLabels(text)).toThrow(BadTelemetry)
  })

for (const [line, severity] of [
  ['level=warn msg="disk is nearly full"', 13],
  ['{"time":"x","level":"error","msg":"no"}', 17],
  ['2026-01-05 09:00:00 [INFO] started', 9],
  ['ERROR: it broke', 17],
  ['09:00:00.123 DEBUG main - hi', 5],
  ['severity: critical', 18],
  ['there was no error at all', 0],
  ['level of detail is high', 0],
  ['', 0],
] as const)
  test(`"${line}" has the severity ${severity}`, () => {
    expect(severityOfLine(line)).toBe(severity)
  })

test('other shapes and other types are refused as a whole', () => {
  for (const value of [[], {}, { streams: {} }, { streams: [{ values: [[1]] }] }, null])
    expect(() => json(value)).toThrow(BadTelemetry)
  expect(() => loki.decode(Buffer.from('{'), 'application/json', { nowMs })).toThrow(BadTelemetry)
  expect(() => loki.decode(Buffer.from(''), 'text/plain', { nowMs })).toThrow(UnsupportedTelemetry)
})

const TEXT = fc.string({ unit: 'grapheme', maxLength: 20 })
const STREAM = fc.record({
  labels: fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), TEXT, { maxKeys: 4 }),
  entries: fc.array(
    fc.record({
      timeNs: fc.bigInt({ min: nowNs - 10n ** 12n, max: nowNs }),
      line: TEXT,
      metadata: fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), TEXT, { maxKeys: 3 }),
    }),
    { maxLength: 4 },
  ),
})

test('whatever is pushed comes out the same in both encodings', () => {
  fc.assert(
    fc.property(fc.array(STREAM, { maxLength: 4 }), (streams) => {
      const expected = streams.flatMap(({ labels, entries }) =>
        entries.map(({ timeNs, line, metadata }) => [labels, timeNs, line, metadata]),
      )
      const inJson = json({
        streams: streams.map(({ labels, entries }) => ({
          stream: labels,
          values: entries.map(({ timeNs, line, metadata }) => [String(timeNs), line, metadata]),
        })),
      })
      const quoted = (labels: Record<string, string>) =>
        `{${Object.entries(labels)
          .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
          .join(', ')}}`
      const inProtobuf = protobuf(
        streams.map(({ labels, entries }) => ({ labels: quoted(labels), entries })),
      )
      for (const decoded of [inJson, inProtobuf])
        expect(
          recordsOf(decoded).map(({ resource, timeNs, body, attributes }) => [
            { ...resource },
            timeNs,
            body,
            { ...attributes },
          ]),
        ).toEqual(expected.map(([labels, ...rest]) => [{ ...(labels as object) }, ...rest]))
    }),
  )
})

test('whatever bytes come, they are decoded or refused', () => {
  const attempt = (bytes: Uint8Array, type: string) => {
    try {
      loki.decode(bytes, type, { nowMs })
    } catch (error) {
      if (!(error instanceof BadTelemetry || error instanceof TelemetryTooLarge)) throw error
    }
  }
  const whole = unpackSnappy(
    lokiPush([
      { labels: '{a="b"}', entries: [{ timeNs: nowNs, line: 'x', metadata: { a: 'b' } }] },
    ]),
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.json(), (bytes, text) => {
      attempt(bytes, 'application/x-protobuf')
      attempt(compress(bytes), 'application/x-protobuf')
      attempt(Buffer.from(text), 'application/json')
      attempt(Buffer.from(`{"streams":[{"stream":{},"values":[${text}]}]}`), 'application/json')
    }),
    { numRuns: 1_000 },
  )
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
      const changed = Uint8Array.from(whole)
      changed[at] = byte
      attempt(compress(changed), 'application/x-protobuf')
    }),
    { numRuns: 1_000 },
  )
})
