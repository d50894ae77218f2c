/** Good messages of every format that is read from outside, to be damaged. */
import type { BinaryWriter as Writer } from '@bufbuild/protobuf/wire'
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import { lokiPush } from '../harness/loki-encoder.ts'
import { remoteWrite1, TYPE_1 } from '../harness/remote-write-encoder.ts'

export interface Seed {
  readonly contentType: string
  readonly bytes: Uint8Array
}

const NOW_S = 1_767_603_600
export const NOW_MS = NOW_S * 1_000
const NS = `${NOW_S}000000000`
const json = (value: unknown): Seed => ({
  contentType: 'application/json',
  bytes: Buffer.from(JSON.stringify(value)),
})
const text = (words: string, contentType = 'text/plain'): Seed => ({
  contentType,
  bytes: Buffer.from(words),
})
const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } })

/** Field numbers of OpenTelemetry's published protobuf: a message in a message in a message. */
function otlp(signal: (out: Writer) => void): Seed {
  const out = new BinaryWriter()
  const nested = (field: number, fill: () => void) => {
    out.tag(field, WireType.LengthDelimited).fork()
    fill()
    out.join()
  }
  nested(1, () =>
    nested(2, () =>
      nested(2, () => {
        signal(out)
      }),
    ),
  )
  return { contentType: 'application/x-protobuf', bytes: out.finish() }
}

/** By the name of the format. */
export const seeds: Readonly<Record<string, readonly Seed[]>> = {
  'otlp-metrics': [
    json({
      resourceMetrics: [
        {
          resource: { attributes: [attribute('service.name', 'orders')] },
          scopeMetrics: [
            {
              metrics: [
                { name: 'g', gauge: { dataPoints: [{ timeUnixNano: NS, asDouble: 1 }] } },
                {
                  name: 'h',
                  histogram: {
                    aggregationTemporality: 2,
                    dataPoints: [
                      {
                        timeUnixNano: NS,
                        count: '1',
                        sum: 1,
                        bucketCounts: ['1', '0'],
                        explicitBounds: [1],
                      },
                    ],
                  },
                },
              ],
            },
          ],
        },
      ],
    }),
    otlp((out) => {
      out.tag(1, WireType.LengthDelimited).string('m')
      out.tag(5, WireType.LengthDelimited).fork()
      out.tag(1, WireType.LengthDelimited).fork()
      out.tag(3, WireType.Bit64).fixed64(BigInt(NS))
      out.tag(4, WireType.Bit64).double(1.5)
      out.join().join()
    }),
  ],
  'otlp-logs': [
    json({
      resourceLogs: [
        {
          scopeLogs: [
            {
              logRecords: [
                {
                  timeUnixNano: NS,
                  severityNumber: 17,
                  body: { stringValue: 'no' },
                  attributes: [attribute('a', 'b')],
                },
              ],
            },
          ],
        },
      ],
    }),
    otlp((out) => {
      out.tag(1, WireType.Bit64).fixed64(BigInt(NS))
      out.tag(2, WireType.Varint).int32(17)
      out.tag(5, WireType.LengthDelimited).fork()
      out.tag(1, WireType.LengthDelimited).string('declined')
      out.join()
    }),
  ],
  'otlp-traces': [
    json({
      resourceSpans: [
        {
          scopeSpans: [
            {
              spans: [
                {
                  traceId: '0af7651916cd43dd8448eb211c80319c',
                  spanId: 'b7ad6b7169203331',
                  name: 'pay',
                  startTimeUnixNano: NS,
                  endTimeUnixNano: `${NOW_S}000001000`,
                  events: [{ timeUnixNano: NS, name: 'e' }],
                },
              ],
            },
          ],
        },
      ],
    }),
    otlp((out) => {
      out.tag(1, WireType.LengthDelimited).bytes(new Uint8Array(16).fill(1))
      out.tag(2, WireType.LengthDelimited).bytes(new Uint8Array(8).fill(2))
      out.tag(5, WireType.LengthDelimited).string('pay')
      out.tag(7, WireType.Bit64).fixed64(BigInt(NS))
      out.tag(8, WireType.Bit64).fixed64(BigInt(NS) + 5n)
    }),
  ],
  'prometheus-remote-write': [
    {
      contentType: TYPE_1,
      bytes: remoteWrite1([
        {
          labels: [
            ['__name__', 'up'],
            ['job', 'x'],
          ],
          samples: [{ value: 1, timeMs: NOW_MS }],
        },
      ]),
    },
  ],
  loki: [
    {
      contentType: 'application/x-protobuf',
      bytes: lokiPush([
        {
          labels: '{app="web"}',
          entries: [{ timeNs: BigInt(NS), line: 'up', metadata: { a: 'b' } }],
        },
      ]),
    },
    json({ streams: [{ stream: { app: 'web' }, values: [[NS, 'line', { trace: '1' }]] }] }),
  ],
  collectd: [
    json([
      {
        values: [1],
        dstypes: ['derive'],
        dsnames: ['value'],
        time: NOW_S,
        interval: 10,
        host: 'h',
        plugin: 'cpu',
        plugin_instance: '0',
        type: 'cpu',
        type_instance: 'idle',
      },
    ]),
  ],
  'vpc-flow-logs': [
    json([{ version: 2, srcaddr: '10.0.0.1', dstaddr: '10.0.0.2', start: NOW_S - 9, end: NOW_S }]),
    text(`2 1 eni-1 10.0.0.1 10.0.0.2 20641 22 6 20 4249 ${NOW_S - 60} ${NOW_S} ACCEPT OK`),
    text(
      `version srcaddr dstaddr srcport dstport protocol packets bytes start end action\n5 2001:db8::1 2001:db8::2 1 2 17 3 4 ${NOW_S - 9} ${NOW_S} REJECT`,
    ),
  ],
  activity: [
    json({
      specversion: '1.0',
      id: '7',
      source: '/shop',
      type: 'price.changed',
      subject: 'article/12',
      time: '2026-01-05T08:59:00Z',
      authid: 'mary',
      data: { address: '192.0.2.1', outcome: 'denied' },
    }),
    json({
      Records: [
        {
          eventTime: '2026-01-05T08:59:00Z',
          eventSource: 'iam',
          eventName: 'X',
          eventID: 'e',
          sourceIPAddress: '192.0.2.1',
          userIdentity: { type: 'IAMUser', userName: 'mary' },
        },
      ],
    }),
  ],
}
