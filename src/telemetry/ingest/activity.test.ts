/** Activity records answer who, what, from where, on what and how it ended, and stay whole beside it. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Activity } from '../model.ts'
import { activity } from './activity.ts'
import { BadTelemetry } from './format.ts'

const nowMs = Date.UTC(2026, 0, 5, 9)
const decode = (text: string) => activity.decode(Buffer.from(text), '', { nowMs })
const activitiesOf = ({ batch }: ReturnType<typeof decode>): readonly Activity[] =>
  batch.signal === 'activity' ? batch.activities : []

const RECORD = {
  eventVersion: '1.08',
  userIdentity: { type: 'IAMUser', userName: 'mary', arn: 'arn:aws:iam::1234:user/mary' },
  eventTime: '2026-01-05T08:59:00Z',
  eventSource: 'ec2.amazonaws.com',
  eventName: 'StopInstances',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '192.0.2.76',
  userAgent: 'aws-cli/2',
  requestParameters: { instancesSet: { items: [{ instanceId: 'i-1' }] }, force: false },
  responseElements: null,
  eventID: 'e1',
  readOnly: false,
}

test('a file, a single record and one per line say the same', () => {
  const expected: Activity = {
    timeMs: Date.UTC(2026, 0, 5, 8, 59),
    id: 'e1',
    actor: 'mary',
    actorKind: 'IAMUser',
    address: '192.0.2.76',
    agent: 'aws-cli/2',
    source: 'ec2.amazonaws.com',
    action: 'StopInstances',
    target: '',
    outcome: 'ok',
    reason: '',
    attributes: { awsRegion: 'eu-west-1', readOnly: 'false' },
    raw: JSON.stringify(RECORD),
  }
  const text = JSON.stringify(RECORD)
  for (const body of [
    JSON.stringify({ Records: [RECORD] }),
    JSON.stringify({ Records: [RECORD] }, undefined, 2),
    text,
    `[${text}]`,
  ])
    expect(activitiesOf(decode(body))).toEqual([expected])
  expect(activitiesOf(decode(`${text}\n\n${text}\n`))).toEqual([expected, expected])
})

for (const [what, more, expected] of [
  [
    'a denial',
    { errorCode: 'AccessDenied', errorMessage: 'no' },
    { outcome: 'denied', reason: 'AccessDenied: no' },
  ],
  ['a mistake', { errorCode: 'ValidationError' }, { outcome: 'error', reason: 'ValidationError' }],
  [
    'a sign-in that failed',
    { eventName: 'ConsoleLogin', responseElements: { ConsoleLogin: 'Failure' } },
    { outcome: 'denied' },
  ],
  ['resources', { resources: [{ ARN: 'arn:a' }, { ARN: 'arn:b' }] }, { target: 'arn:a arn:b' }],
  ['a bucket', { requestParameters: { bucketName: 'logs', n: 1 } }, { target: 'logs' }],
  [
    'a role',
    {
      userIdentity: {
        type: 'AssumedRole',
        principalId: 'AROA:s',
        sessionContext: { sessionIssuer: { arn: 'arn:aws:iam::1:role/deploy' } },
      },
    },
    { actor: 'arn:aws:iam::1:role/deploy', actorKind: 'AssumedRole' },
  ],
  [
    'a service',
    { userIdentity: { invokedBy: 'autoscaling.amazonaws.com' } },
    { actor: 'autoscaling.amazonaws.com' },
  ],
] as const)
  test(`${what} is understood`, () => {
    expect(activitiesOf(decode(JSON.stringify({ ...RECORD, ...more })))[0]).toMatchObject(expected)
  })

test('what is no record is refused with its reason, its neighbours are kept', () => {
  const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`
  const records = [
    JSON.stringify(RECORD),
    '7',
    JSON.stringify({ ...RECORD, eventName: '' }),
    JSON.stringify({ ...RECORD, eventTime: 'yesterday' }),
    JSON.stringify({ ...RECORD, eventTime: '2026-02-05T00:00:00Z' }),
    JSON.stringify({ ...RECORD, blob: 'x'.repeat(300_000) }),
    `${JSON.stringify(RECORD).slice(0, -1)},"deep":${deep}}`,
  ]
  const decoded = decode(`{"Records":[${records.join(',')}]}`)
  expect(decoded.accepted).toBe(1)
  expect(decoded.rejected.reasons.map(({ code }) => code)).toEqual([
    'bad-record',
    'no-action',
    'no-time',
    'future-time',
    'record-too-long',
    'nested-too-deeply',
  ])
  expect(decode(`${JSON.stringify(RECORD)}\n{"half":`)).toMatchObject({
    accepted: 1,
    rejected: { reasons: [{ code: 'bad-record', count: 1 }] },
  })
  for (const body of ['{', 'text', '3', '{"Records":{}}'])
    expect(() => decode(body), body).toThrow(BadTelemetry)
})

test('whatever stands in a record, it is decoded or refused', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.keys(RECORD)),
      fc.jsonValue(),
      fc.json(),
      (name, value, text) => {
        decode(JSON.stringify({ ...RECORD, [name]: value }))
        try {
          decode(text)
        } catch (error) {
          if (!(error instanceof BadTelemetry)) throw error
        }
      },
    ),
    { numRuns: 500 },
  )
})

test('an event says what was done in which system to what, and its extension or data who did it', () => {
  const event = {
    specversion: '1.0',
    id: '7',
    source: '/shop/admin',
    type: 'shop.price.changed',
    subject: 'article/12',
    time: '2026-01-05T08:59:00Z',
    authtype: 'user',
    authid: 'mary',
    tenant: 'shop',
    data: { address: '192.0.2.76', outcome: 'denied', reason: 'not her article' },
  }
  const decoded = decode(JSON.stringify([event, { ...event, type: 5, source: '' }]))
  expect(activitiesOf(decoded)).toEqual([
    {
      timeMs: Date.UTC(2026, 0, 5, 8, 59),
      id: '/shop/admin#7',
      actor: 'mary',
      actorKind: 'user',
      address: '192.0.2.76',
      agent: '',
      source: '/shop/admin',
      action: 'shop.price.changed',
      target: 'article/12',
      outcome: 'denied',
      reason: 'not her article',
      attributes: { tenant: 'shop' },
      raw: JSON.stringify(event),
    },
  ])
  expect(decoded.rejected).toMatchObject({ count: 1, reasons: [{ code: 'no-action' }] })
  // A trail that is carried by events is read as a trail.
  const carried = decode(JSON.stringify({ ...event, data: RECORD }))
  expect(activitiesOf(carried)).toMatchObject([
    { id: 'e1', actor: 'mary', action: 'StopInstances', source: 'ec2.amazonaws.com' },
  ])
})
