/** Remote write of both versions comes out field by field, and what cannot be kept is told. */
import { BinaryWriter } from '@bufbuild/protobuf/wire'
import fc from 'fast-check'
import { compress } from 'snappyjs'
import { expect, test } from 'vitest'
import {
  PLAIN_NAN,
  remoteWrite1,
  remoteWrite2,
  type SentSeries,
  STALE_MARKER,
  TYPE_1,
  TYPE_2,
} from '../../../test/harness/remote-write-encoder.ts'
import { BadTelemetry, TelemetryTooLarge, UnsupportedTelemetry } from './format.ts'
import { remoteWrite } from './remote-write.ts'
import { unpackSnappy } from './snappy.ts'

const nowMs = Date.UTC(2026, 0, 5, 9)
const decode1 = (...sent: Parameters<typeof remoteWrite1>) =>
  remoteWrite.decode(remoteWrite1(...sent), TYPE_1, { nowMs })
const decode2 = (sent: readonly SentSeries[]) =>
  remoteWrite.decode(remoteWrite2(sent), TYPE_2, { nowMs })
const pointsOf = ({ batch }: ReturnType<typeof decode1>) =>
  batch.signal === 'metrics' ? [...batch.points] : []
const up: SentSeries = {
  labels: [
    ['__name__', 'up'],
    ['job', 'node'],
  ],
  samples: [{ value: 1, timeMs: nowMs }],
}

test('1.0: series, samples, the stale marker and what is known of a name', () => {
  const decoded = decode1(
    [
      {
        ...up,
        samples: [
          { value: 1, timeMs: nowMs - 1 },
          { value: STALE_MARKER, timeMs: nowMs },
        ],
      },
    ],
    [{ name: 'up', type: 2, help: 'Whether it answers.', unit: '' }],
  )
  expect(pointsOf(decoded)).toEqual([
    {
      item: 0,
      timeMs: nowMs - 1,
      value: 1,
      series: expect.objectContaining({
        name: 'up',
        type: 'unknown',
        labels: { __name__: 'up', job: 'node' },
      }),
    },
    expect.objectContaining({ item: 1, timeMs: nowMs, value: Number.NaN }),
  ])
  expect(decoded).toMatchObject({ accepted: 2, rejected: { count: 0 }, ignored: [] })
  expect(decoded.batch).toMatchObject({
    families: [{ name: 'up', type: 'gauge', help: 'Whether it answers.', unit: '' }],
  })
  expect(remoteWrite.answer(decoded, TYPE_1)).toMatchObject({
    status: 204,
    headers: { 'x-prometheus-remote-write-samples-written': '2' },
  })
})

test('2.0: type, unit, and since when a counter counts, per sample or per series', () => {
  const counter: SentSeries = {
    labels: [['__name__', 'orders_total']],
    samples: [{ value: 4, timeMs: nowMs, startMs: nowMs - 5_000 }],
    type: 1,
    unit: 'orders',
    help: 'Orders.',
  }
  const older = { ...counter, samples: [{ value: 4, timeMs: nowMs }], createdMs: nowMs - 7_000 }
  const decoded = decode2([counter, older])
  expect(pointsOf(decoded)).toMatchObject([
    { value: 4, startMs: nowMs - 5_000, series: { type: 'counter', unit: 'orders' } },
    { value: 4, startMs: nowMs - 7_000, series: { type: 'counter', unit: 'orders' } },
  ])
  expect(decoded.batch).toMatchObject({
    families: [{ name: 'orders_total', type: 'counter', help: 'Orders.', unit: 'orders' }],
  })
})

test('native histograms are refused, exemplars and values that are no numbers are left out, all counted', () => {
  for (const decoded of [
    decode1([{ ...up, exemplars: 2, histograms: 3 }]),
    decode2([{ ...up, exemplars: 2, histograms: 3 }]),
  ]) {
    expect(decoded.accepted).toBe(1)
    expect(decoded.rejected).toMatchObject({
      count: 3,
      reasons: [{ code: 'native-histogram', count: 3 }],
    })
    expect(decoded.ignored).toMatchObject([{ code: 'exemplar', count: 2 }])
    expect(remoteWrite.answer(decoded, TYPE_2)).toMatchObject({
      status: 400,
      headers: {
        'x-prometheus-remote-write-samples-written': '1',
        'x-prometheus-remote-write-histograms-written': '0',
        'x-prometheus-remote-write-exemplars-written': '0',
      },
    })
  }
  const nan = decode1([{ ...up, samples: [{ value: PLAIN_NAN, timeMs: nowMs }] }])
  expect(nan).toMatchObject({ accepted: 0, ignored: [{ code: 'not-a-number', count: 1 }] })
  expect(remoteWrite.answer(nan, TYPE_1).status).toBe(204)
})

for (const [what, labels, code] of [
  ['no name', [['job', 'x']], 'no-name'],
  [
    'a label twice',
    [
      ['__name__', 'm'],
      ['a', '1'],
      ['a', '2'],
    ],
    'bad-labels',
  ],
  [
    'a label without a name',
    [
      ['__name__', 'm'],
      ['', '2'],
    ],
    'bad-labels',
  ],
  [
    'a value of 5,000 signs',
    [
      ['__name__', 'm'],
      ['a', 'x'.repeat(5_000)],
    ],
    'label-too-long',
  ],
  ['a name of 300 signs', [['__name__', 'm'.repeat(300)]], 'name-too-long'],
  [
    '70 labels',
    [['__name__', 'm'], ...Array.from({ length: 70 }, (_, i) => [`l${i}`, 'x'] as const)],
    'too-many-labels',
  ],
] as [string, SentSeries['labels'], string][])
  test(`a series with ${what} is refused with all its samples, its neighbour is kept`, () => {
    const samples = [1, 2].map((value) => ({ value, timeMs: nowMs }))
    for (const decoded of [decode1([{ labels, samples }, up]), decode2([{ labels, samples }, up])])
      expect(decoded).toMatchObject({ accepted: 1, rejected: { reasons: [{ code, count: 2 }] } })
  })

test('samples of tomorrow and of last month are refused', () => {
  const samples = [nowMs + 3_600_000, nowMs - 31 * 86_400_000, 0].map((timeMs) => ({
    value: 1,
    timeMs,
  }))
  expect(decode1([{ ...up, samples }]).rejected.reasons.map(({ code }) => code)).toEqual([
    'future-time',
    'too-old',
    'no-time',
  ])
})

test('the Content-Type chooses the version; an unknown one is told so', () => {
  const decode = (type: string) => remoteWrite.decode(remoteWrite1([up]), type, { nowMs })
  expect(decode('application/x-protobuf; proto=prometheus.WriteRequest').accepted).toBe(1)
  for (const type of ['application/x-protobuf;proto=io.prometheus.write.v3.Request', 'text/plain'])
    expect(() => decode(type)).toThrow(UnsupportedTelemetry)
  const dangling = compress(Buffer.from([0x22, 0, 0x2a, 3, 0x0a, 1, 9]) as Uint8Array)
  expect(() => remoteWrite.decode(dangling, TYPE_2, { nowMs })).toThrow(BadTelemetry)
})

const LABEL = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' })
const SERIES: fc.Arbitrary<SentSeries> = fc.record({
  labels: fc
    .uniqueArray(fc.tuple(LABEL, fc.string({ minLength: 1, unit: 'grapheme' })), {
      selector: ([name]) => name,
      maxLength: 6,
    })
    .map((pairs) => [
      ['__name__', 'made'] as const,
      ...pairs.filter(([name]) => name !== '__name__'),
    ]),
  samples: fc.array(
    fc.record({
      value: fc.double({ noNaN: true }),
      timeMs: fc.integer({ min: nowMs - 86_400_000, max: nowMs }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  type: fc.integer({ min: 0, max: 7 }),
})

test('whatever is encoded comes out the same, in both versions', () => {
  fc.assert(
    fc.property(fc.array(SERIES, { maxLength: 5 }), (sent) => {
      const expected = sent.flatMap(({ labels, samples }) =>
        samples.map(({ value, timeMs }) => ({ labels: Object.fromEntries(labels), value, timeMs })),
      )
      for (const decoded of [decode1(sent), decode2(sent)]) {
        const points = pointsOf(decoded).map(({ series: { labels }, value, timeMs }) => ({
          labels,
          value,
          timeMs,
        }))
        expect(points).toEqual(expected)
        expect(decoded.rejected.count).toBe(0)
      }
    }),
  )
})

test('whatever bytes come, packed or not, they are decoded or refused', () => {
  const whole = [unpackSnappy(remoteWrite1([up])), unpackSnappy(remoteWrite2([up]))]
  const attempt = (bytes: Uint8Array, contentType: string) => {
    try {
      remoteWrite.decode(bytes, contentType, { nowMs })
    } catch (error) {
      if (!(error instanceof BadTelemetry || error instanceof TelemetryTooLarge)) throw error
    }
  }
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom(TYPE_1, TYPE_2),
      (bytes, type) => {
        attempt(bytes, type)
        attempt(compress(bytes), type)
      },
    ),
    { numRuns: 3_000 },
  )
  fc.assert(
    fc.property(fc.constantFrom(0, 1), fc.nat(500), fc.nat(255), (which, at, byte) => {
      const changed = Uint8Array.from(whole[which]!)
      changed[at % changed.length] = byte
      attempt(compress(changed), which === 0 ? TYPE_1 : TYPE_2)
      const packed = Uint8Array.from(compress(whole[which]!))
      packed[at % packed.length] = byte
      attempt(packed, which === 0 ? TYPE_1 : TYPE_2)
    }),
    { numRuns: 3_000 },
  )
})

test('fields may come in any order, and what we do not know is passed over', () => {
  const label = (name: string, value: string) => [
    0x0a,
    4 + name.length + value.length,
    0x0a,
    name.length,
    ...Buffer.from(name),
    0x12,
    value.length,
    ...Buffer.from(value),
  ]
  const time = [...Buffer.from(new BinaryWriter().int64(nowMs).finish())]
  const sample = [0x12, 8 + time.length + 4, 0x10, ...time, 0x1d, 1, 2, 3, 4]
  const valueFirst = [0x12, 10 + time.length, 0x09, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f, 0x10, ...time]
  sample[1] = sample.length - 2
  const series = [
    ...label('a', '1'),
    ...sample,
    ...label('__name__', 'mixed'),
    ...[0x4a, 1, 0],
    ...valueFirst,
  ]
  const request = Uint8Array.from([0x50, 7, 0x0a, series.length, ...series])
  const decoded = remoteWrite.decode(compress(request), TYPE_1, { nowMs })
  expect(
    pointsOf(decoded).map(({ series: { labels }, value, timeMs }) => [labels, value, timeMs]),
  ).toEqual([
    [{ __name__: 'mixed', a: '1' }, 0, nowMs],
    [{ __name__: 'mixed', a: '1' }, 1.5, nowMs],
  ])
})

test('what snappy promises is measured before it is unpacked', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2_000 }), fc.nat(20), (bytes, repeat) => {
      const plain = Buffer.concat(Array.from({ length: repeat }, () => bytes))
      expect(Buffer.from(unpackSnappy(compress(plain as Uint8Array)))).toEqual(plain)
    }),
  )
  expect(() => unpackSnappy(compress(new Uint8Array(1_001)), 1_000)).toThrow(TelemetryTooLarge)
  // Four gigabytes are promised in five bytes.
  expect(() => unpackSnappy(Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f]))).toThrow(TelemetryTooLarge)
  for (const hex of ['', '80', 'ffffffffffff', '05', '0408610101', '0200610261', '01f4'])
    expect(() => unpackSnappy(Buffer.from(hex, 'hex')), hex).toThrow(BadTelemetry)
})
