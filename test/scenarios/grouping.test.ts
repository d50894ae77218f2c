/** Many alarms, one incident: who is called when, what a restart changes, and that disorder of senders changes nothing. */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { silentLog } from '#base'
import { dumpProjections, rebuildProjections } from '#ledger'
import { createDelivery, type DeliveryWorker, listNotifications } from '#operate'
import { mountEvents } from '../../src/api/interfaces/events/index.ts'
import { type Intake, openIntake } from '../harness/intake.ts'
import { type MailSink, openMailSink } from '../harness/receivers.ts'

const SECRET = 'correct-horse'
const MINUTE = 60_000

let intake: Intake
let mail: MailSink
let delivery: DeliveryWorker

beforeEach(async () => {
  mail = await openMailSink()
  intake = await openIntake((app, { ledger }) =>
    mountEvents(app, {
      ...{ ledger, log: silentLog, needsToken: false, fetch },
      secrets: () => SECRET,
    }),
  )
  delivery = createDelivery({
    ...{ ledger: intake.store.ledger, log: silentLog, owner: 'node-1' },
    context: {
      smtp: { url: mail.url, from: 'Opsplane <ops@shop.example>' },
      ...{ baseUrl: 'https://ops.shop.example', secrets: () => undefined, fetch },
      nowMs: () => intake.clock.now(),
    },
  })
})
afterEach(async () => {
  await delivery.stop()
  await Promise.all([intake.close(), mail.close()])
})

const applyGrouped = (escalation: object = {}) =>
  intake.apply({
    escalation: {
      gathered: {
        ...{ groupBy: ['zone'], fallback: 'person:ann' },
        // Nobody is called again while we look.
        steps: [{ notify: ['person:ann'] }, { after: '2h', notify: ['person:ann'] }],
        ...escalation,
      },
    },
    alarm: {
      slow: { title: 'Slow', severity: 'warning', pushed: {} },
      away: { title: 'Away', severity: 'warning', pushed: {} },
      full: { title: 'Full', severity: 'warning', pushed: {} },
      lost: { title: 'Lost', severity: 'critical', protects: ['outcome:orders'], pushed: {} },
    },
    outcome: {
      orders: {
        ...{ title: 'Orders', kind: 'business', signal: 'signal:orders', weight: 10 },
        ...{ target: { op: '>=', value: 1 }, owner: 'team:shop' },
      },
    },
  })

const send = async (alertname: string, zone = 'north', endsAt = '9000-01-01T00:00:00Z') => {
  const alert = { labels: { alertname, zone }, endsAt }
  expect((await intake.post('/alertmanager/shop/api/v2/alerts', [alert])).status).toBe(200)
}
const end = (alertname: string, zone = 'north') =>
  send(alertname, zone, new Date(intake.clock.now() - 1).toISOString())
const settle = async () => {
  await intake.settle()
  await delivery.settle()
}
const told = () => mail.mails.map(({ subject }) => subject)
const sinceOpened = async () => {
  const [{ openedAt } = { openedAt: '' }] = await intake.incidents()
  return intake.clock.now() - Date.parse(openedAt)
}
/** To a time after the incident was opened. */
const moveTo = async (ms: number) => {
  intake.clock.advance(ms - (await sinceOpened()) - 1_000)
  await settle()
}

describe('one escalation gathers what belongs together', () => {
  test('the first is called at once, later ones at the next interval, in one message', async () => {
    await applyGrouped()
    await send('Slow')
    await settle()
    expect(told()).toEqual(['[P3] INC-1: Slow'])
    await moveTo(MINUTE)
    await send('Away')
    await settle()
    await send('Full')
    await settle()
    expect(told()).toHaveLength(1)
    await moveTo(4 * MINUTE + 59_000)
    expect(told()).toHaveLength(1)
    await moveTo(5 * MINUTE)
    expect(told().slice(1)).toEqual(['[P3] INC-1: 2 more'])
    expect(mail.mails[1]!.parsed.text).toContain('2 more alarms in INC-1: Away and Full.')
    await moveTo(10 * MINUTE)
    expect(told()).toHaveLength(2)
    for (const name of ['Slow', 'Away', 'Full']) await end(name)
    await settle()
    expect(told().slice(2)).toEqual(['It is over: INC-1: Slow'])
  })

  test('another value of what it is grouped by is another incident', async () => {
    await applyGrouped()
    await send('Slow')
    await send('Slow', 'south')
    await settle()
    expect((await intake.incidents()).map(({ alarms }) => alarms.length)).toEqual([1, 1])
  })

  test('one that makes it more urgent is told at once, with what has waited', async () => {
    await applyGrouped()
    await send('Slow')
    await settle()
    await send('Away')
    await settle()
    expect(told()).toHaveLength(1)
    await send('Lost')
    await settle()
    expect(told().slice(1)).toEqual([expect.stringMatching(/^\[P[12]\] INC-1: 2 more$/)])
    await moveTo(6 * MINUTE)
    expect(told()).toHaveLength(2)
  })

  test('the first call waits for as long as is told, and tells of all that came meanwhile', async () => {
    await applyGrouped({ groupWait: '30s' })
    await send('Slow')
    await settle()
    await send('Away')
    await settle()
    expect(told()).toEqual([])
    await moveTo(30_000)
    expect(told()).toEqual(['[P3] INC-1: Slow'])
    await moveTo(6 * MINUTE)
    expect(told()).toHaveLength(1)
  })

  test('what is more urgent does not wait, and what is over before the call is told to nobody', async () => {
    await applyGrouped({ groupWait: '5m' })
    await send('Slow', 'south')
    await settle()
    await end('Slow', 'south')
    await settle()
    await moveTo(10 * MINUTE)
    expect(told()).toEqual([])
    await send('Slow')
    await settle()
    await send('Lost')
    await settle()
    expect(told()).toEqual([expect.stringMatching(/^\[P[12]\] INC-2: Slow$/)])
  })

  test('one that is silenced meanwhile is not told', async () => {
    await applyGrouped()
    await send('Slow')
    await settle()
    await send('Away')
    await settle()
    const silence = {
      matchers: [{ name: 'alertname', value: 'Away', isRegex: false, isEqual: true }],
      ...{ endsAt: new Date(intake.clock.now() + 60 * MINUTE).toISOString(), comment: 'known' },
    }
    const headers = { authorization: `Bearer ${intake.token}` }
    expect((await intake.post('/alertmanager/shop/api/v2/silences', silence, headers)).status).toBe(
      200,
    )
    await moveTo(11 * MINUTE)
    expect(told()).toHaveLength(1)
  })

  test('within the window it is the same incident, after it a new one that knows the former', async () => {
    await applyGrouped({ reopenWindow: '10m' })
    const again = async (afterMs: number) => {
      await end('Slow')
      await settle()
      intake.clock.advance(afterMs)
      await send('Slow')
      await settle()
    }
    await send('Slow')
    await settle()
    await again(9 * MINUTE)
    expect(await intake.incidents()).toMatchObject([{ number: 1, state: 'open', reopenedCount: 1 }])
    await again(11 * MINUTE)
    const [second, first] = await intake.incidents()
    expect(second).toMatchObject({ number: 2, state: 'open', recurrenceOf: first!.id })
  })

  test('its tables are the same when they are folded anew', async () => {
    await applyGrouped()
    for (const name of ['Slow', 'Away']) {
      await send(name)
      await settle()
    }
    await moveTo(5 * MINUTE)
    const { ledger } = intake.store
    const before = await dumpProjections(ledger)
    await rebuildProjections(ledger)
    expect(await dumpProjections(ledger)).toEqual(before)
    const sent = await listNotifications(intake.store.database.sql, { workload: 'shop' })
    expect(sent.map(({ purpose }) => purpose).sort()).toEqual(['page', 'update'])
  })
})

test('deliveries twice and in any order come to the same: the last word of each alert', async () => {
  await intake.apply({
    'event-source': {
      tool: {
        ...{ title: 'Tool', format: 'webhook', secret: 'hook' },
        map: {
          ...{ title: 'body.id', identity: 'body.id', state: 'body.firing', at: 'body.at' },
          delivery: 'body.delivery',
        },
      },
    },
    alarm: { tool: { pushed: { source: 'tool', match: { source: 'tool' } }, severity: 'info' } },
  })
  const event = fc.record({
    id: fc.constantFrom('a', 'b', 'c'),
    firing: fc.boolean(),
    atS: fc.integer({ min: 0, max: 5 }),
    looks: fc.boolean(),
  })
  let run = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(event, { minLength: 1, maxLength: 8 }),
      fc.array(fc.nat(), { maxLength: 4 }),
      async (events, repeated) => {
        run++
        intake.clock.advance(60 * MINUTE)
        const baseMs = intake.clock.now() - 30_000
        const all = [...events.entries()]
        for (const at of repeated) all.push(all[at % events.length]!)
        for (const [at, { id, firing, atS, looks }] of all) {
          const answer = await intake.post(
            '/events/tool',
            {
              id: `${run}${id}`,
              firing,
              at: (baseMs + atS * 1_000) / 1_000,
              delivery: `${run}-${at}`,
            },
            { authorization: `Bearer ${SECRET}` },
          )
          expect(answer.status).toBe(201)
          if (looks) await intake.settle()
        }
        await intake.settle()
        const lastWords = new Map<string, { firing: boolean; atS: number }>()
        for (const { id, firing, atS } of events) {
          const known = lastWords.get(id)
          // Said at the same moment, the end wins.
          const isLater = !known || atS > known.atS || (atS === known.atS && !firing)
          if (isLater) lastWords.set(id, { firing, atS })
        }
        const expected = [...lastWords]
          .filter(([, { firing }]) => firing)
          .map(([id]) => `${run}${id}`)
        const incidents = await intake.incidents()
        const open = incidents.filter(({ state }) => state === 'open')
        expect(open.length).toBeLessThanOrEqual(1)
        const raised = open.flatMap(({ alarms }) =>
          alarms.filter(({ clearedAt }) => clearedAt === null).map(({ labels }) => labels.identity),
        )
        expect(raised.sort()).toEqual(expected.sort())
        for (const { state, alarms } of incidents)
          if (state === 'resolved')
            expect(alarms.every(({ clearedAt }) => clearedAt !== null)).toBe(true)
        // Nothing of this history is left for the next one.
        for (const id of ['a', 'b', 'c'])
          await intake.post(
            '/events/tool',
            {
              id: `${run}${id}`,
              firing: false,
              at: baseMs / 1_000 + 20,
              delivery: `${run}-end-${id}`,
            },
            { authorization: `Bearer ${SECRET}` },
          )
        await intake.settle()
      },
    ),
    { numRuns: 25 },
  )
}, 120_000)
