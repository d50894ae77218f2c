/** Following a status page: who is asked, who is told what, and who is not told twice, whatever breaks in between. */
import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ManualClock, silentLog } from '#base'
import {
  dumpProjections,
  modelApplied,
  rebuildProjections,
  releaseAllLeases,
  statusPublished,
  timers,
} from '#ledger'
import { revisions } from '#model'
import {
  countSubscribers,
  createFanOut,
  type FanOutWorker,
  importSubscribers,
  listFanOuts,
  listSubscribers,
  projections,
  reactions,
  releaseFanOut,
  type SubscriberKind,
  unsubscribeAddress,
} from '#operate'
import { mountStatus } from '../../src/api/interfaces/status.ts'
import { mountSubscriptions } from '../../src/api/interfaces/subscriptions.ts'
import { kindOf } from '../../src/model/kinds/index.ts'
import {
  type MailSink,
  openMailSink,
  openWebhookReceiver,
  type WebhookReceiver,
} from '../harness/receivers.ts'
import { freshLedger, type TestLedger } from '../harness/store.ts'

const MINUTE = 60_000
/** Messages that the worker takes at once. */
const TAKEN = 150
const BASE = 'https://ops.shop.example'
const of = { workload: 'shop', page: 'public' }

let clock: ManualClock
let store: TestLedger
let mail: MailSink
let hook: WebhookReceiver
let worker: FanOutWorker
let app: Hono
let seq = 0
let episodes: Record<string, number>

beforeEach(async () => {
  clock = new ManualClock(Date.parse('2026-01-07T12:00:00Z'))
  mail = await openMailSink()
  hook = await openWebhookReceiver()
  store = await freshLedger({
    projections: [timers, revisions, ...projections],
    reactions,
    clock,
  })
  worker = node('node-1')
  app = new Hono()
  mountStatus(app, { ledger: store.ledger, url: () => BASE })
  mountSubscriptions(app, { ledger: store.ledger, log: silentLog })
  seq = 0
  episodes = {}
  await applyModel()
})
afterEach(async () => {
  await worker.stop()
  await Promise.all([store.close(), mail.close().catch(() => {}), hook.close()])
})

function node(owner: string): FanOutWorker {
  return createFanOut({
    ledger: store.ledger,
    log: silentLog,
    owner,
    random: () => 0.5,
    context: {
      smtp: { url: mail.url, from: 'Shop <status@shop.example>' },
      baseUrl: BASE,
      secrets: () => undefined,
      fetch,
      nowMs: () => clock.now(),
    },
  })
}

async function applyModel(): Promise<void> {
  const declare = (kind: string, name: string, spec: object) => ({
    ...{ kind, name, spec: kindOf(kind)!.schema.parse(spec) as Record<string, unknown> },
  })
  const component = (name: string) => ({
    ...{ name, outcomes: ['outcome:orders'] },
    ...{ impacted: `${name} is impaired.`, restored: `${name} works again.` },
  })
  const page = (more: object) => ({
    ...{ title: 'Shop status', audience: 'customers', public: true },
    components: [component('Buying'), component('Paying')],
    ...more,
  })
  const resources = [
    declare('workload', 'shop', {
      ...{ title: 'Shop', description: '', tier: 1, owner: 'team:commerce' },
    }),
    declare('status-page', 'public', {
      ...page({ subscribers: { by: ['email', 'webhook'], privateWebhooks: true } }),
    }),
    declare('person', 'ann', { name: 'Ann', email: 'ann@shop.example' }),
    declare('team', 'commerce', { title: 'Commerce', members: ['person:ann'] }),
    declare('channel', 'gateway', { type: 'webhook', config: { url: hook.url } }),
    declare('status-page', 'texts', {
      ...page({ subscribers: { by: ['sms'], sms: 'channel:gateway' } }),
    }),
    declare('status-page', 'strict', page({ subscribers: { by: ['webhook'] } })),
    declare('status-page', 'inside', page({ public: false, subscribers: {} })),
    declare('status-page', 'silent', page({})),
  ]
  const manifest = { ...{ format: 'opsplane/v1', workload: 'shop' }, procedures: [], resources }
  await store.ledger.transact({ actor: 'person:ann' }, (tx) =>
    tx.append(
      modelApplied('workload:shop', {
        ...{ workload: 'shop', revision: 1, hash: hook.url, previous: null, changes: [] },
        ...{ size: { resources: resources.length, values: 1 }, reverse: '', undoOf: null },
        manifest,
      }),
    ),
  )
}

/** The page says something, and everybody who answers facts has answered. */
async function says(
  state: 'impacted' | 'operational',
  component = 'Buying',
  page = 'public',
): Promise<void> {
  seq++
  if (state === 'impacted') episodes[component] = seq
  await store.ledger.transact({ actor: 'service:incidents' }, (tx) =>
    tx.append(
      statusPublished(`status-page:${page}`, {
        ...{ workload: 'shop', page, audience: 'customers', component, state, seq },
        text: state === 'impacted' ? `${component} is impaired.` : `${component} works again.`,
        episode: episodes[component]!,
        since: new Date(clock.now() - MINUTE).toISOString(),
        ...{ incident: 'inc_1', whenOver: null },
      }),
    ),
  )
  await store.settle()
}

const post = (path: string, fields: Record<string, string> | string[][] = {}) =>
  app.request(path, { method: 'POST', body: new URLSearchParams(fields) })
const ask = (address: string, more: string[][] = [], page = 'public') =>
  post(`/status/${page}/subscribe`, [['kind', 'email'], ['address', address], ...more])
const subjects = (address: string) => mail.inbox(address).map(({ subject }) => subject)
const newest = (address: string) => mail.inbox(address).at(-1)!
/** Path of a link in a mail, by a word of it. */
const linkIn = (address: string, word: string) =>
  new RegExp(`${BASE}(/status/public/${word}/\\S+)`).exec(newest(address).parsed.text!)![1]!
const facts = async (...types: string[]) =>
  (await store.ledger.read({ types })).map(({ type, data }) => ({
    type,
    ...(data as Record<string, unknown>),
  }))
const jobs = () => listFanOuts(store.database.sql, of)

async function follows(address: string, components: string[] = []): Promise<void> {
  await ask(
    address,
    components.map((name) => ['component', name]),
  )
  await worker.settle()
  expect((await post(linkIn(address, 'confirm'))).status).toBe(200)
}

async function importMany(count: number, kind: SubscriberKind = 'email'): Promise<string[]> {
  const addresses = Array.from({ length: count }, (_, i) =>
    kind === 'email' ? `c${i}@customer.example` : `${hook.url}/${i}`,
  )
  await importSubscribers(store.ledger, {
    ...{ ...of, by: 'person:ann' },
    subscribers: addresses.map((address) => ({ kind, address, components: [] })),
  })
  return addresses
}

describe('following and leaving', () => {
  test('nobody follows before whoever owns the address has said so, and a look at the link is no word', async () => {
    expect((await ask('Cleo@Customer.example')).status).toBe(200)
    await worker.settle()
    await says('impacted')
    await worker.settle()
    expect(subjects('cleo@customer.example')).toEqual(['Shop status: confirm'])

    const link = linkIn('cleo@customer.example', 'confirm')
    const look = await app.request(link)
    expect(await look.text()).toContain('cleo@customer.example')
    expect((await countSubscribers(store.database.sql, of)).confirmed).toBe(0)
    expect((await post(link)).status).toBe(200)
    expect(await countSubscribers(store.database.sql, of)).toMatchObject({
      ...{ confirmed: 1, asked: 0, byKind: { email: 1 } },
    })
    // Once.
    expect((await post(link)).status).toBe(400)
    expect((await post(`${link.slice(0, -1)}x`)).status).toBe(400)
  })

  test('asking has one answer, and an address is not written to again and again', async () => {
    const first = await (await ask('cleo@customer.example')).text()
    await worker.settle()
    await post(linkIn('cleo@customer.example', 'confirm'))
    expect(await (await ask('cleo@customer.example')).text()).toBe(first)
    expect(await (await ask('dan@customer.example')).text()).toBe(first)
    await worker.settle()
    expect(subjects('cleo@customer.example')).toHaveLength(1)
    clock.advance(11 * MINUTE)
    await ask('cleo@customer.example')
    await worker.settle()
    expect(subjects('cleo@customer.example')).toHaveLength(2)
  })

  test('what a page does not offer is refused, and one that is private asks who it is', async () => {
    expect((await ask('no address')).status).toBe(400)
    expect((await ask('cleo@customer.example', [['component', 'Nothing']])).status).toBe(400)
    expect((await ask('cleo@customer.example', [], 'silent')).status).toBe(404)
    expect((await ask('cleo@customer.example', [], 'strict')).status).toBe(400)
    expect((await ask('cleo@customer.example', [], 'inside')).status).toBe(401)
    expect(await (await app.request('/status/public')).text()).toContain('name="component"')
    expect(await (await app.request('/status/silent')).text()).not.toContain('<form')
  })

  test('a sender that asks without end is told to wait', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) => ask(`x${i}@customer.example`)),
    )
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(10)
  })

  test('one request leaves, without signing in, and the address is erased from everywhere', async () => {
    await follows('cleo@customer.example')
    await says('impacted')
    await worker.settle()
    const { headerLines } = newest('cleo@customer.example').parsed
    const header = (name: string) => headerLines.find(({ key }) => key === name)?.line
    expect(header('list-unsubscribe-post')).toBe(
      'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
    )
    const link = linkIn('cleo@customer.example', 'unsubscribe')
    expect(header('list-unsubscribe')?.replace(/\s+/g, ' ')).toBe(
      `List-Unsubscribe: <${BASE}${link}>`,
    )
    expect(await (await app.request(link)).text()).toContain('<button>Unsubscribe</button>')
    expect((await countSubscribers(store.database.sql, of)).confirmed).toBe(1)

    for (let twice = 0; twice < 2; twice++)
      expect((await post(link, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200)
    await says('operational')
    await worker.settle()
    expect(subjects('cleo@customer.example')).toHaveLength(2)
    const left = await store.database.sql`select address from subscriber`
    expect(left).toEqual([{ address: null }])
    expect(JSON.stringify(await store.ledger.read({}))).not.toContain('cleo')
    expect(await facts('subscriber.unsubscribed')).toHaveLength(1)
  })

  test('what a mail server said of an address goes with the address', async () => {
    await follows('cleo@customer.example')
    mail.mood = 'unknown-recipient'
    await says('impacted')
    await worker.settle()
    const reasons = () =>
      store.database.sql<{ reason: string | null }>`select reason from subscriber_message`
    expect(JSON.stringify(await reasons())).toContain('no such mailbox')
    const by = 'person:ann'
    await unsubscribeAddress(store.ledger, { ...of, address: 'cleo@customer.example', by })
    expect((await reasons()).every(({ reason }) => reason === null)).toBe(true)
  })

  test('an operator takes an address out', async () => {
    await follows('cleo@customer.example')
    const by = 'person:ann'
    const out = (address: string) => unsubscribeAddress(store.ledger, { ...of, address, by })
    expect(await out('dan@customer.example')).toBe(false)
    expect(await out('CLEO@customer.example')).toBe(true)
    const page = { ...of, after: 0, limit: 10 }
    expect(await listSubscribers(store.database.sql, page)).toEqual([])
  })

  test('a webhook confirms like everybody, knows its secret, and strangers do not make us write into our own network', async () => {
    const wish = { kind: 'webhook', address: hook.url }
    await post('/status/public/subscribe', wish)
    await post('/status/strict/subscribe', wish)
    await worker.settle()
    expect(hook.calls).toHaveLength(1)
    const asked = JSON.parse(hook.calls[0]!.body)
    expect(asked).toMatchObject({ type: 'subscription.asked', data: { page: 'public' } })
    expect(asked.data.secret).toMatch(/^whsec_/)
    await post(new URL(asked.data.links[0].url).pathname)
    await says('impacted')
    await worker.settle()
    expect(hook.calls[1]!.headers['webhook-signature']).toMatch(/^v1,/)
    expect(JSON.parse(hook.calls[1]!.body)).toMatchObject({
      ...{ type: 'status.impacted' },
      data: { component: 'Buying', state: 'impacted', text: expect.stringContaining('impaired') },
    })
  })
})

describe('text messages', () => {
  const number = '+491701234567'
  const texts = () => hook.calls.map(({ body }) => JSON.parse(body).data)
  const enter = (code: string) => post('/status/texts/code', { address: number, code })
  const askForTexts = async () => {
    const answer = await post('/status/texts/subscribe', { kind: 'sms', address: number })
    await worker.settle()
    expect(await answer.text()).toContain('name="code"')
    return /code is (\d{6})/.exec(texts().at(-1).title)![1]!
  }

  test('whoever has the phone enters the code, and leaves by the link of a message', async () => {
    const code = await askForTexts()
    expect(texts()).toMatchObject([{ to: number }])
    expect((await enter(code)).status).toBe(200)
    await says('impacted', 'Buying', 'texts')
    await worker.settle()
    expect(texts()[1]).toMatchObject({ to: number, text: expect.stringContaining('is impaired') })
    const way = texts()[1].links.find(({ label }: { label: string }) => label === 'Unsubscribe')
    expect((await post(new URL(way.url).pathname)).status).toBe(200)
    await says('operational', 'Buying', 'texts')
    await worker.settle()
    expect(texts()).toHaveLength(2)
  })

  test('nobody guesses a code', async () => {
    const code = await askForTexts()
    const wrong = code === '000000' ? '000001' : '000000'
    for (let i = 0; i < 5; i++) expect((await enter(wrong)).status).toBe(400)
    expect((await enter(code)).status).toBe(400)
    clock.advance(11 * MINUTE)
    expect((await enter(await askForTexts())).status).toBe(200)
  })
})

describe('telling', () => {
  test('each hears of the components that they chose, and who was told hears of the end', async () => {
    await follows('all@customer.example')
    await follows('pay@customer.example', ['Paying'])
    await says('impacted', 'Buying')
    await worker.settle()
    await follows('late@customer.example')
    await says('operational', 'Buying')
    await worker.settle()
    expect(subjects('all@customer.example').slice(1)).toEqual([
      'Shop status: Buying is impaired.',
      'Shop status: Buying works again.',
    ])
    const [, first, last] = mail.inbox('all@customer.example')
    expect(last!.parsed.references).toBe(first!.parsed.references)
    expect(first!.parsed.text).toContain(`${BASE}/status/public`)
    // Who was not told that it broke is not told that it works.
    expect(subjects('pay@customer.example').slice(1)).toEqual([])
    expect(subjects('late@customer.example').slice(1)).toEqual([])
    expect(await facts('status.fan-out-finished')).toMatchObject([
      { outcome: 'told', total: 1, counts: { accepted: 1, queued: 0 } },
      { outcome: 'told', total: 1, counts: { accepted: 1, queued: 0 } },
    ])
  })

  test('what waits when it is over is not sent any more, and nobody hears an end without a beginning', async () => {
    const [a, b] = await importMany(2, 'webhook')
    hook.answers.push({ status: 503 }, { status: 200 })
    await says('impacted')
    await worker.settle(1)
    await says('operational')
    clock.advance(MINUTE)
    await worker.settle()
    const types = hook.calls.map(({ body }) => JSON.parse(body).type)
    expect(types).toEqual(['status.impacted', 'status.impacted', 'status.restored'])
    expect([a, b]).toHaveLength(2)
    expect((await jobs()).map(({ state, counts }) => [state, counts.accepted])).toEqual([
      ['finished', 1],
      ['superseded', 1],
    ])
  })

  test('an end of which nobody knows whether the beginning arrived is told', async () => {
    await importMany(1)
    mail.mood = 'hangs-up'
    await says('impacted')
    await worker.settle(1)
    mail.mood = 'takes'
    await says('operational')
    clock.advance(MINUTE)
    await worker.settle()
    expect(subjects('c0@customer.example')).toEqual([
      'Shop status: Buying is impaired.',
      'Shop status: Buying works again.',
    ])
  })

  test('a receiver that asks for time gets it, and an address that is refused for ever is left alone', async () => {
    await importMany(2, 'webhook')
    hook.answers.push({ status: 429, headers: { 'retry-after': '120' } }, { status: 410 })
    await says('impacted')
    await worker.settle()
    clock.advance(MINUTE)
    await worker.settle()
    expect(hook.calls).toHaveLength(2)
    clock.advance(MINUTE + 1_000)
    await worker.settle()
    expect(hook.calls).toHaveLength(3)
    expect((await jobs())[0]).toMatchObject({
      ...{ state: 'finished', counts: { accepted: 1, failed: 1, queued: 0 } },
    })
    const ids = hook.calls.map(({ headers }) => headers['webhook-id'])
    expect(new Set(ids).size).toBe(2)
  })

  test('what was said an hour ago waits for a person', async () => {
    await importMany(3)
    await says('impacted')
    clock.advance(61 * MINUTE)
    await worker.settle()
    expect(mail.mails).toHaveLength(0)
    const [held] = await jobs()
    expect(held).toMatchObject({ state: 'held', reason: expect.stringContaining('an hour') })
    expect(await facts('status.fan-out-held')).toHaveLength(1)
    await store.settle()
    expect(await facts('notification.queued')).toMatchObject([
      {
        address: 'ann@shop.example',
        message: { title: 'Subscribers are not told: Shop status' },
      },
    ])
    await releaseFanOut(store.ledger, { fanOut: held!.id, by: 'person:ann' })
    await worker.settle()
    expect(mail.mails).toHaveLength(3)
    const again = releaseFanOut(store.ledger, { fanOut: held!.id, by: 'person:ann' })
    await expect(again).rejects.toThrow('it is finished')
  })

  test('a page that changes its mind without end stops by itself, and says so', async () => {
    await importMany(1)
    for (let i = 0; i < 8; i++) {
      await says('impacted')
      await worker.settle()
      clock.advance(MINUTE)
      await says('operational')
      await worker.settle()
      clock.advance(MINUTE)
    }
    expect(mail.mails).toHaveLength(12)
    const stopped = await facts('status.fan-out-stopped')
    expect(stopped).toMatchObject([
      { reason: expect.stringContaining('12 messages within the hour') },
      { reason: expect.stringContaining('12 messages within the hour') },
    ])
    // Each beginning that was told has its end.
    expect(subjects('c0@customer.example').at(-1)).toBe('Shop status: Buying works again.')
  })

  test('an impact that returns is not told before the end of the one before', async () => {
    await importMany(1, 'webhook')
    await says('impacted')
    await worker.settle()
    hook.answers.push({ status: 503, headers: { 'retry-after': '90' } })
    await says('operational')
    await worker.settle()
    await says('impacted')
    await worker.settle()
    expect(hook.calls).toHaveLength(2)
    clock.advance(2 * MINUTE)
    await worker.settle()
    expect(hook.calls.map(({ body }) => JSON.parse(body).type)).toEqual([
      'status.impacted',
      'status.restored',
      'status.restored',
      'status.impacted',
    ])
  })

  test('an end that came too late to be sent is told with the end of what followed, once', async () => {
    await importMany(2)
    await says('impacted')
    await worker.settle()
    await says('operational')
    clock.advance(2 * 60 * MINUTE)
    await worker.settle()
    expect((await jobs())[0]!.state).toBe('held')
    await says('impacted')
    await worker.settle()
    await says('operational')
    await worker.settle()
    expect(subjects('c0@customer.example').map((subject) => subject.split(' ')[3])).toEqual([
      'is',
      'is',
      'works',
    ])
    expect((await jobs()).map(({ state }) => state)).toEqual([
      'finished',
      'finished',
      'superseded',
      'finished',
    ])
  })

  test('a mail server that is down is asked now and then, and everybody is told when it is back', async () => {
    await importMany(30)
    await mail.goDown()
    await says('impacted')
    for (let minute = 0; minute < 5; minute++) {
      await worker.settle()
      clock.advance(MINUTE)
    }
    const [job] = await jobs()
    expect(job).toMatchObject({ state: 'running', counts: { queued: 30, accepted: 0 } })
    await mail.comeUp()
    await worker.settle()
    expect(mail.mails).toHaveLength(30)
    expect((await jobs())[0]).toMatchObject({ state: 'finished', counts: { accepted: 30 } })
  })

  test('messages are let go after ninety days, and what became of them stays', async () => {
    await importMany(3)
    await says('impacted')
    await worker.settle()
    await says('operational')
    await worker.settle()
    await worker.stop()
    clock.advance(91 * 24 * 60 * MINUTE)
    worker = node('node-2')
    await worker.settle()
    expect(await store.database.sql`select from subscriber_message`).toHaveLength(0)
    expect((await jobs())[0]).toMatchObject({ counts: { accepted: 3 } })
  })

  test('receivers that never answer hold up nobody else', async () => {
    const slow = await openWebhookReceiver()
    slow.silent = true
    const told = (url: string, count: number) =>
      importSubscribers(store.ledger, {
        ...{ ...of, by: 'person:ann' },
        subscribers: Array.from({ length: count }, (_, i) => ({
          ...{ kind: 'webhook', address: `${url}/${i}`, components: [] },
        })),
      })
    await told(slow.url, 500)
    await told(hook.url, 300)
    await says('impacted')
    const stopping = node('node-2')
    await stopping.start()
    // Each of the silent ones is waited for ten seconds.
    await expect.poll(() => hook.calls.length, { timeout: 7_000 }).toBe(300)
    slow.speak()
    await stopping.stop()
    await slow.close()
  })

  test('an asking that was answered before its message left is not sent again', async () => {
    await ask('cleo@customer.example')
    await worker.settle()
    const link = linkIn('cleo@customer.example', 'confirm')
    clock.advance(11 * MINUTE)
    mail.mood = 'busy'
    await ask('cleo@customer.example')
    await worker.settle()
    await post(link)
    clock.advance(11 * MINUTE)
    await ask('cleo@customer.example')
    mail.mood = 'takes'
    await worker.settle()
    expect(subjects('cleo@customer.example')).toHaveLength(2)
    await post(linkIn('cleo@customer.example', 'confirm'))
    expect((await countSubscribers(store.database.sql, of)).confirmed).toBe(1)
  })

  test('stopped between two chunks, another node tells the rest: nobody twice, nobody left out', async () => {
    const addresses = await importMany(2_500, 'webhook')
    await says('impacted')
    await worker.settle(2)
    const before = hook.calls.length
    expect(before).toBeGreaterThan(0)
    expect(before).toBeLessThan(2_500)
    await worker.stop()
    worker = node('node-2')
    await worker.settle()
    const ids = hook.calls.map(({ headers }) => headers['webhook-id'])
    expect(ids).toHaveLength(addresses.length)
    expect(new Set(ids).size).toBe(addresses.length)
    const told = await facts('status.fan-out-finished')
    expect(told).toMatchObject([{ total: 2_500, counts: { accepted: 2_500 } }])
  })

  test('killed with messages in hand, they leave again under the same id, and only they', async () => {
    await importMany(600, 'webhook')
    hook.silent = true
    await says('impacted')
    void worker.settle(1)
    await expect.poll(() => hook.calls.length, { timeout: 10_000 }).toBe(TAKEN)
    // The first node is gone for good: its lease is free, and its answers never come.
    await releaseAllLeases(store.database, 'node-1')
    hook.silent = false
    const second = node('node-2')
    await second.settle()
    const times = new Map<string, number>()
    for (const { headers } of hook.calls) {
      const id = String(headers['webhook-id'])
      times.set(id, (times.get(id) ?? 0) + 1)
    }
    expect(times.size).toBe(600)
    expect([...times.values()].filter((count) => count > 1)).toHaveLength(TAKEN)
    expect((await jobs())[0]).toMatchObject({ counts: { accepted: 600 } })
    await second.stop()
    hook.speak()
  })

  test('facts about jobs are few, and projections are the same when folded anew', async () => {
    await importMany(1_500, 'webhook')
    const before = await store.ledger.head()
    await says('impacted')
    await worker.settle()
    expect((await store.ledger.head()) - before).toBeLessThan(15)
    const rows = await dumpProjections(store.ledger)
    await rebuildProjections(store.ledger)
    expect(await dumpProjections(store.ledger)).toBe(rows)
    expect((await jobs())[0]).toMatchObject({ state: 'finished', counts: { accepted: 1_500 } })
  })
})
