/**
 * VPC flow log records, versions 2 to 5, as lines of text or in JSON. In text a first line of field names says which
 * fields there are and in which order, as files in S3 have it; without one they are the default fields of version 2.
 * Source: https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
import { isIP } from 'node:net'
import type { Flow } from '../model.ts'
import { Checks } from './checks.ts'
import { BadTelemetry, type IngestFormat, plainAnswers, Rejections } from './format.ts'
import { isObject, readJsonLines, textOf } from './json-body.ts'

const VERSION_2 =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status'
/** Fields that have a place of their own; all others become attributes. */
const PLACED = new Set([
  'version',
  'interface-id',
  'srcaddr',
  'dstaddr',
  'srcport',
  'dstport',
  'protocol',
  'packets',
  'bytes',
  'start',
  'end',
  'action',
  'log-status',
  'tcp-flags',
  'flow-direction',
  'instance-id',
])
const MAX_FIELDS = 64

export const flowLogs: IngestFormat = {
  name: 'vpc-flow-logs',
  path: '/flows',
  signal: 'flows',
  decode(bytes, _contentType, context) {
    const checks = new Checks('flows', context)
    const ignored = new Rejections()
    const flows: Flow[] = []
    for (const record of isJson(bytes) ? recordsOfJson(bytes) : recordsOfText(bytes)) {
      if (!record) {
        checks.reject(
          'bad-record',
          'It is no record, or has not as many values as there are fields.',
        )
        continue
      }
      const status = record.get('log-status')
      if (status === 'NODATA' || status === 'SKIPDATA')
        ignored.add(status.toLowerCase(), 'The record says that nothing was recorded.')
      else {
        const flow = flowOf(record, checks)
        if (flow) flows.push(flow)
      }
    }
    return {
      batch: { signal: 'flows', flows },
      accepted: flows.length,
      rejected: checks.rejections.toResult(),
      ignored: ignored.toResult().reasons,
    }
  },
  ...plainAnswers,
}

type FlowRecord = ReadonlyMap<string, string | undefined>

/** Undefined for a line that does not fit the fields. */
function* recordsOfText(bytes: Uint8Array): IterableIterator<FlowRecord | undefined> {
  let fields = VERSION_2.split(' ')
  for (const line of linesOf(bytes)) {
    const values = line.split(/\s+/)
    const header = headerOf(values)
    if (header) fields = header
    else if (values.length !== fields.length && !saysNothing(values)) yield undefined
    else yield new Map(fields.map((field, i) => [field, present(values[i])]))
  }
}

/** Such records may leave out what they have not seen. */
const saysNothing = (values: readonly string[]) =>
  values.includes('NODATA') || values.includes('SKIPDATA')

const isJson = (bytes: Uint8Array) => /^\s*[[{]/.test(Buffer.from(bytes.subarray(0, 64)).toString())

/** One record, one per line, or lists of them; names may have `_` where text has `-`. */
function recordsOfJson(bytes: Uint8Array): (FlowRecord | undefined)[] {
  const listed = (value: unknown) =>
    isObject(value) && Array.isArray(value.Records) ? value.Records : value
  return readJsonLines(bytes)
    .flatMap(listed)
    .map((record) =>
      isObject(record)
        ? new Map(
            Object.entries(record)
              .slice(0, MAX_FIELDS)
              .map(([name, value]) => [
                name.replaceAll('_', '-'),
                present(textOf(value) || undefined),
              ]),
          )
        : undefined,
    )
}

function linesOf(bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()
  if (text.includes('\0')) throw new BadTelemetry({ reason: 'it is not text' })
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
}

/** The names of the fields, when these are names: `${version} ${srcaddr}` is how a format is declared. */
function headerOf(values: readonly string[]): string[] | undefined {
  const names = values.map((value) => value.replace(/^\$\{(.*)\}$/, '$1'))
  if (!names.includes('srcaddr') && !names.includes('version')) return undefined
  if (names.length > MAX_FIELDS || names.some((name) => !/^[a-z][a-z0-9-]*$/.test(name)))
    throw new BadTelemetry({ reason: 'its line of field names cannot be read' })
  return names
}

/** A dash says that the field does not apply. */
const present = (value: string | undefined) => (value === '-' ? undefined : value)

function flowOf(record: FlowRecord, checks: Checks): Flow | undefined {
  const refuse = (code: string, message: string) => {
    checks.reject(code, message)
    return undefined
  }
  const whole = (field: string, most: bigint): bigint | undefined => {
    const text = record.get(field) ?? '0'
    if (!/^\d{1,20}$/.test(text) || BigInt(text) > most) return undefined
    return BigInt(text)
  }
  const sourceAddress = record.get('srcaddr') ?? record.get('pkt-srcaddr') ?? ''
  const destinationAddress = record.get('dstaddr') ?? record.get('pkt-dstaddr') ?? ''
  if (isIP(sourceAddress) === 0 || isIP(destinationAddress) === 0)
    return refuse('bad-address', 'It has no source or destination address.')
  const [sport, dport, flags] = ['srcport', 'dstport', 'tcp-flags'].map((field) =>
    whole(field, 65_535n),
  )
  const protocol = whole('protocol', 255n)
  const [packets, bytes] = ['packets', 'bytes'].map((field) => whole(field, 2n ** 64n - 1n))
  const [start, end] = ['start', 'end'].map((field) => whole(field, 10n ** 11n))
  if (
    sport === undefined ||
    dport === undefined ||
    flags === undefined ||
    protocol === undefined ||
    packets === undefined ||
    bytes === undefined ||
    start === undefined ||
    end === undefined
  )
    return refuse('bad-number', 'One of its numbers is none, or too large.')
  const startMs = Number(start) * 1_000
  if (!checks.time(startMs)) return undefined
  const attributes = Object.fromEntries(
    [...record].flatMap(([field, value]) => (value && !PLACED.has(field) ? [[field, value]] : [])),
  )
  if (!checks.attributes(attributes)) return undefined
  const action = record.get('action')
  const direction = record.get('flow-direction')
  return {
    startMs,
    endMs: Math.max(startMs, Number(end) * 1_000),
    host: record.get('instance-id') ?? '',
    interfaceId: record.get('interface-id') ?? '',
    direction: direction === 'ingress' || direction === 'egress' ? direction : '',
    sourceAddress,
    destinationAddress,
    sourcePort: Number(sport),
    destinationPort: Number(dport),
    protocol: Number(protocol),
    packets,
    bytes,
    action: action === 'ACCEPT' ? 'accept' : action === 'REJECT' ? 'reject' : 'unknown',
    tcpFlags: Number(flags),
    attributes,
  }
}
