import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openWebhookReceiver, type WebhookReceiver } from '../../../../test/harness/receivers.ts'
import type { Channel, ChannelContext, Delivery } from '../channel.ts'
import { channels } from './index.ts'

let receiver: WebhookReceiver
beforeAll(async () => {
  receiver = await openWebhookReceiver()
})
afterAll(() => receiver.close())
beforeEach(() => {
  receiver.calls.length = 0
  receiver.answers.length = 0
})

const SECRET = 's3cr3t-key'
const contextWith = (address: string): ChannelContext => ({
  baseUrl: 'https://ops.example',
  mailer: { send: async () => '', close() {} },
  fetch,
  secrets: (name) => ({ url: address, key: SECRET })[name],
  nowMs: () => 0,
})
const delivery = (more: Partial<Delivery> = {}): Delivery => ({
  ...{ id: 'ntf_1', workload: 'shop', incident: 'inc_1', purpose: 'page' as const },
  ...{ topic: 'incident:inc_1', address: '', queuedAtMs: 0 },
  message: {
    title: '[P1] INC-1: <b>Payments</b> & *more*',
    lines: ['<b>Payments</b> & *more* @channel', 'Since 14:02'],
    fields: [{ label: 'Since', value: '14:02 <UTC>' }],
    links: [{ label: 'Acknowledge', path: '/w/shop/incidents/INC-1?do=acknowledge' }],
    data: {},
  },
  ...more,
})

/** What each needs to speak to the receiver of this test. */
const setups: Record<string, (origin: string) => { config: object; address: string }> = {
  slack: () => ({ config: { webhook: 'url' }, address: 'slack:url' }),
  mattermost: () => ({ config: { webhook: 'url' }, address: 'mattermost:url' }),
  teams: () => ({ config: { webhook: 'url' }, address: 'teams:url' }),
  ntfy: (server) => ({ config: { server, topic: 'ops', token: 'key' }, address: 'ops' }),
  pagerduty: (server) => ({ config: { server, routingKey: 'key' }, address: 'pagerduty:key' }),
  opsgenie: (server) => ({ config: { server, apiKey: 'key' }, address: 'opsgenie:key' }),
  sms: (server) => ({
    config: { server, account: 'AC1', token: 'key', from: '+491700000000', to: '+491701234567' },
    address: '+491701234567',
  }),
  voice: (server) => ({
    config: { server, account: 'AC1', token: 'key', from: '+491700000000', to: '+491701234567' },
    address: '+491701234567',
  }),
}
const providers = (channels as unknown as readonly Channel[]).filter(({ type }) => setups[type])

async function send(type: string, more: Partial<Delivery> = {}) {
  const channel = providers.find((one) => one.type === type)!
  const origin = new URL(receiver.url).origin
  const { config, address } = setups[type]!(origin)
  const parsed = channel.config.parse(config)
  expect(channel.addresses(parsed)).toEqual([address])
  await channel.send(
    delivery({ address, ...more }),
    parsed,
    contextWith(`${origin}/hooks/${SECRET}`),
  )
  return receiver.calls.at(-1)!
}
const bodyOf = async (type: string, more?: Partial<Delivery>) =>
  JSON.parse((await send(type, more)).body)
const formOf = async (type: string, more?: Partial<Delivery>) =>
  new URLSearchParams((await send(type, more)).body)

test('every channel that speaks to a provider is held against a receiver here', () => {
  const others = ['email', 'webhook']
  expect(Object.keys(setups).toSorted()).toEqual(
    channels.flatMap(({ type }) => (others.includes(type) ? [] : [type])).toSorted(),
  )
})

describe.each(providers.map(({ type }) => type))('%s', (type) => {
  test('gives the id, so that a duplicate is recognised', async () => {
    expect((await send(type)).headers['idempotency-key']).toBe('ntf_1')
  })

  test.each([
    [500, false],
    [429, false],
    [403, true],
  ])('an answer %i is final: %s', async (status, permanent) => {
    receiver.answers.push({ status, headers: { 'retry-after': '7' } })
    const error = await send(type).catch((one) => one)
    expect(error).toMatchObject({
      code: 'notification.refused',
      details: { permanent, retryAfterMs: 7_000 },
    })
    expect(JSON.stringify([error.message, error.details, String(error.stack)])).not.toContain(
      SECRET,
    )
  })
})

test('slack: what people wrote is no markup and calls nobody', async () => {
  const { blocks } = await bodyOf('slack')
  expect(blocks[0].text.text).toContain('&lt;b&gt;Payments&lt;/b&gt; &amp;')
  expect(blocks.at(-1).elements[0].url).toBe(
    'https://ops.example/w/shop/incidents/INC-1?do=acknowledge',
  )
})
test('mattermost: what people wrote is no markup and calls nobody', async () => {
  const { text } = await bodyOf('mattermost')
  expect(text).toContain('\\<b\\>Payments')
  expect(text).not.toContain('@channel')
})
test('teams: text is shown as it is', async () => {
  const { attachments } = await bodyOf('teams')
  expect(attachments[0].content.body[0]).toMatchObject({
    type: 'RichTextBlock',
    inlines: [{ text: '<b>Payments</b> & *more* @channel' }],
  })
})
test('ntfy: a page sounds, and its end does not', async () => {
  expect(await bodyOf('ntfy')).toMatchObject({ topic: 'ops', priority: 5 })
  expect(await bodyOf('ntfy', { purpose: 'recovery' })).toMatchObject({ priority: 3 })
  expect(receiver.calls[0]!.headers.authorization).toBe(`Bearer ${SECRET}`)
})
test('pagerduty: what the page triggers the recovery resolves', async () => {
  const page = await bodyOf('pagerduty')
  const end = await bodyOf('pagerduty', { purpose: 'recovery' })
  expect([page.event_action, end.event_action]).toEqual(['trigger', 'resolve'])
  expect(page.dedup_key).toBe(end.dedup_key)
})
test('opsgenie: what the page creates the recovery closes', async () => {
  const { alias } = await bodyOf('opsgenie')
  const { path } = await send('opsgenie', { purpose: 'recovery' })
  expect(path).toBe(`/v2/alerts/${encodeURIComponent(alias)}/close?identifierType=alias`)
})
test('sms: the text and the way to acknowledge', async () => {
  const form = await formOf('sms')
  expect(form.get('To')).toBe('+491701234567')
  expect(form.get('Body')).toContain('https://ops.example/w/shop/incidents/INC-1?do=acknowledge')
})
test('voice: what is read is no XML of others', async () => {
  expect((await formOf('voice')).get('Twiml')).toContain('&lt;b&gt;Payments&lt;/b&gt; &amp;')
})
test.each(['sms', 'voice'])('%s: what is no number is not called', async (type) => {
  await expect(send(type, { address: 'ann@shop.example' })).rejects.toMatchObject({
    details: { permanent: true },
  })
  expect(receiver.calls).toHaveLength(0)
})
