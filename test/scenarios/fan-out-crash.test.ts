/** A node that is killed again and again while it tells subscribers: nobody is left out, and nobody is told twice. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { modelApplied, statusPublished, timers } from '#ledger'
import { revisions } from '#model'
import { importSubscribers, listFanOuts, projections, reactions } from '#operate'
import { kindOf } from '../../src/model/kinds/index.ts'
import { randomOf } from '../harness/random.ts'
import { testSeed } from '../harness/seed.ts'
import { freshLedger, type TestLedger } from '../harness/store.ts'

const SUBSCRIBERS = 4_000
const KILLS = 6
/** What a node has in hand at most. */
const IN_HAND = 400
const of = { workload: 'shop', page: 'public' }

/** How often each key came, by the address that it was sent to. */
const keys = new Map<string, Map<string, number>>()
let onRequest: () => void = () => {}
const receiver = createServer((request, response) => {
  request.resume()
  request.on('end', () => {
    const key = String(request.headers['webhook-id'])
    const told = keys.get(request.url!) ?? new Map<string, number>()
    keys.set(request.url!, told.set(key, (told.get(key) ?? 0) + 1))
    onRequest()
    response.writeHead(204).end()
  })
})

let store: TestLedger
let node: ChildProcess | undefined
let running = true
beforeAll(async () => {
  store = await freshLedger({ projections: [timers, revisions, ...projections], reactions })
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done))
})
afterAll(async () => {
  running = false
  node?.kill('SIGKILL')
  receiver.closeAllConnections()
  receiver.close()
  await store.close()
})

test('killed while it tells, a node leaves nobody out, and whoever hears twice hears the same key', async () => {
  const { ledger, database, url } = store
  await ledger.transact({ actor: 'person:ann' }, (tx) => tx.append(model()))
  const { port } = receiver.address() as AddressInfo
  await importSubscribers(ledger, {
    ...{ ...of, by: 'person:ann' },
    subscribers: Array.from({ length: SUBSCRIBERS }, (_, i) => ({
      ...{ kind: 'webhook', address: `http://127.0.0.1:${port}/${i}`, components: [] },
    })),
  })

  const random = randomOf(testSeed)
  let kills = 0
  let untilKill = 300
  onRequest = () => {
    if (kills < KILLS && --untilKill === 0) {
      kills++
      untilKill = 400 + Math.floor(random() * 200)
      node?.kill('SIGKILL')
    }
  }
  const nodes = (async () => {
    while (running) {
      node = fork('test/harness/fan-out-node.ts', [url], {
        execArgv: ['--import', 'tsx'],
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      })
      await once(node, 'exit')
    }
  })()
  await ledger.transact({ actor: 'person:ann' }, (tx) => tx.append(impact()))
  await expect
    .poll(async () => (await listFanOuts(database.sql, of))[0]?.state, {
      timeout: 90_000,
      interval: 200,
    })
    .toBe('finished')
  running = false
  node?.kill('SIGKILL')
  await nodes

  expect(kills).toBe(KILLS)
  expect(keys.size).toBe(SUBSCRIBERS)
  expect([...keys.values()].filter((told) => told.size > 1)).toHaveLength(0)
  const again = [...keys.values()].flatMap((told) => [...told.values()]).filter((n) => n > 1)
  expect(again.length).toBeLessThanOrEqual(KILLS * IN_HAND)
  const [job] = await listFanOuts(database.sql, of)
  expect(job).toMatchObject({ total: SUBSCRIBERS, counts: { accepted: SUBSCRIBERS } })
}, 120_000)

function impact() {
  return statusPublished('status-page:public', {
    ...{ ...of, audience: 'customers', component: 'Buying', state: 'impacted', seq: 1, episode: 1 },
    ...{ text: 'Nobody can buy.', since: new Date().toISOString(), incident: 'inc_1' },
    whenOver: null,
  })
}

function model() {
  const declare = (kind: string, name: string, spec: object) => ({
    ...{ kind, name, spec: kindOf(kind)!.schema.parse(spec) as Record<string, unknown> },
  })
  const resources = [
    declare('status-page', 'public', {
      ...{ title: 'Shop status', audience: 'customers', public: true },
      components: [
        {
          ...{ name: 'Buying', outcomes: ['outcome:orders'] },
          ...{ impacted: 'Nobody can buy.', restored: 'Buying works again.' },
        },
      ],
      subscribers: { by: ['webhook'], privateWebhooks: true },
    }),
  ]
  return modelApplied('workload:shop', {
    ...{ workload: 'shop', revision: 1, hash: 'fan-out-crash', previous: null, changes: [] },
    ...{ size: { resources: 1, values: 1 }, reverse: '', undoOf: null },
    manifest: { ...{ format: 'opsplane/v1', workload: 'shop' }, procedures: [], resources },
  })
}
