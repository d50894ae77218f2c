/** How a page reaches a person: by their rules, and by the next way when one is lost or takes too long. */
import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { silentLog } from '#base'
import { escalationStepExecuted, incidentAcknowledged } from '#ledger'
import {
  acknowledgeIncident,
  createDelivery,
  type DeliveryWorker,
  listNotifications,
  readIncident,
  rehearse,
  resolveIncident,
} from '#operate'
import { mountAcknowledge } from '../../src/api/interfaces/acknowledge.ts'
import { type EscalationWorld, openEscalationWorld } from '../harness/escalation.ts'
import {
  type MailSink,
  openMailSink,
  openWebhookReceiver,
  type WebhookReceiver,
} from '../harness/receivers.ts'

let world: EscalationWorld
let mail: MailSink
let hook: WebhookReceiver
let delivery: DeliveryWorker
beforeEach(async () => {
  world = await openEscalationWorld()
  mail = await openMailSink()
  hook = await openWebhookReceiver()
  delivery = createDelivery({
    ledger: world.store.ledger,
    log: silentLog,
    owner: 'test',
    random: () => 0,
    context: {
      smtp: { url: mail.url, from: 'ops@shop.example' },
      baseUrl: 'https://ops.example',
      secrets: () => undefined,
      fetch,
      nowMs: () => world.clock.now(),
    },
  })
})
afterEach(async () => {
  await delivery.stop()
  await mail.close()
  await hook.close()
  await world.close()
})

const STEPS = [
  { after: '0s', notify: ['person:ann'] },
  { after: '10m', notify: ['person:bob'] },
]
const ann = (more: Record<string, unknown> = {}) => ({
  kind: 'person',
  name: 'ann',
  spec: {
    ...{ name: 'ann', email: 'ann@shop.example', roles: [], zone: 'UTC' },
    contacts: [{ name: 'phone', via: 'channel:gateway' }],
    ...more,
  },
})
const gateway = () => ({
  kind: 'channel',
  name: 'gateway',
  spec: { type: 'webhook', config: { url: hook.url } },
})

async function begin(more?: Record<string, unknown>): Promise<string> {
  await world.apply({ steps: STEPS }, [ann(more), gateway()])
  const id = await world.declare()
  await settle()
  return id
}

async function settle(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    await world.settle()
    await delivery.settle()
  }
}

async function later(seconds: number): Promise<void> {
  world.clock.advance(seconds * 1_000)
  await settle()
}

const pages = async (incident: string) =>
  (await listNotifications(world.store.database.sql, { incident }))
    .filter(({ purpose }) => purpose === 'page')
    .map(({ recipient, channel, state }) => `${recipient.split(':')[1]} ${channel} ${state}`)

describe('without rules', () => {
  test('mail is enough when it is accepted', async () => {
    const id = await begin()
    await later(40)
    expect(await pages(id)).toEqual(['ann email accepted'])
  })

  test('mail that is not accepted in half a minute is followed by the next way, beside it', async () => {
    mail.mood = 'busy'
    const id = await begin()
    expect(await pages(id)).toEqual(['ann email queued'])
    await later(29)
    expect(hook.calls).toHaveLength(0)
    await later(2)
    expect(await pages(id)).toEqual(['ann email queued', 'ann webhook accepted'])
  })

  test('mail that is lost is followed at once, and nobody else is called for that', async () => {
    mail.mood = 'unknown-recipient'
    const id = await begin()
    expect(await pages(id)).toEqual(['ann email failed', 'ann webhook accepted'])
    expect(await world.facts(escalationStepExecuted)).toHaveLength(1)
  })

  test('when all ways are lost the next step is called', async () => {
    mail.mood = 'unknown-recipient'
    hook.answers.push({ status: 404 })
    const id = await begin()
    await settle()
    expect((await pages(id)).slice(0, 2)).toEqual(['ann email failed', 'ann webhook failed'])
    expect(await world.facts(escalationStepExecuted)).toHaveLength(2)
  })

  test('whoever has acknowledged is not called by a further way', async () => {
    mail.mood = 'busy'
    const id = await begin()
    await acknowledgeIncident(world.store.ledger, {
      ...{ workload: 'shop', incident: id, by: 'person:ann' },
    })
    await later(40)
    expect(hook.calls).toHaveLength(0)
  })

  test('every way that told it tells that it is over, and no other', async () => {
    mail.mood = 'unknown-recipient'
    const id = await begin()
    await resolveIncident(world.store.ledger, {
      ...{ workload: 'shop', incident: id, by: 'person:ann', reason: 'it works' },
    })
    mail.mood = 'takes'
    await settle()
    const told = await listNotifications(world.store.database.sql, { incident: id })
    expect(
      told.filter(({ purpose }) => purpose === 'recovery').map(({ channel }) => channel),
    ).toEqual(['webhook'])
  })
})

test('rules say which ways are taken at once, by priority and hour', async () => {
  const id = await begin({
    rules: [
      {
        priorities: ['P1', 'P2', 'P3'],
        from: '11:00',
        to: '13:00',
        tell: ['phone', 'email'],
        otherwise: [],
      },
      { tell: ['email'], otherwise: [] },
    ],
  })
  expect(await pages(id)).toEqual(['ann webhook accepted', 'ann email accepted'])
})

describe('the link of a page', () => {
  const linkOf = () =>
    /https:\/\/ops\.example(\/acknowledge\/\S+)/.exec(mail.mails.at(-1)!.parsed.text ?? '')![1]!
  const app = () => {
    const hono = new Hono()
    mountAcknowledge(hono, { ledger: world.store.ledger, log: silentLog })
    return hono
  }

  test('acknowledges as whoever was called, by its button, once', async () => {
    const id = await begin()
    const link = linkOf()
    const look = await app().request(link)
    expect(await look.text()).toContain('You acknowledge as ann.')
    expect((await readIncident(world.store.database.sql, id))!.acknowledgedBy).toBeNull()

    const both = await Promise.all([1, 2].map(() => app().request(link, { method: 'POST' })))
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 400])
    await settle()
    expect(await readIncident(world.store.database.sql, id)).toMatchObject({
      acknowledgedBy: 'person:ann',
    })
    expect(await (await app().request(link)).text()).toContain('This link was used already')
    await later(11 * 60)
    expect(await world.facts(escalationStepExecuted)).toHaveLength(1)
  })

  test('is in no fact, and one that we have not made does nothing', async () => {
    await begin()
    const token = linkOf().split('/').at(-1)!
    const facts = JSON.stringify(await world.store.ledger.read({ limit: 10_000 }))
    expect(facts).not.toContain(token)
    const forged = `/acknowledge/${token.slice(0, -2)}xx`
    expect((await app().request(forged, { method: 'POST' })).status).toBe(400)
    expect(await world.facts(incidentAcknowledged)).toHaveLength(0)
  })

  test('does nothing when it is over', async () => {
    const id = await begin()
    await resolveIncident(world.store.ledger, {
      ...{ workload: 'shop', incident: id, by: 'person:bob', reason: 'it works' },
    })
    await world.settle()
    expect(await (await app().request(linkOf())).text()).toContain('INC-1 is over')
    expect((await app().request(linkOf(), { method: 'POST' })).status).toBe(409)
  })
})

describe('a way is tried before it is needed', () => {
  const ask = (recipient: string) =>
    rehearse(world.store.ledger, { workload: 'shop', recipient, by: 'person:bob' })

  test('a person is told by every way that nothing has happened, and each has its receipt', async () => {
    // The same place by two names is one way.
    const contacts = ['phone', 'watch'].map((name) => ({ name, via: 'channel:gateway' }))
    await world.apply({ steps: STEPS }, [ann({ contacts, rules: [] }), gateway()])
    const { topic, ways } = await ask('person:ann')
    await world.settle()
    await delivery.settle()
    expect(ways.map(({ channel }) => channel)).toEqual(['email', 'webhook'])
    const told = await listNotifications(world.store.ledger.database.sql, { topic })
    expect(told.map(({ purpose, state }) => `${purpose} ${state}`)).toEqual([
      'test accepted',
      'test accepted',
    ])
    expect(mail.mails.map(({ subject }) => subject)).toEqual(['Test: nothing has happened in shop'])
    expect(hook.calls.map(({ body }) => JSON.parse(body).type)).toEqual(['notification.test'])
  })

  test('asked twice, it is told twice, each as a message of its own', async () => {
    await world.apply({ steps: STEPS }, [gateway()])
    const first = await ask('channel:gateway')
    const second = await ask('channel:gateway')
    await world.settle()
    await delivery.settle()
    expect(first.topic).not.toBe(second.topic)
    expect(hook.calls).toHaveLength(2)
  })

  test.each([
    ['person:nobody', 'there is no person:nobody'],
    ['team:shop', 'there is no team:shop'],
  ])('%s is refused with the reason', async (recipient, why) => {
    await world.apply({ steps: STEPS })
    await expect(ask(recipient)).rejects.toThrow(why)
  })
})
