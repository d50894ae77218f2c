/** Flow log records of every version come out field by field; what says nothing, or nonsense, is counted. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Flow } from '../model.ts'
import { flowLogs } from './flow-logs.ts'
import { BadTelemetry } from './format.ts'

const nowMs = Date.UTC(2026, 0, 5, 9)
const now = nowMs / 1_000
const decode = (text: string) => flowLogs.decode(Buffer.from(text), 'text/plain', { nowMs })
const flowsOf = ({ batch }: ReturnType<typeof decode>): readonly Flow[] =>
  batch.signal === 'flows' ? batch.flows : []

test('a record of version 2 needs no line of names', () => {
  const decoded = decode(
    `2 123456789010 eni-1235b8ca 172.31.16.139 172.31.16.21 20641 22 6 20 4249 ${now - 60} ${now} ACCEPT OK`,
  )
  expect(flowsOf(decoded)).toEqual([
    {
      startMs: nowMs - 60_000,
      endMs: nowMs,
      host: '',
      interfaceId: 'eni-1235b8ca',
      direction: '',
      sourceAddress: '172.31.16.139',
      destinationAddress: '172.31.16.21',
      sourcePort: 20641,
      destinationPort: 22,
      protocol: 6,
      packets: 20n,
      bytes: 4249n,
      action: 'accept',
      tcpFlags: 0,
      attributes: { 'account-id': '123456789010' },
    },
  ])
  expect(flowLogs.answer(decoded, '')).toEqual({ status: 204 })
})

test('a line of names says which fields there are, up to version 5 and beyond', () => {
  const decoded = decode(
    [
      'version vpc-id subnet-id instance-id interface-id srcaddr dstaddr srcport dstport protocol tcp-flags type pkt-srcaddr pkt-dstaddr packets bytes start end action log-status region az-id flow-direction traffic-path new-field',
      `5 vpc-1 subnet-1 i-01 eni-1 2001:db8::1 2001:db8::2 43416 5001 6 19 IPv6 2001:db8::1 2001:db8::2 18446744073709551615 100 ${now} ${now} REJECT OK eu-west-1 euw1-az1 egress 8 x`,
    ].join('\n'),
  )
  expect(flowsOf(decoded)).toMatchObject([
    {
      host: 'i-01',
      sourceAddress: '2001:db8::1',
      packets: 18446744073709551615n,
      action: 'reject',
      direction: 'egress',
      tcpFlags: 19,
      attributes: { 'vpc-id': 'vpc-1', 'traffic-path': '8', 'new-field': 'x', region: 'eu-west-1' },
    },
  ])
})

test('records that say nothing are left out, wrong ones are refused, good ones stay', () => {
  const line = (more: Partial<Record<'address' | 'port' | 'start' | 'status', string>>) =>
    `2 1 eni ${more.address ?? '10.0.0.1'} 10.0.0.2 ${more.port ?? '1'} 2 6 1 1 ${more.start ?? now} ${now} ACCEPT ${more.status ?? 'OK'}`
  const decoded = decode(
    [
      line({}),
      `2 1 eni - - - - - - - ${now} ${now} - NODATA`,
      line({ status: 'SKIPDATA' }),
      line({ address: 'nowhere' }),
      line({ port: '65536' }),
      line({ start: String(now + 3_600) }),
      'one two three',
    ].join('\n'),
  )
  expect(decoded.accepted).toBe(1)
  expect(decoded.ignored!.map(({ code }) => code)).toEqual(['nodata', 'skipdata'])
  expect(decoded.rejected.reasons.map(({ code }) => code)).toEqual([
    'bad-address',
    'bad-number',
    'future-time',
    'bad-record',
  ])
  expect(() => decode('version srcaddr NOPE')).toThrow(BadTelemetry)
  expect(() => decode('\0\u0001')).toThrow(BadTelemetry)
})

const FLOW = fc.record({
  source: fc.oneof(fc.ipV4(), fc.ipV6()),
  destination: fc.oneof(fc.ipV4(), fc.ipV6()),
  ports: fc.tuple(fc.nat(65_535), fc.nat(65_535)),
  protocol: fc.nat(255),
  counts: fc.tuple(fc.bigInt(0n, 2n ** 64n - 1n), fc.bigInt(0n, 2n ** 64n - 1n)),
  age: fc.nat(86_400),
})

test('whatever is written comes out the same, in any order of fields', () => {
  fc.assert(
    fc.property(fc.array(FLOW, { maxLength: 5 }), (sent) => {
      const lines = sent.map(
        ({ source, destination, ports, protocol, counts, age }) =>
          `${counts[0]} ${counts[1]} ${ports[0]} ${ports[1]} ${source} ${destination} ${protocol} ${now - age} ${now} -`,
      )
      const head = 'bytes packets srcport dstport srcaddr dstaddr protocol start end action'
      const decoded = decode([head, ...lines].join('\r\n'))
      expect(decoded.rejected.count).toBe(0)
      expect(
        flowsOf(decoded).map((flow) => [
          flow.sourceAddress,
          flow.destinationAddress,
          flow.sourcePort,
          flow.destinationPort,
          flow.protocol,
          flow.bytes,
          flow.packets,
          flow.startMs,
          flow.action,
        ]),
      ).toEqual(
        sent.map(({ source, destination, ports, protocol, counts, age }) => [
          source,
          destination,
          ...ports,
          protocol,
          ...counts,
          (now - age) * 1_000,
          'unknown',
        ]),
      )
    }),
  )
})

test('whatever text or bytes come, they are decoded or refused', () => {
  const attempt = (bytes: Uint8Array) => {
    try {
      flowLogs.decode(bytes, '', { nowMs })
    } catch (error) {
      if (!(error instanceof BadTelemetry)) throw error
    }
  }
  const good = `2 1 eni 10.0.0.1 10.0.0.2 1 2 6 1 1 ${now} ${now} ACCEPT OK`
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.nat(good.length - 1),
      fc.string({ maxLength: 3 }),
      (bytes, at, text) => {
        attempt(bytes)
        attempt(Buffer.from(good.slice(0, at) + text + good.slice(at + 1)))
      },
    ),
    { numRuns: 1_000 },
  )
})

test('records in JSON say the same: one, a list, or one per line, with either sign in their names', () => {
  const record = {
    version: 2,
    account_id: '123456789010',
    'interface-id': 'eni-1235b8ca',
    srcaddr: '172.31.16.139',
    dstaddr: '172.31.16.21',
    srcport: 20641,
    dstport: '22',
    protocol: 6,
    packets: 20,
    bytes: 4249,
    start: now - 60,
    end: now,
    action: 'ACCEPT',
    log_status: 'OK',
  }
  const text = `2 123456789010 eni-1235b8ca 172.31.16.139 172.31.16.21 20641 22 6 20 4249 ${now - 60} ${now} ACCEPT OK`
  const expected = flowsOf(decode(text))
  const one = JSON.stringify(record)
  expect(flowsOf(decode(one))).toEqual(expected)
  expect(flowsOf(decode(`${one}\n${one}`))).toEqual([...expected, ...expected])
  expect(flowsOf(decode(JSON.stringify({ Records: [record] })))).toEqual(expected)
  const mixed = decode(JSON.stringify([record, 7, { ...record, srcaddr: 'nowhere' }]))
  expect(flowsOf(mixed)).toEqual(expected)
  expect(mixed.rejected).toMatchObject({
    count: 2,
    reasons: [{ code: 'bad-record' }, { code: 'bad-address' }],
  })
  expect(() => decode('{')).toThrow(BadTelemetry)
})
