/**
 * Activity records shaped like CloudTrail's: `{"Records":[…]}` as its files have it, one record, or one per line.
 * What everybody asks (who, what, from where, on what, how it ended) has fields; the whole record is kept as well.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
import { createHash } from 'node:crypto'
import type { Activity } from '../model.ts'
import { Checks } from './checks.ts'
import { BadTelemetry, type IngestFormat, plainAnswers } from './format.ts'
import { isObject, readJsonLines } from './json-body.ts'

type Json = Readonly<Record<string, unknown>>

/** What of a record becomes attributes, by its names of them. */
const ATTRIBUTES = [
  'awsRegion',
  'recipientAccountId',
  'requestID',
  'eventType',
  'eventCategory',
  'managementEvent',
  'readOnly',
  'vpcEndpointId',
  'sharedEventID',
] as const

export const activity: IngestFormat = {
  name: 'activity',
  path: '/activity',
  signal: 'activity',
  decode(bytes, _contentType, context) {
    const checks = new Checks('activity', context)
    const activities: Activity[] = []
    for (const record of readJsonLines(bytes).flatMap(recordsOf)) {
      const read = isObject(record) ? activityOf(record, checks) : undefined
      if (read) activities.push(read)
      else if (!isObject(record)) checks.reject('bad-record', 'It is no record.')
    }
    return {
      batch: { signal: 'activity', activities },
      accepted: activities.length,
      rejected: checks.rejections.toResult(),
    }
  },
  ...plainAnswers,
}

function recordsOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  if (value === undefined) return [value]
  if (!isObject(value)) throw new BadTelemetry({ reason: 'it is neither a record nor a list' })
  if (!('Records' in value)) return [value]
  if (Array.isArray(value.Records)) return value.Records
  throw new BadTelemetry({ reason: 'its Records are no list' })
}

function activityOf(record: Json, checks: Checks): Activity | undefined {
  const text = (name: string) => textOf(record[name])
  const action = text('eventName')
  const source = text('eventSource')
  if (action === '' || source === '') {
    checks.reject('no-action', 'It has no eventName or no eventSource.')
    return undefined
  }
  const timeMs = Date.parse(text('eventTime'))
  if (!checks.time(Number.isNaN(timeMs) ? 0 : timeMs)) return undefined
  const raw = rawOf(record)
  if (raw === undefined) {
    checks.reject('nested-too-deeply', 'It is nested too deeply.')
    return undefined
  }
  if (raw.length > checks.limits.maxBodyLength) {
    checks.reject('record-too-long', 'It is longer than a record may be.')
    return undefined
  }
  const attributes = Object.fromEntries(
    ATTRIBUTES.flatMap((name) => {
      const value = text(name)
      return value === '' ? [] : [[name, value]]
    }),
  )
  const identity = isObject(record.userIdentity) ? record.userIdentity : {}
  const failure = text('errorCode')
  const made = {
    timeMs,
    actor: actorOf(identity),
    actorKind: textOf(identity.type),
    address: text('sourceIPAddress'),
    agent: text('userAgent'),
    source,
    action,
    target: targetOf(record),
    reason: [failure, text('errorMessage')].filter(Boolean).join(': '),
  }
  if (!checks.attributes({ ...attributes, ...made, timeMs: '' })) return undefined
  return {
    ...made,
    id: text('eventID') || createHash('sha256').update(raw).digest('hex').slice(0, 32),
    outcome: outcomeOf(record, failure),
    attributes,
    raw,
  }
}

/** The record as text; undefined when it is nested deeper than can be written. */
function rawOf(record: Json): string | undefined {
  try {
    return JSON.stringify(record)
  } catch {
    return undefined
  }
}

/** Who: the name of a person or role, before numbers that mean nothing to anybody. */
function actorOf(identity: Json): string {
  const session = isObject(identity.sessionContext) ? identity.sessionContext : {}
  const issuer = isObject(session.sessionIssuer) ? session.sessionIssuer : {}
  return (
    textOf(identity.userName) ||
    textOf(identity.arn) ||
    textOf(issuer.arn) ||
    textOf(identity.invokedBy) ||
    textOf(identity.principalId) ||
    textOf(identity.accountId)
  )
}

/** On what: the resources, or the first name or id that was asked for. */
function targetOf(record: Json): string {
  const resources = Array.isArray(record.resources) ? record.resources : []
  const names = resources.flatMap((resource) =>
    isObject(resource) ? [textOf(resource.ARN) || textOf(resource.arn)] : [],
  )
  const named = names.filter(Boolean).join(' ')
  if (named) return named
  if (!isObject(record.requestParameters)) return ''
  const [first] = Object.entries(record.requestParameters).filter(
    ([name, value]) => typeof value === 'string' && /(?:name|id|arn|key)$/i.test(name),
  )
  return first ? textOf(first[1]) : ''
}

function outcomeOf(record: Json, failure: string): Activity['outcome'] {
  if (/denied|unauthorized|forbidden|notauthorized/i.test(failure)) return 'denied'
  if (failure !== '') return 'error'
  const response = isObject(record.responseElements) ? record.responseElements : {}
  return textOf(response.ConsoleLogin) === 'Failure' ? 'denied' : 'ok'
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}
