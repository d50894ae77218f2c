/** Syslog messages of both formats, framed in both ways, become records; the examples are written after the RFCs. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LogRecord } from '../model.ts'
import { decodeSyslog, MAX_MESSAGE_BYTES, SyslogFraming } from './syslog.ts'

const nowMs = Date.UTC(2026, 0, 5, 9)
const nowNs = BigInt(nowMs) * 1_000_000n
const decode = (text: string, at = nowMs) =>
  decodeSyslog([Buffer.from(text)], '192.0.2.9', { nowMs: at })
const recordsOf = ({ batch }: ReturnType<typeof decode>): readonly LogRecord[] =>
  batch.signal === 'logs' ? batch.records : []
const recordOf = (text: string, at = nowMs) => recordsOf(decode(text, at))[0]

test('RFC 5424 with structured data, a zone and microseconds', () => {
  expect(
    recordOf(
      '<165>1 2026-01-05T10:00:00.000003+01:00 mymachine.example evntslog 111 ID47 [exampleSDID@32473 iut="3" eventSource="App\\"lication\\]\\\\"][x@1] \ufeffAn application event',
    ),
  ).toEqual({
    timeNs: nowNs + 3_000n,
    observedMs: nowMs,
    service: 'evntslog',
    host: 'mymachine.example',
    severity: 10,
    traceId: '',
    spanId: '',
    body: 'An application event',
    attributes: {
      'exampleSDID@32473.iut': '3',
      'exampleSDID@32473.eventSource': 'App"lication]\\',
      'syslog.facility': 'local4',
      'syslog.procid': '111',
      'syslog.msgid': 'ID47',
    },
    resource: { 'service.name': 'evntslog', 'host.name': 'mymachine.example' },
  })
})

test('RFC 3164 has neither year nor zone: the nearest year in ours', () => {
  const local = new Date(2026, 0, 5, 9).getTime()
  const record = recordOf("<34>Jan  5 08:59:58 mymachine su[42]: 'su root' failed", local)
  expect(record).toMatchObject({
    timeNs: BigInt(local - 2_000) * 1_000_000n,
    host: 'mymachine',
    service: 'su',
    severity: 18,
    body: "'su root' failed",
    attributes: { 'syslog.facility': 'auth', 'syslog.procid': '42' },
  })
  const december = recordOf(
    '<13>Dec 31 23:59:59 host app: x',
    new Date(2026, 0, 1, 0, 0, 1).getTime(),
  )
  expect(december!.timeNs).toBe(BigInt(new Date(2025, 11, 31, 23, 59, 59).getTime()) * 1_000_000n)
})

for (const [what, text, expected] of [
  [
    'the format of rsyslog, with the time of 5424 in the order of 3164',
    '<13>2026-01-05T09:00:00.5+00:00 web nginx: GET /',
    { timeNs: nowNs + 500_000_000n, host: 'web', service: 'nginx', body: 'GET /' },
  ],
  [
    'a tag that nothing ends, as rsyslog relays what names no process',
    '<13>2026-01-05T09:00:00+00:00 web nginx not a word: more',
    { host: 'web', service: 'nginx', body: 'not a word: more' },
  ],
  ['nothing known', '<14>1 - - - - - -', undefined],
  [
    'nothing known but words',
    '<14>1 - - - - - - words',
    { timeNs: nowNs, host: '192.0.2.9', service: '', severity: 9, body: 'words' },
  ],
  [
    'structured data that is broken stays in the body',
    '<14>1 - h a - - [x y=z] words',
    { body: '[x y=z] words', attributes: { 'syslog.facility': 'user' } },
  ],
  ['the second space of rsyslog', '<14>1 - h a - - -  through', { body: 'through', service: 'a' }],
  ['no host', '<13>app[7]: hi', { host: '192.0.2.9', service: 'app', body: 'hi' }],
  ['no priority', 'just words', { severity: 10, body: 'just words', host: '192.0.2.9' }],
  ['a priority that is none', '<999>words', { severity: 10, body: '<999>words' }],
  ['a month that is none', '<13>Foo  5 09:00:00 host app: x', { timeNs: nowNs }],
] as const)
  test(`a message with ${what}`, () => {
    const record = recordOf(text)
    if (expected) expect(record).toMatchObject(expected)
    else expect(decode(text).rejected.reasons).toMatchObject([{ code: 'empty', count: 1 }])
  })

test('a time too far away is refused', () => {
  expect(decode('<13>1 2026-01-05T10:00:00Z h a - - - x').rejected.reasons).toMatchObject([
    { code: 'future-time' },
  ])
})

const MESSAGE = fc
  .string({ minLength: 1, maxLength: 40 })
  .map((text) => `<13>1 - - - - - - ${text}`)

test('however a stream is cut into pieces, the messages are the same, in both framings', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(MESSAGE, fc.boolean()), { maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 10 }),
      (messages, cuts) => {
        const stream = Buffer.concat(
          messages.map(([text, counted]) =>
            Buffer.from(counted ? `${Buffer.byteLength(text)} ${text}` : `${text}\n`),
          ),
        )
        const framing = new SyslogFraming()
        const found: string[] = []
        for (let at = 0, i = 0; at < stream.length; i++) {
          const size = cuts[i % cuts.length]!
          for (const part of framing.push(stream.subarray(at, at + size)))
            found.push(Buffer.from(part).toString())
          at += size
        }
        expect(framing.end()).toEqual([])
        expect(found).toEqual(messages.map(([text]) => text))
      },
    ),
  )
})

test('a last line without its end counts, half a counted message does not', () => {
  const framing = new SyslogFraming()
  expect(framing.push(Buffer.from('<13>a\n<13>b'))).toHaveLength(1)
  expect(framing.end().map(String)).toEqual(['<13>b'])
  framing.push(Buffer.from('50 <13>half'))
  expect(framing.end()).toEqual([])
})

test('a message that is too long is dropped and counted, and holds no memory', () => {
  const framing = new SyslogFraming()
  const long = 'x'.repeat(MAX_MESSAGE_BYTES + 1)
  expect(framing.push(Buffer.from(`<13>${long}`))).toEqual([])
  for (let i = 0; i < 10; i++) expect(framing.push(Buffer.from(long))).toEqual([])
  expect(framing.push(Buffer.from('end\n<13>next\n')).map(String)).toEqual(['<13>next'])
  const counted = `${MAX_MESSAGE_BYTES + 7} ${'y'.repeat(MAX_MESSAGE_BYTES + 7)}5 <13>z`
  expect(framing.push(Buffer.from(counted)).map(String)).toEqual(['<13>z'])
  expect(framing.takeTooLong()).toBe(2)
})

test('whatever bytes come, they become records or are counted', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.string({ maxLength: 60 }), (bytes, text) => {
      const framing = new SyslogFraming()
      const messages = [...framing.push(bytes), ...framing.end(), bytes]
      const all = [
        ...messages,
        ...[`<13>1 ${text}`, `<13>${text}`].map((each) => Buffer.from(each)),
      ]
      const decoded = decodeSyslog(all, 's', { nowMs })
      expect(decoded.accepted + decoded.rejected.count).toBe(all.length)
    }),
    { numRuns: 2_000 },
  )
})
