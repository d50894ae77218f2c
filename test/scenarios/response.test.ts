/** From an alarm to the last message: who is told what, in which order, whatever breaks in between. */
import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ManualClock, silentLog } from '#base'
import {
  alarmBlinded,
  alarmCleared,
  alarmDataLost,
  alarmDataReturned,
  alarmRaised,
  dumpProjections,
  modelApplied,
  rebuildProjections,
  timers,
} from '#ledger'
import { revisions } from '#model'
import {
  acknowledgeIncident,
  addNote,
  countNotifications,
  createDelivery,
  type DeliveryWorker,
  declareIncident,
  findIncident,
  listIncidents,
  listNotifications,
  overridePriority,
  projections,
  reactions,
  readEscalation,
  readStatusPage,
  readTimeline,
  resolveIncident,
  statusRenderers,
} from '#operate'
import {
  type MailSink,
  openMailSink,
  openWebhookReceiver,
  type WebhookReceiver,
} from '../harness/receivers.ts'
import { freshLedger, type TestLedger } from '../harness/store.ts'

const MINUTE = 60_000
const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes....').toString('base64')}`

let clock: ManualClock
let store: TestLedger
let mail: MailSink
let hook: WebhookReceiver
let delivery: DeliveryWorker

beforeEach(async () => {
  clock = new ManualClock(Date.parse('2026-01-07T12:00:00Z'))
  mail = await openMailSink()
  hook = await openWebhookReceiver()
  store = await freshLedger({
    projections: [timers, revisions, ...projections],
    reactions,
    clock,
  })
  delivery = worker('node-1')
  await applyModel()
})
afterEach(async () => {
  await delivery.stop()
  await Promise.all([store.close(), mail.close().catch(() => {}), hook.close()])
})

function worker(owner: string): DeliveryWorker {
  return createDelivery({
    ledger: store.ledger,
    log: silentLog,
    owner,
    random: () => 0.5,
    context: {
      smtp: { url: mail.url, from: 'Opsplane <ops@shop.example>' },
      baseUrl: 'https://ops.shop.example',
      secrets: (name) => (name === 'hook' ? SECRET : undefined),
      fetch,
      nowMs: () => clock.now(),
    },
  })
}

const person = (name: string, zone = 'UTC') => ({
  kind: 'person',
  name,
  spec: { name, email: `${name}@shop.example`, roles: [], zone },
})
const rotation = (name: string, people: string[], from = '2026-01-05') => ({
  kind: 'rotation',
  name,
  spec: {
    people: people.map((one) => `person:${one}`),
    zone: 'UTC',
    every: '7d',
    from,
    at: '09:00',
  },
})

async function applyModel(steps?: { after: string; notify: string[] }[]): Promise<void> {
  const spec = { title: 'Shop', description: '', tier: 1, owner: 'team:commerce' }
  const manifest = {
    format: 'opsplane/v1',
    workload: 'shop',
    procedures: [],
    resources: [
      { kind: 'workload', name: 'shop', spec },
      person('ann', 'Europe/Berlin'),
      person('bob'),
      person('eve'),
      { kind: 'team', name: 'commerce', spec: { title: 'Commerce', members: ['person:ann'] } },
      rotation('primary', ['ann']),
      rotation('secondary', ['bob']),
      rotation('not-yet', ['bob'], '2030-01-01'),
      {
        kind: 'escalation',
        name: 'shop',
        spec: {
          steps: steps ?? [
            { after: '0s', notify: ['rotation:primary', 'channel:room'] },
            { after: '5m', notify: ['rotation:secondary'] },
          ],
          fallback: 'person:eve',
          ackTtl: '30m',
        },
      },
      {
        kind: 'channel',
        name: 'room',
        spec: { type: 'webhook', config: { url: hook.url, secret: 'hook' } },
      },
      {
        kind: 'channel',
        name: 'followers',
        spec: { type: 'email', config: { to: ['cleo@customer.example', 'dan@customer.example'] } },
      },
      {
        kind: 'outcome',
        name: 'orders',
        spec: {
          title: 'Orders are taken',
          kind: 'business',
          signal: 'signal:orders',
          target: { op: '>=', value: 30 },
          owner: 'team:commerce',
          weight: 10,
          customers: 'everybody who buys',
        },
      },
      {
        kind: 'alarm',
        name: 'payments-down',
        spec: {
          title: 'Payments fail',
          signal: 'signal:payment-errors',
          when: '> 0.1',
          for: '0s',
          keepFiringFor: '0s',
          interval: '5s',
          onMissing: 'nodata',
          missingAfter: '30s',
          severity: 'critical',
          protects: ['outcome:orders'],
          owner: 'team:commerce',
          procedure: 'procedure:payments-down',
          groupBy: [],
        },
      },
      {
        kind: 'status-page',
        name: 'public',
        spec: {
          title: 'Shop status',
          audience: 'customers',
          public: true,
          components: [
            {
              name: 'Buying',
              outcomes: ['outcome:orders'],
              impacted: 'You may not be able to place an order.',
              restored: 'You can place orders again.',
            },
          ],
          channels: ['channel:followers'],
        },
      },
    ],
  }
  await store.ledger.transact({ actor: 'person:ann' }, (tx) =>
    tx.append(
      modelApplied('workload:shop', {
        workload: 'shop',
        revision: steps ? 2 : 1,
        hash: `hash-${JSON.stringify(steps ?? null)}-${hook.url}`,
        previous: null,
        changes: [],
        size: { resources: manifest.resources.length, values: 1 },
        reverse: 'opsplane undo shop@1',
        undoOf: null,
        manifest,
      }),
    ),
  )
}

const looked = () => ({
  workload: 'shop',
  alarm: 'payments-down',
  instance: 'payments-down{}',
  labels: {},
  version: 'v1',
  tickAt: new Date(clock.now()).toISOString(),
  value: 0.4,
})

async function raise(more: Partial<Parameters<typeof alarmRaised>[1]> = {}): Promise<void> {
  await store.ledger.transact({ actor: 'service:alarms' }, (tx) =>
    tx.append(
      alarmRaised('alarm:payments-down', {
        ...looked(),
        since: new Date(clock.now() - 2_000).toISOString(),
        reason: 'condition',
        title: 'Payments fail',
        severity: 'critical',
        owner: 'team:commerce',
        procedure: 'payments-down',
        protects: ['outcome:orders'],
        group: 'payments-down',
        ...more,
      }),
    ),
  )
}

async function clear(more: Partial<Parameters<typeof alarmCleared>[1]> = {}): Promise<void> {
  await store.ledger.transact({ actor: 'service:alarms' }, (tx) =>
    tx.append(
      alarmCleared('alarm:payments-down', {
        ...looked(),
        group: 'payments-down',
        reason: 'condition',
        ...more,
      }),
    ),
  )
}

/** Lets facts, timers and messages answer each other until there is silence. */
async function settle(): Promise<void> {
  for (let before = -1, head = 0; before !== head; ) {
    before = head
    await store.settle()
    await delivery.settle()
    head = await store.ledger.head()
  }
}

async function later(ms: number): Promise<void> {
  clock.advance(ms)
  await settle()
}

const incident = async (name = 'INC-1') => (await findIncident(store.database.sql, 'shop', name))!
const subjects = (address: string) => mail.inbox(address).map(({ subject }) => subject)
const ann = 'ann@shop.example'
const bob = 'bob@shop.example'
const eve = 'eve@shop.example'
const cleo = 'cleo@customer.example'

describe('from an alarm to its end', () => {
  test('whoever is on call is paged with what is hurt, and hears that it is over; nobody else does', async () => {
    await raise()
    await settle()
    const [page] = mail.inbox(ann)
    expect(page!.subject).toMatch(/^\[P1\] INC-1: Payments fail$/)
    expect(page!.parsed.text).toContain('It hurts Orders are taken for everybody who buys.')
    expect(page!.parsed.text).toContain('12:59 CET')
    expect(page!.parsed.text).toContain('https://ops.shop.example/w/shop/procedures/payments-down')
    expect(page!.parsed.text).toMatch(/\/acknowledge\/ntf_[0-9a-f]{32}\.[\w-]{32}\s/)
    expect(mail.inbox(bob)).toHaveLength(0)

    await later(2 * MINUTE)
    await clear()
    await settle()
    expect(subjects(ann)).toEqual(['[P1] INC-1: Payments fail', 'It is over: INC-1: Payments fail'])
    expect(mail.inbox(bob)).toHaveLength(0)
    expect(hook.calls.map(({ body }) => JSON.parse(body).type)).toEqual([
      'incident.page',
      'incident.recovered',
    ])
    const [first, last] = mail.inbox(ann)
    expect(last!.parsed.references).toBe(first!.parsed.references)
    expect(last!.messageId).not.toBe(first!.messageId)
    expect((await incident()).state).toBe('resolved')
  })

  test('customers read that it is impaired and that it works again, in their words', async () => {
    await raise()
    await settle()
    const view = () =>
      readStatusPage(store.database.sql, {
        page: 'public',
        nowMs: clock.now(),
        baseUrl: 'https://ops.shop.example',
      })
    const formOf = async (path: string) =>
      statusRenderers.find((one) => one.path === path)!.render((await view())!)
    expect((await view())!.components).toMatchObject([
      { name: 'Buying', state: 'impacted', text: 'You may not be able to place an order.' },
    ])
    expect(JSON.parse(await formOf('summary.json'))).toMatchObject({
      status: { indicator: 'critical' },
      components: [{ name: 'Buying', status: 'major_outage' }],
      incidents: [{ status: 'investigating' }],
    })
    await later(3 * MINUTE)
    await clear()
    await settle()
    expect((await view())!.components[0]!.state).toBe('operational')
    expect(JSON.parse(await formOf('incidents.json')).incidents).toMatchObject([
      {
        status: 'resolved',
        incident_updates: [
          { body: 'You can place orders again.' },
          { body: 'You may not be able to place an order.' },
        ],
      },
    ])
    expect(await formOf('')).toContain('You can place orders again.')
    expect(await formOf('')).not.toContain('INC-1')
    expect(await formOf('feed.atom')).toContain(
      '<title>Buying: You can place orders again.</title>',
    )
    for (const address of [cleo, 'dan@customer.example'])
      expect(subjects(address)).toEqual([
        'Shop status: You may not be able to place an order.',
        'Shop status: You can place orders again.',
      ])
    expect(mail.inbox(cleo)[1]!.parsed.text).toContain('Buying was impaired from')
    expect(mail.inbox(cleo)[0]!.parsed.text).not.toContain('INC-')
  })

  test('the same alarm told twice is one incident and one page; another of the group joins it', async () => {
    await raise()
    await raise()
    await raise({ instance: 'payments-down{zone="b"}' })
    await settle()
    expect(await listIncidents(store.database.sql)).toHaveLength(1)
    expect((await incident()).alarms).toHaveLength(2)
    expect(mail.inbox(ann)).toHaveLength(1)
    await clear()
    await settle()
    expect((await incident()).state).toBe('open')
    await clear({ instance: 'payments-down{zone="b"}' })
    await clear()
    await settle()
    expect((await incident()).state).toBe('resolved')
    expect(mail.inbox(ann)).toHaveLength(2)
  })

  test('what comes back within half an hour is the same incident, later it is a recurrence', async () => {
    await raise()
    await settle()
    await clear()
    await settle()
    await later(20 * MINUTE)
    await raise()
    await settle()
    expect(await incident()).toMatchObject({ state: 'open', reopenedCount: 1 })
    await clear()
    await settle()
    // Told twice that it broke, told twice that it is over.
    expect(mail.inbox(ann)).toHaveLength(4)
    await later(31 * MINUTE)
    await raise()
    await settle()
    expect(await incident('2')).toMatchObject({
      number: 2,
      recurrenceOf: (await incident()).id,
    })
  })

  test('an incident that is only for information wakes nobody and alarms no customer', async () => {
    await raise({ severity: 'info' })
    await settle()
    expect((await incident()).state).toBe('open')
    expect(mail.mails).toHaveLength(0)
  })
})

describe('escalation', () => {
  test('an acknowledgement stops it, and one that is forgotten starts it anew', async () => {
    await raise()
    await settle()
    await acknowledgeIncident(store.ledger, {
      workload: 'shop',
      incident: 'INC-1',
      by: 'person:ann',
    })
    await later(10 * MINUTE)
    expect(mail.inbox(bob)).toHaveLength(0)
    // What she does keeps it alive.
    await addNote(store.ledger, {
      workload: 'shop',
      incident: '1',
      by: 'person:ann',
      text: 'Looking at the card processor',
    })
    await settle()
    await later(25 * MINUTE)
    expect(mail.inbox(ann)).toHaveLength(1)
    await later(5 * MINUTE)
    expect(mail.inbox(ann)).toHaveLength(2)
    expect(await readEscalation(store.database.sql, (await incident()).id)).toMatchObject({
      state: 'running',
      cycle: 2,
    })
  })

  test('unanswered, the second step is called, then those who own the path; it never ends silently', async () => {
    await raise()
    await settle()
    await later(5 * MINUTE)
    expect(mail.inbox(bob)).toHaveLength(1)
    await later(5 * MINUTE)
    expect(mail.inbox(eve)).toHaveLength(1)
    expect(mail.inbox(eve)[0]!.parsed.text).toContain('nobody has answered')
    const { id } = await incident()
    expect(await readEscalation(store.database.sql, id)).toMatchObject({ state: 'exhausted' })
    await clear()
    await settle()
    for (const address of [ann, bob, eve]) expect(mail.inbox(address)).toHaveLength(2)
  })

  test('with nobody on call the fallback is called at once, and the next step with it', async () => {
    await applyModel([
      { after: '0s', notify: ['rotation:not-yet'] },
      { after: '15m', notify: ['person:bob'] },
    ])
    await raise()
    await settle()
    expect(mail.inbox(eve)).toHaveLength(1)
    expect(mail.inbox(bob)).toHaveLength(1)
    expect(await store.ledger.read({ types: ['escalation.gap-found'] })).toMatchObject([
      { data: { targets: ['rotation:not-yet'], fallback: 'person:eve' } },
    ])
  })

  test('steps that fell due while the system was away are one call, each person once', async () => {
    await applyModel([
      { after: '0s', notify: ['person:ann'] },
      { after: '1m', notify: ['person:bob'] },
      { after: '1m', notify: ['person:bob', 'person:eve'] },
    ])
    await raise()
    await settle()
    await later(60 * MINUTE)
    expect(mail.inbox(bob)).toHaveLength(1)
    expect(mail.inbox(eve)).toHaveLength(1)
    const executed = await store.ledger.read({ types: ['escalation.step-executed'] })
    expect(executed.map(({ data }) => data)).toMatchObject([
      { step: 0, upTo: 0, catchUp: false },
      { step: 1, upTo: 2, catchUp: true },
    ])
  })

  test('an acknowledgement that was quicker than the escalation is respected', async () => {
    const { number } = await declareIncident(store.ledger, {
      workload: 'shop',
      by: 'person:eve',
      title: 'Customers call',
      outcomes: ['outcome:orders'],
    })
    await acknowledgeIncident(store.ledger, {
      workload: 'shop',
      incident: String(number),
      by: 'person:eve',
    })
    await settle()
    expect(mail.inbox(ann)).toHaveLength(0)
    await later(30 * MINUTE)
    expect(mail.inbox(ann)).toHaveLength(1)
  })
})

describe('delivery', () => {
  test('a mail server that is down is waited for: nothing is lost, and the reason is shown', async () => {
    await mail.goDown()
    await raise()
    await settle()
    const [waiting] = (await listNotifications(store.database.sql, { state: 'queued' })).filter(
      ({ channel }) => channel === 'email',
    )
    expect(waiting!.reason).toContain('ECONNREFUSED')
    await later(2_000)
    await mail.comeUp()
    await later(MINUTE)
    expect(mail.inbox(ann)).toHaveLength(1)
    expect(mail.inbox(cleo)).toHaveLength(1)
  })

  test('what is over before its page could leave is not sent; customers get one message that says it all', async () => {
    await mail.goDown()
    await raise()
    await settle()
    await later(10_000)
    await clear()
    await settle()
    await mail.comeUp()
    await later(2 * MINUTE)
    expect(mail.inbox(ann)).toHaveLength(0)
    expect(subjects(cleo)).toEqual(['Shop status: You can place orders again.'])
    expect(mail.inbox(cleo)[0]!.parsed.text).toContain('Buying was impaired from')
    // The room was told over another way, so it hears of the end.
    expect(hook.calls).toHaveLength(2)
  })

  test('a mail whose acceptance nobody heard is sent again as the same mail, and its end is told', async () => {
    mail.mood = 'hangs-up'
    await raise()
    await settle()
    mail.mood = 'takes'
    await later(2_000)
    const copies = mail.inbox(ann)
    expect(copies.length).toBeGreaterThan(1)
    expect(new Set(copies.map(({ messageId }) => messageId)).size).toBe(1)
    await clear()
    await settle()
    expect(new Set(mail.inbox(ann).map(({ messageId }) => messageId)).size).toBe(2)
  })

  test('a recovery waits for its trigger, and goes to whoever may have been told', async () => {
    mail.mood = 'hangs-up'
    await raise()
    await settle()
    mail.mood = 'takes'
    await clear()
    await later(2_000)
    expect(subjects(ann)).toEqual(['[P1] INC-1: Payments fail', 'It is over: INC-1: Payments fail'])
  })

  test('when no page can reach anybody, the next step is not waited for', async () => {
    mail.mood = 'unknown-recipient'
    await raise()
    await store.settle()
    await delivery.settle()
    mail.mood = 'takes'
    await settle()
    expect(mail.inbox(ann)).toHaveLength(0)
    expect(mail.inbox(bob)).toHaveLength(1)
  })

  test('an address that does not exist is given up and gets no recovery', async () => {
    mail.mood = 'unknown-recipient'
    await raise()
    await settle()
    mail.mood = 'takes'
    const failed = await listNotifications(store.database.sql, { state: 'failed' })
    expect(failed.map(({ recipient }) => recipient)).toContain('person:ann')
    await later(MINUTE)
    await clear()
    await settle()
    expect(mail.inbox(ann)).toHaveLength(0)
  })

  test('a page that cannot be delivered in fifteen minutes expires, visibly', async () => {
    mail.mood = 'busy'
    await raise()
    await settle()
    for (let i = 0; i < 20; i++) await later(MINUTE)
    const counts = await countNotifications(store.database.sql, 'shop')
    expect(counts.expired).toBeGreaterThan(0)
    expect(counts.sending).toBe(0)
  })

  test('a webhook is signed, keeps its id over retries, and its Retry-After is honoured', async () => {
    hook.answers.push({ status: 503, headers: { 'retry-after': '30' } })
    await raise()
    await settle()
    await later(29_000)
    expect(hook.calls).toHaveLength(1)
    await later(1_000)
    expect(hook.calls).toHaveLength(2)
    const [first, second] = hook.calls
    expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id'])
    expect(second!.headers['idempotency-key']).toBe(first!.headers['webhook-id'])
    expect(second!.body).toBe(first!.body)
    const { headers, body } = second!
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
    const key = Buffer.from(SECRET.slice('whsec_'.length), 'base64')
    expect(headers['webhook-signature']).toBe(
      `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
    )
    expect(Number(headers['webhook-timestamp'])).toBe(Math.floor(clock.now() / 1_000))
  })

  test('a receiver that refuses for good is not asked again', async () => {
    hook.answers.push({ status: 410 })
    await raise()
    await settle()
    await later(10 * MINUTE)
    expect(hook.calls).toHaveLength(1)
  })

  test('a node that dies while sending: another sends again with the same id, and a late answer does no harm', async () => {
    hook.silent = true
    await raise()
    await store.settle()
    const lost = delivery.settle()
    const accepted = async () => (await countNotifications(store.database.sql)).accepted
    await waitFor(async () => hook.calls.length === 1 && (await accepted()) === 3)
    // The first node stands still: its lease ends without being renewed.
    await store.database.sql`update lease set until = '-infinity'`
    const second = worker('node-2')
    const taken = second.settle()
    await waitFor(() => hook.calls.length === 2)
    hook.speak()
    await Promise.all([lost, taken])
    const [a, b] = hook.calls
    expect(b!.headers['webhook-id']).toBe(a!.headers['webhook-id'])
    expect(mail.inbox(ann)).toHaveLength(1)
    await second.stop()
    await clear()
    await settle()
    expect(hook.calls).toHaveLength(3)
    expect(await countNotifications(store.database.sql)).toMatchObject({ queued: 0, sending: 0 })
  })
})

describe('when the watching is impaired', () => {
  test('the owner hears that nobody can know, and that it can be known again; customers hear nothing', async () => {
    const lost = { ...looked(), value: null }
    await store.ledger.transact({ actor: 'service:alarms' }, (tx) =>
      tx.append(
        alarmDataLost('alarm:payments-down', {
          ...lost,
          owner: 'team:commerce',
          lastSampleAt: null,
        }),
      ),
    )
    await settle()
    const { components } = (await readStatusPage(store.database.sql, {
      page: 'public',
      nowMs: clock.now(),
      baseUrl: '',
    }))!
    expect(components).toMatchObject([{ name: 'Buying', state: 'unknown' }])
    await store.ledger.transact({ actor: 'service:alarms' }, (tx) =>
      tx.append(alarmDataReturned('alarm:payments-down', lost)),
    )
    await settle()
    expect(mail.mails.map(({ to, subject }) => `${to} ${subject}`)).toEqual([
      `${ann} Not watched: Payments fail`,
      `${ann} Watched again: Payments fail`,
    ])
  })

  test('data that stops in an incident is an update to those who were told, never its end', async () => {
    await raise()
    await settle()
    await store.ledger.transact({ actor: 'service:alarms' }, (tx) =>
      tx.append(alarmBlinded('alarm:payments-down', { ...looked(), value: null })),
    )
    await settle()
    expect(subjects(ann)).toEqual(['[P1] INC-1: Payments fail', '[P1] INC-1: data lost'])
    expect((await incident()).state).toBe('open')
    await clear()
    await settle()
    expect(subjects(ann)).toHaveLength(3)
  })
})

describe('people and records', () => {
  test('a person declares, sets the priority, and ends it with a reason', async () => {
    const { number, priority } = await declareIncident(store.ledger, {
      workload: 'shop',
      by: 'person:eve',
      title: 'Customers call',
      outcomes: ['outcome:orders'],
    })
    expect(priority).toBe('P1')
    const on = { workload: 'shop', incident: `INC-${number}`, by: 'person:eve' }
    await overridePriority(store.ledger, { ...on, priority: 'P3', reason: 'One customer only' })
    await settle()
    await resolveIncident(store.ledger, { ...on, reason: 'It was a misunderstanding' })
    await settle()
    expect(await incident()).toMatchObject({
      state: 'resolved',
      priority: 'P3',
      priorityBy: 'person:eve',
      resolvedBy: 'person:eve',
      owner: 'team:commerce',
    })
    await expect(acknowledgeIncident(store.ledger, on)).rejects.toMatchObject({
      code: 'incident.cannot',
    })
    await expect(
      acknowledgeIncident(store.ledger, { ...on, incident: 'INC-99' }),
    ).rejects.toMatchObject({ code: 'incident.not-found' })
  })

  test('the timeline tells the story in order, and rebuilt projections are the same', async () => {
    await raise()
    await settle()
    await acknowledgeIncident(store.ledger, { workload: 'shop', incident: '1', by: 'person:ann' })
    await later(MINUTE)
    await clear()
    await settle()
    const timeline = await readTimeline(store.ledger, await incident())
    const key = timeline.filter(({ isKey }) => isKey).map(({ sentence }) => sentence)
    expect(key[0]).toBe('Alarm raised: Payments fail (at 0.4)')
    expect(key[1]).toMatch(/^INC-1 opened as P1: Payments fail\./)
    expect(key).toContain('The page to ann was accepted')
    expect(key).toContain('ann is on it')
    expect(key).toContain('Alarm cleared: payments-down')
    expect(key).toContain('Over after 1m: every alarm has cleared')
    expect(key).toContain('The message that it is over to ann was accepted')
    expect(timeline.map(({ position }) => position)).toEqual(
      timeline.map(({ position }) => position).sort((a, b) => a - b),
    )
    const before = await dumpProjections(store.ledger)
    await rebuildProjections(store.ledger)
    expect(await dumpProjections(store.ledger)).toBe(before)
  })
})

/** Waits for something that another process or socket does. */
async function waitFor(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 20_000
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error('it did not happen in time')
    await new Promise((done) => setImmediate(done))
  }
}
