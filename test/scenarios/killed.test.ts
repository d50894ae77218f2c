/**
 * The promise that everything else rests on: a server that is killed at any moment of an incident loses
 * nothing and does nothing twice. Real processes, real stores, real mail, `kill -9`.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { type Product, startProduct } from '../harness/product.ts'
import { randomOf } from '../harness/random.ts'
import { saySeed, testSeed } from '../harness/seed.ts'

const KILLS = 12
const DRILLS = ['payments-down', 'bad-release', 'card-processor-slow']
const workload = 'storefront'

let product: Product | undefined
afterAll(() => product?.stop())

async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  withinMs: number,
): Promise<T> {
  const deadline = Date.now() + withinMs
  for (;;) {
    const found = await ask()
    if (found) return found
    if (Date.now() > deadline) throw new Error(`not in time: ${what}`)
    await pause(250)
  }
}

test('killed at a dozen moments of drills: every run ends, no page is lost, none is doubled', async () => {
  saySeed()
  const random = randomOf(testSeed)
  product = await startProduct({ example: true })
  const mailUrl = product.others['Its mail']!
  let current = product
  await until('customers can pay', () => steady(current), 60_000)

  for (let kill = 0; kill < KILLS; kill++) {
    const drills = await current.call('drills.list', { query: { workload } })
    const isRunning = drills.data.some(({ last }) => last && last.state !== 'finished')
    if (!isRunning) {
      const experiment = DRILLS[Math.floor(random() * DRILLS.length)]!
      await current.call('drills.run', { params: { experiment }, body: { workload } })
    }
    await pause(200 + random() * 4_000)
    await current.kill()
    current = await startProduct({ example: true, after: current })
    product = current
  }

  await until(
    'no drill runs',
    async () => {
      const { data: drills } = await current.call('drills.list', { query: { workload } })
      return drills.every(({ last }) => !last || last.state === 'finished')
    },
    300_000,
  )
  await until(
    'every run has ended',
    async () => {
      const { data: runs } = await current.call('runs.list', { query: { workload, open: 'true' } })
      return runs.every(({ state }) => state === 'waiting' || state === 'proposed')
    },
    120_000,
  )
  await until(
    'every message has left',
    async () => {
      const { data: waiting } = await current.call('notifications.list', {
        query: { workload, limit: 500 },
      })
      return waiting.every(({ state }) => state !== 'queued' && state !== 'sending')
    },
    60_000,
  )

  // Nothing waits for a person: the three runbooks run by themselves.
  const { data: open } = await current.call('runs.list', { query: { workload, open: 'true' } })
  expect(open.map(({ procedure, state, reason }) => ({ procedure, state, reason }))).toEqual([])

  const { data: messages } = await current.call('notifications.list', {
    query: { workload, limit: 500 },
  })
  const accepted = messages.filter(({ state }) => state === 'accepted')
  expect(accepted.length).toBeGreaterThan(0)
  expect(messages.filter(({ state }) => state === 'failed' || state === 'expired')).toEqual([])
  const mails = (await (await fetch(`${mailUrl}/messages.json`)).json()) as {
    messageId: string
    subject: string
    to: string[]
  }[]
  // SMTP has no way to ask whether a message was taken: what was in flight at a kill is sent again as the
  // same message, which mail servers and people's mail programs show once.
  const distinct = new Set(mails.map(({ messageId }) => messageId))
  expect(distinct.size).toBe(accepted.length)
  for (const purpose of ['page', 'recovery'] as const) {
    const keys = accepted
      .filter((one) => one.purpose === purpose)
      .map(({ incident, recipient, address }) => `${incident} ${recipient} ${address}`)
    expect(keys.length).toBeGreaterThan(0)
  }

  const { data: verdict } = await current.call('ledger.verify')
  expect(verdict).toMatchObject({ ok: true })
  const { data: rebuilt } = await current.call('ledger.rebuild', { body: {} })
  expect(rebuilt).toMatchObject({ same: true, differing: [] })
}, 900_000)

async function steady({ call }: Product): Promise<boolean> {
  const { data } = await call('overview.show', { query: { workload, from: '5m' } })
  const works = data.outcomes.find(({ ref }) => ref === 'outcome:checkout-works')
  return works?.met === true
}
