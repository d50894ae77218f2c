/** What other systems send: proven, understood, and taken once however often and in which order it comes. */
import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { silentLog } from '#base'
import { deployments } from '#evolve'
import { confirmSubscription } from '#operate'
import { mountEvents } from '../../src/api/interfaces/events/index.ts'
import { deploymentStatus, signedByGithub, workflowRun } from '../harness/github.ts'
import { type Intake, openIntake } from '../harness/intake.ts'
import { cloudWatchAlarm, type FakeSns, openSns, TOPIC } from '../harness/sns.ts'

const SECRET = 'correct-horse'
let intake: Intake
let sns: FakeSns

const MAP = {
  each: 'body.alerts',
  title: 'item.title',
  identity: 'item.id',
  state: 'item.state',
  severity: 'item.level',
  labels: { zone: 'item.zone' },
  at: 'item.at',
  delivery: 'body.delivery',
}

beforeEach(async () => {
  sns = openSns()
  intake = await openIntake(
    (app, { ledger }) =>
      mountEvents(app, {
        ...{ ledger, log: silentLog, needsToken: false, fetch: sns.fetch },
        secrets: (name) => (name === 'hook' ? SECRET : undefined),
      }),
    { more: [deployments] },
  )
  await intake.apply({
    alarm: {
      slow: { pushed: {} },
      tool: { pushed: { source: 'tool', match: { source: 'tool' } } },
      nightly: { pushed: { match: { alertname: 'workflow-failed' } } },
    },
    'event-source': {
      tool: { title: 'A tool', format: 'webhook', secret: 'hook', map: MAP },
      news: {
        ...{ title: 'News', format: 'webhook', secret: 'hook', proof: 'standard-webhooks' },
        map: { when: 'body.kind == "news"', title: 'body.text' },
      },
      forge: {
        ...{ title: 'GitHub', format: 'github', secret: 'hook' },
        components: { 'acme/orders': 'order-service' },
      },
      cloud: { title: 'AWS', format: 'sns', topics: [TOPIC] },
      locked: { title: 'No key', format: 'github', secret: 'lost' },
    },
  })
})
afterEach(() => intake.close())

const answerOf = async (response: Response) => ({
  status: response.status,
  ...((await response.json()) as { data?: unknown; detail?: string; code?: string }),
})
const at = (ms: number) => new Date(intake.clock.now() + ms).toISOString()

describe('a webhook with a mapping', () => {
  let delivery = 0
  const send = async (alerts: object[], id = `d${++delivery}`, token = SECRET) =>
    answerOf(
      await intake.post(
        '/events/tool',
        { delivery: id, alerts },
        { authorization: `Bearer ${token}` },
      ),
    )
  const one = (state: unknown, sinceMs: number, more: object = {}) => ({
    ...{ id: 'a', title: 'Disk is full', level: 'high', zone: 'north', state, at: at(sinceMs) },
    ...more,
  })

  test('raises an alarm and ends it, by its identity, whatever its labels are by then', async () => {
    expect(await send([one('firing', 0)])).toMatchObject({ status: 201, data: { alerts: 1 } })
    await intake.settle()
    const [raised] = await intake.facts('alarm.raised')
    expect(raised?.data).toMatchObject({
      alarm: 'tool',
      labels: { identity: 'a', source: 'tool', zone: 'north', severity: 'high' },
      annotations: { summary: 'Disk is full' },
    })
    await send([one('resolved', 500, { zone: 'elsewhere' })])
    await intake.settle()
    expect(await intake.state('tool')).toBe('ok')
    expect((await intake.incidents()).map(({ state }) => state)).toEqual(['resolved'])
  })

  test('a repeated delivery gets the first answer, and changes nothing', async () => {
    const first = await send([one('firing', 0)], 'same')
    await intake.settle()
    await send([one('resolved', 500)], 'other')
    await intake.settle()
    const head = await intake.store.ledger.head()
    expect(await send([one('firing', 900)], 'same')).toEqual(first)
    await intake.settle()
    expect(await intake.store.ledger.head()).toBe(head)
    expect(await intake.state('tool')).toBe('ok')
    // A day later nobody remembers it, and it is new.
    intake.clock.advance(86_400_000 + 1_000)
    await send([one('firing', 0)], 'same')
    await intake.settle()
    expect(await intake.state('tool')).toBe('firing')
  })

  test('the same delivery at the same moment, many times, is taken once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => send([one('firing', 0)], 'same')),
    )
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]).toMatchObject({ status: 201 })
    const bodies = Array.from({ length: 12 }, () =>
      intake.post('/events', {
        ...{
          specversion: '1.0',
          id: '1',
          source: 'ci',
          type: 'dev.cdevents.service.deployed.0.2.0',
        },
        data: { subject: { content: { service: 'a', version: '2', environment: 'test' } } },
      }),
    )
    expect((await Promise.all(bodies)).every(({ status }) => status === 201)).toBe(true)
    expect(await intake.facts('deployment.finished')).toHaveLength(1)
  })

  test('what comes late changes nothing: neither a begin after its end, nor an end after a new begin', async () => {
    await send([one('firing', -5_000)])
    await intake.settle()
    await send([one('resolved', -3_000)])
    await intake.settle()
    await send([one('firing', -6_000)])
    await intake.settle()
    expect(await intake.state('tool')).toBe('ok')
    await send([one('firing', 0)])
    await intake.settle()
    await send([one('resolved', -3_500)])
    await intake.settle()
    expect(await intake.state('tool')).toBe('firing')
    expect(await intake.incidents()).toMatchObject([{ state: 'open', reopenedCount: 1 }])
  })

  test('an end of something unknown is kept, so that its late begin is over already', async () => {
    await send([one('resolved', 0)])
    await intake.settle()
    await send([one('firing', -2_000)])
    await intake.settle()
    expect(await intake.facts('alarm.raised')).toEqual([])
    await send([one('firing', 1)])
    await intake.settle()
    expect(await intake.state('tool')).toBe('firing')
  })

  test('a clock that is ahead does not outrank what is said later', async () => {
    await send([one('firing', 3_600_000)])
    await intake.settle()
    intake.clock.advance(10_000)
    await send([one('resolved', 0)])
    await intake.settle()
    expect(await intake.state('tool')).toBe('ok')
  })

  test.each<[string, object, string]>([
    ['a state that nobody knows', { state: 'perhaps' }, 'neither firing nor resolved'],
    ['no title', { title: undefined }, 'title'],
    ['no identity', { id: '' }, 'identity'],
  ])('with %s it is refused whole', async (_, more, why) => {
    const answer = await send([one('firing', 0, { id: 'b' }), one('firing', 0, more)])
    expect(answer).toMatchObject({ status: 400, code: 'events.not-understood' })
    expect(answer.detail).toContain(why)
    await intake.settle()
    expect(await intake.facts('alarm.raised')).toEqual([])
  })

  test('a wrong token, or none, is refused; a zero byte is not', async () => {
    expect(await send([one('firing', 0)], 'x', 'wrong')).toMatchObject({ status: 401 })
    expect((await intake.post('/events/tool', { delivery: 'x', alerts: [] })).status).toBe(401)
    const basic = Buffer.from(`anybody:${SECRET}`).toString('base64')
    const body = { delivery: 'y', alerts: [one('firing', 0, { title: 'a\0b' })] }
    const taken = await intake.post('/events/tool', body, { authorization: `Basic ${basic}` })
    expect(taken.status).toBe(201)
  })

  test('one that is signed is believed while it is fresh, and tells events', async () => {
    const post = (kind: string, id: string, timeMs: number, secret = SECRET) => {
      const body = JSON.stringify({ kind, text: 'Lines were cut' })
      const time = Math.floor(timeMs / 1_000)
      const hmac = createHmac('sha256', secret).update(`${id}.${time}.${body}`).digest('base64')
      return intake.post('/events/news', body, {
        ...{ 'webhook-id': id, 'webhook-timestamp': `${time}` },
        'webhook-signature': `v1,wrong v1,${hmac}`,
      })
    }
    const now = intake.clock.now()
    expect((await post('news', '1', now)).status).toBe(201)
    expect((await post('news', '1', now)).status).toBe(201)
    expect((await post('gossip', '2', now)).status).toBe(200)
    expect((await post('news', '3', now - 600_000)).status).toBe(401)
    expect((await post('news', '4', now, 'wrong')).status).toBe(401)
    const events = await intake.facts('event.received')
    expect(events.map(({ data }) => data)).toMatchObject([
      { source: 'news', title: 'Lines were cut' },
    ])
  })
})

describe('GitHub', () => {
  const send = async (event: string, id: string, payload: unknown, secret = SECRET) => {
    const { body, headers } = signedByGithub(event, id, payload, secret)
    return answerOf(await intake.post('/events/forge', body, headers))
  }

  test('a deployment becomes a change, once', async () => {
    expect(await send('deployment_status', '1', deploymentStatus('in_progress'))).toMatchObject({
      data: { taken: 'ignored' },
    })
    expect(await send('deployment_status', '2', deploymentStatus('success'))).toMatchObject({
      status: 201,
    })
    await send('deployment_status', '2', deploymentStatus('success'))
    // Its redelivery after days is still the same.
    intake.clock.advance(3 * 86_400_000)
    expect(await send('deployment_status', '2', deploymentStatus('success'))).toMatchObject({
      data: { taken: 'ignored', why: 'it was taken before' },
    })
    const found = await intake.facts('deployment.finished')
    expect(found).toMatchObject([
      {
        ...{ subject: 'component:order-service', time: '2026-01-07T11:59:00.000Z' },
        data: { environment: 'production', version: 'v1.5.0', outcome: 'success' },
      },
    ])
  })

  test('a workflow that fails is an event and an alert until it succeeds', async () => {
    await send('workflow_run', '1', workflowRun('failure', at(-2_000)))
    await intake.settle()
    expect(await intake.state('nightly')).toBe('firing')
    expect((await intake.facts('event.received')).map(({ data }) => data)).toMatchObject([
      { type: 'workflow.failed', title: 'nightly of acme/orders failed on main' },
    ])
    await send('workflow_run', '2', workflowRun('cancelled', at(-1_000)))
    await send('workflow_run', '3', workflowRun(null, at(-1_000), 'requested'))
    await intake.settle()
    expect(await intake.state('nightly')).toBe('firing')
    await send('workflow_run', '4', workflowRun('success', at(0)))
    await intake.settle()
    expect(await intake.state('nightly')).toBe('ok')
  })

  test('without its signature nothing is read', async () => {
    expect(await send('ping', '1', {}, 'wrong')).toMatchObject({ status: 401 })
    expect(await send('ping', '2', {})).toMatchObject({ status: 200, data: { taken: 'ignored' } })
    const { body, headers } = signedByGithub('ping', '3', {}, '')
    const locked = await intake.post('/events/locked', body, headers)
    expect((await answerOf(locked)).detail).toContain('no secret named lost')
    expect((await intake.post('/events/nobody', {})).status).toBe(404)
  })
})

describe('CloudWatch through SNS', () => {
  const send = async (message: Record<string, unknown>) =>
    answerOf(
      await intake.post('/events/cloud', message, { 'content-type': 'text/plain; charset=UTF-8' }),
    )

  test('an alarm raises and ends; one without data ends nothing', async () => {
    const say = (state: string, ms: number) =>
      send(sns.message({ Message: cloudWatchAlarm(state, at(ms)) }))
    expect(await say('ALARM', -3_000)).toMatchObject({ status: 201 })
    await intake.settle()
    const [raised] = await intake.facts('alarm.raised')
    expect(raised?.data).toMatchObject({
      alarm: 'slow',
      labels: { LoadBalancer: 'shop', metric: 'Latency', region: 'eu-west-1' },
      annotations: { summary: 'Checkout is slow' },
    })
    expect(await say('INSUFFICIENT_DATA', -2_000)).toMatchObject({ data: { taken: 'ignored' } })
    await intake.settle()
    expect(await intake.state('slow')).toBe('firing')
    await say('OK', -1_000)
    await intake.settle()
    expect(await intake.state('slow')).toBe('ok')
    // The certificate is fetched once.
    expect(sns.asked).toHaveLength(1)
  })

  test('a subscription is shown and not confirmed', async () => {
    const url = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t'
    const message = sns.message({ Type: 'SubscriptionConfirmation', SubscribeURL: url, Token: 't' })
    expect(await send(message)).toMatchObject({ status: 201 })
    expect(sns.asked).not.toContain(url)
    expect((await intake.facts('subscription.asked')).map(({ data }) => data)).toMatchObject([
      { source: 'cloud', topic: TOPIC, url },
    ])
    const on = { workload: 'shop', source: 'cloud', by: 'person:ann' }
    const confirm = () => confirmSubscription(intake.store.ledger, on, sns.fetch)
    expect(await confirm()).toMatchObject([{ topic: TOPIC, confirmedBy: 'person:ann' }])
    expect(sns.asked.at(-1)).toBe(url)
    await expect(confirm()).rejects.toThrow('No topic of cloud waits')
  })

  test.each<[string, (good: Record<string, unknown>) => Record<string, unknown>, string]>([
    ['that was changed', (good) => ({ ...good, Message: 'other' }), 'signature is not right'],
    [
      'signed elsewhere',
      (good) => ({ ...good, SigningCertURL: 'https://evil.example/a.pem' }),
      'not at a host',
    ],
    [
      'signed next door',
      (good) => ({
        ...good,
        SigningCertURL: 'https://sns.eu-west-1.amazonaws.com.evil.example/a.pem',
      }),
      'not at a host',
    ],
    [
      'signed in the open',
      (good) => ({ ...good, SigningCertURL: String(good.SigningCertURL).replace('https', 'http') }),
      'not at a host',
    ],
    [
      'of a topic of somebody else',
      (good) => ({ ...good, TopicArn: TOPIC.replace('alarms', 'mine') }),
      'does not name',
    ],
  ])('a message %s is refused', async (_, change, why) => {
    const answer = await send(change(sns.message({ Message: cloudWatchAlarm('ALARM', at(0)) })))
    expect(answer).toMatchObject({ status: 401, code: 'events.not-genuine' })
    expect(answer.detail).toContain(why)
    expect(sns.asked.every((url) => url.startsWith('https://sns.eu-west-1.amazonaws.com/'))).toBe(
      true,
    )
  })
})

test('a CloudEvent that is repeated gets the first answer', async () => {
  const event = {
    ...{ specversion: '1.0', id: '7', source: 'ci', type: 'dev.cdevents.service.deployed.0.2.0' },
    data: { subject: { content: { service: 'orders', version: '2', environment: 'production' } } },
  }
  const first = await answerOf(await intake.post('/events', event))
  expect(first).toMatchObject({ status: 201, data: { taken: 'recorded', events: 1 } })
  expect(await answerOf(await intake.post('/events', event))).toEqual(first)
  expect(await intake.facts('deployment.finished')).toHaveLength(1)
})
