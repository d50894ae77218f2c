/** collectd's value lists get the names and labels that its Prometheus exporter gives them. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { collectd } from './collectd.ts'
import { BadTelemetry } from './format.ts'

const nowMs = Date.UTC(2026, 0, 5, 9)
const decode = (value: unknown) =>
  collectd.decode(Buffer.from(JSON.stringify(value)), 'application/json', { nowMs })
const pointsOf = ({ batch }: ReturnType<typeof decode>) =>
  batch.signal === 'metrics' ? [...batch.points] : []

const cpu = {
  values: [1901474177],
  dstypes: ['counter'],
  dsnames: ['value'],
  time: nowMs / 1_000 - 0.877,
  interval: 10,
  host: 'leeloo',
  plugin: 'cpu',
  plugin_instance: '0',
  type: 'cpu',
  type_instance: 'idle',
}

for (const [what, list, expected] of [
  [
    'one value of a CPU',
    cpu,
    [['collectd_cpu_total', 'counter', { cpu: '0', type: 'idle' }, 1901474177]],
  ],
  [
    'two sources of an interface',
    {
      ...cpu,
      values: [1, 2],
      dstypes: ['derive', 'derive'],
      dsnames: ['rx', 'tx'],
      plugin: 'interface',
      plugin_instance: 'eth0',
      type: 'if_octets',
      type_instance: '',
    },
    [
      ['collectd_interface_if_octets_rx_total', 'counter', { interface: 'eth0' }, 1],
      ['collectd_interface_if_octets_tx_total', 'counter', { interface: 'eth0' }, 2],
    ],
  ],
  [
    'a gauge without instance',
    { ...cpu, values: [0.5], dstypes: ['gauge'], plugin: 'load-avg', plugin_instance: '' },
    [['collectd_load_avg_cpu', 'gauge', { load_avg: 'idle' }, 0.5]],
  ],
] as const)
  test(`${what} is named as the exporter names it`, () => {
    const decoded = decode([list])
    const points = pointsOf(decoded)
    expect(decoded.rejected.count).toBe(0)
    expect(
      points.map(({ series: { name, type, labels }, value }) => {
        const { __name__, job, instance, ...own } = labels
        expect([job, instance]).toEqual(['collectd', 'leeloo'])
        return [name, type, own, value]
      }),
    ).toEqual(expected)
    expect(points[0]!.timeMs).toBe(nowMs - 877)
  })

test('an ABSOLUTE adds up, a missing value is left out', () => {
  expect(pointsOf(decode([{ ...cpu, dstypes: ['absolute'] }]))[0]).toMatchObject({ delta: true })
  expect(decode([{ ...cpu, values: [null] }])).toMatchObject({
    accepted: 0,
    rejected: { count: 0 },
    ignored: [{ code: 'not-a-number', count: 1 }],
  })
})

test('what is no value is refused with its reason, its neighbour is kept', () => {
  const decoded = decode([
    cpu,
    { ...cpu, dsnames: [] },
    { ...cpu, dstypes: ['magic'] },
    { ...cpu, time: 1 },
    { labels: { severity: 'FAILURE' }, annotations: { summary: 'x' } },
    7,
  ])
  expect(decoded.accepted).toBe(1)
  expect(decoded.rejected.reasons.map(({ code, count }) => [code, count])).toEqual([
    ['bad-values', 2],
    ['unknown-type', 1],
    ['too-old', 1],
    ['notification', 1],
  ])
})

test('whatever comes, it is decoded or refused', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      for (const body of [text, `[${text}]`, JSON.stringify([{ ...cpu, values: text }])])
        try {
          collectd.decode(Buffer.from(body), '', { nowMs })
        } catch (error) {
          if (!(error instanceof BadTelemetry)) throw error
        }
    }),
    { numRuns: 500 },
  )
  const member = fc.constantFrom(...Object.keys(cpu))
  fc.assert(
    fc.property(member, fc.jsonValue(), (name, value) => {
      expect(decode([{ ...cpu, [name]: value }]).batch.signal).toBe('metrics')
    }),
    { numRuns: 500 },
  )
})
