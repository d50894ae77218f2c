/**
 * Records shaped like CloudTrail's.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
import type { Activity } from '../../model.ts'
import { isObject, type JsonObject, textOf } from '../json-body.ts'

/** What a record says, before it is checked. */
export type SaidActivity = Omit<Activity, 'timeMs' | 'raw'> & {
  /** ISO 8601, or nothing. */
  readonly time: string
}

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

export function fromTrailRecord(record: JsonObject): SaidActivity {
  const text = (name: string) => textOf(record[name])
  const identity = isObject(record.userIdentity) ? record.userIdentity : {}
  const failure = text('errorCode')
  return {
    time: text('eventTime'),
    id: text('eventID'),
    actor: actorOf(identity),
    actorKind: textOf(identity.type),
    address: text('sourceIPAddress'),
    agent: text('userAgent'),
    source: text('eventSource'),
    action: text('eventName'),
    target: targetOf(record),
    outcome: outcomeOf(record, failure),
    reason: [failure, text('errorMessage')].filter(Boolean).join(': '),
    attributes: Object.fromEntries(
      ATTRIBUTES.flatMap((name) => {
        const value = text(name)
        return value === '' ? [] : [[name, value]]
      }),
    ),
  }
}

/** Who: the name of a person or role, before numbers that mean nothing to anybody. */
function actorOf(identity: JsonObject): string {
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
function targetOf(record: JsonObject): string {
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

function outcomeOf(record: JsonObject, failure: string): Activity['outcome'] {
  if (/denied|unauthorized|forbidden|notauthorized/i.test(failure)) return 'denied'
  if (failure !== '') return 'error'
  const response = isObject(record.responseElements) ? record.responseElements : {}
  return textOf(response.ConsoleLogin) === 'Failure' ? 'denied' : 'ok'
}
