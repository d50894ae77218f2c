/**
 * One syslog message, of RFC 5424 or of the older RFC 3164, which is rather a habit than a format: what is not
 * there is left out, and what cannot be read is the body.
 */
import { readStructuredData } from './structured-data.ts'

export interface SyslogMessage {
  /** 0 (kernel) to 23 (local7); 1 (user) when it is not told. */
  readonly facility: number
  /** 0 (emergency) to 7 (debug); 5 (notice) when it is not told. */
  readonly severity: number
  readonly timeNs: bigint | undefined
  readonly host: string
  readonly app: string
  readonly process: string
  readonly id: string
  readonly data: Readonly<Record<string, string>>
  readonly body: string
}

const PRIORITY = /^<(\d{1,3})>/
const RFC_5424 = /^1 (\S{1,64}) (\S{1,255}) (\S{1,255}) (\S{1,255}) (\S{1,255}) /
const ISO = /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)) /
const OLD_TIME = /^([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))? /
const HOST_AND_TAG = /^(\S{1,255}) ([^\s:[\]]{1,255})(?:\[([^\]\s]{1,128})\])?: ?/
// rsyslog relays a message of RFC 5424 that names no process in the older format with a tag that nothing ends.
const HOST_AND_WORD = /^(\S{1,255}) ([\w./-]{1,255})() (?=\S)/
const TAG = /^([^\s:[\]]{1,255})(?:\[([^\]\s]{1,128})\])?: ?/
const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec'

/** @param nowMs gives messages of RFC 3164 the year that they do not tell; their time is in our time zone */
export function readSyslogMessage(bytes: Uint8Array, nowMs: number): SyslogMessage {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString()
    .replace(/[\r\n\0]+$/, '')
  const priority = PRIORITY.exec(text)
  const code = priority ? Number(priority[1]) : Number.NaN
  const known = code <= 191
  const rest = known ? text.slice(priority![0].length) : text
  const facility = known ? code >> 3 : 1
  const severity = known ? code & 7 : 5
  const head = RFC_5424.exec(rest)
  const read = head ? newer(head, rest) : older(rest, nowMs)
  return { facility, severity, ...read }
}

type Read = Omit<SyslogMessage, 'facility' | 'severity'>

function newer(head: RegExpExecArray, text: string): Read {
  const [, time = '', host = '', app = '', process = '', id = ''] = head
  const { data, end } = readStructuredData(text, head[0].length)
  return {
    timeNs: isoNs(time),
    host: named(host),
    app: named(app),
    process: named(process),
    id: named(id),
    data,
    body: text
      .slice(end)
      // Relays that rewrite the older format put its own space after ours.
      .replace(/^ {1,2}/, '')
      .replace(/^\ufeff/, ''),
  }
}

function older(text: string, nowMs: number): Read {
  const iso = ISO.exec(text)
  const old = iso ? undefined : OLD_TIME.exec(text)
  const rest = text.slice((iso ?? old)?.[0].length ?? 0)
  // Local senders leave the host out; with a time in front, what stands before the tag is the host.
  const both = iso || old ? (HOST_AND_TAG.exec(rest) ?? (iso && HOST_AND_WORD.exec(rest))) : null
  const tag = both ?? TAG.exec(rest)
  const [host = '', app = '', process = ''] = both ? both.slice(1) : ['', ...(tag ?? []).slice(1)]
  return {
    timeNs: iso ? isoNs(iso[1]!) : old ? oldNs(old, nowMs) : undefined,
    host,
    app,
    process,
    id: '',
    data: {},
    body: rest.slice(tag?.[0].length ?? 0),
  }
}

/** A dash says that nothing is known. */
const named = (text: string) => (text === '-' ? '' : text)

function isoNs(text: string): bigint | undefined {
  const [, second = '', fraction = '', zone = ''] =
    /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(text) ?? []
  const ms = Date.parse(`${second.replace(' ', 'T')}${zone}`)
  return Number.isNaN(ms) ? undefined : nsOf(ms, fraction)
}

/** The year that brings the time closest to now: in January, December was last year. */
function oldNs(time: RegExpExecArray, nowMs: number): bigint | undefined {
  const [, name = '', day, hour, minute, second, fraction = ''] = time
  const at = MONTHS.indexOf(name)
  if (at < 0 || at % 3 !== 0) return undefined
  const year = new Date(nowMs).getFullYear()
  const candidates = [year - 1, year, year + 1].map((of) =>
    new Date(of, at / 3, Number(day), Number(hour), Number(minute), Number(second)).getTime(),
  )
  candidates.sort((a, b) => Math.abs(a - nowMs) - Math.abs(b - nowMs))
  return nsOf(candidates[0]!, fraction)
}

const nsOf = (ms: number, fraction: string) =>
  BigInt(ms) * 1_000_000n + BigInt(fraction.padEnd(9, '0'))
