/** Lines of statsd add up to what happened; what is no line is counted. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { StatsdAggregate } from './statsd.ts'

const NOW = Date.UTC(2026, 0, 5, 9)
function sum(...packets: string[]) {
  const aggregate = new StatsdAggregate(NOW - 5_000)
  for (const packet of packets) aggregate.add(Buffer.from(packet), NOW)
  return aggregate.take(NOW)
}
function pointsOf({ batch }: ReturnType<typeof sum>) {
  return batch.signal === 'metrics' ? [...batch.points] : []
}
const valuesOf = (decoded: ReturnType<typeof sum>) =>
  pointsOf(decoded).map(({ series: { name, labels }, value }) => {
    const { __name__, job, ...own } = labels
    return [name, own, value]
  })

for (const [what, packets, expected] of [
  [
    'counters, with rates and several values',
    ['page.views:1|c\npage.views:2|c|@0.5', 'page.views:3:4|c'],
    [['page_views_total', {}, 12]],
  ],
  [
    'counters with tags, in any order',
    ['hits:1|c|#env:prod,canary,service:web', 'hits:1|c|#service:web,canary,env:prod'],
    [['hits_total', { env: 'prod', canary: 'true', service_name: 'web' }, 2]],
  ],
  ['gauges that are set and changed', ['fuel:10|g', 'fuel:-3|g\nfuel:+1.5|g'], [['fuel', {}, 8.5]]],
  ['sets, each member once', ['users:ann|s\nusers:bob|s', 'users:ann|s'], [['users', {}, 2]]],
] as const)
  test(`${what}`, () => {
    expect(valuesOf(sum(...packets))).toEqual(expected)
  })

test('timers are histograms in seconds', () => {
  const decoded = sum('latency:3:40:40:20000|ms|@0.5')
  const values = valuesOf(decoded)
  const bucket = (le: string) =>
    values.find(
      ([name, own]) => name === 'latency_seconds_bucket' && (own as { le: string }).le === le,
    )![2]
  expect(['0.005', '0.05', '10', '+Inf'].map(bucket)).toEqual([2, 6, 6, 8])
  expect(values.slice(-2)).toEqual([
    ['latency_seconds_sum', {}, 40.166],
    ['latency_seconds_count', {}, 8],
  ])
  expect(pointsOf(decoded)[0]).toMatchObject({ delta: true, startMs: NOW - 5_000, timeMs: NOW })
  expect(decoded.accepted).toBe(1)
})

test('a counter begins anew after it was read, a gauge holds for an hour', () => {
  const aggregate = new StatsdAggregate(NOW)
  aggregate.add(Buffer.from('a:1|c\nb:7|g'), NOW)
  expect(valuesOf(aggregate.take(NOW + 1))).toHaveLength(2)
  expect(valuesOf(aggregate.take(NOW + 2))).toEqual([['b', {}, 7]])
  expect(valuesOf(aggregate.take(NOW + 3_600_001))).toHaveLength(1)
  expect(valuesOf(aggregate.take(NOW + 3_600_002))).toHaveLength(0)
})

test('what is no line is counted with its reason, its neighbours are kept', () => {
  const lines = [
    'a:1|c',
    'a',
    'a:x|c',
    'a:1|z',
    'a:1|c|@0',
    ':1|c',
    'a:1e999|g',
    '_e{1,1}:a|b',
    '_sc|x|0',
  ]
  const decoded = sum(lines.join('\n'))
  expect(decoded.accepted).toBe(1)
  expect(decoded.rejected.reasons.map(({ code, count }) => [code, count])).toEqual([
    ['bad-line', 6],
    ['event', 2],
  ])
})

test('whatever is counted adds up, and whatever comes does no harm', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 1 }), (values) => {
      const total = values.reduce((a, b) => a + b, 0)
      expect(valuesOf(sum(...values.map((value) => `n:${value}|c`)))).toEqual([
        ['n_total', {}, total],
      ])
    }),
  )
  fc.assert(
    fc.property(fc.uint8Array(), fc.string(), fc.string(), (bytes, a, b) => {
      const aggregate = new StatsdAggregate(NOW)
      aggregate.add(bytes, NOW)
      aggregate.add(Buffer.from(`${a}:1|${b}\n${a}:1|c|#${b}`), NOW)
      for (const { value } of pointsOf(aggregate.take(NOW))) expect(value).not.toBeNaN()
    }),
    { numRuns: 1_000 },
  )
})
