/** What the model says about who needs whom is held against real calls, and a difference that lasts becomes a fact. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ManualClock, silentLog } from '#base'
import { dependenciesCompared, modelApplied } from '#ledger'
import { revisions } from '#model'
import { createDependencyWatch, readComparison } from '#operate'
import { openTelemetry, type Span, type Telemetry } from '#telemetry'
import { freshLedger, type TestLedger } from '../harness/store.ts'

const NOW_MS = Date.now()
let folder: string
let telemetry: Telemetry
let store: TestLedger

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opsplane-dependencies-'))
  telemetry = await openTelemetry({ folder, clock: new ManualClock(NOW_MS), log: silentLog })
  store = await freshLedger({ projections: [revisions], clock: new ManualClock(NOW_MS) })
}, 60_000)
afterAll(async () => {
  await telemetry?.close()
  await store?.close()
  await rm(folder, { recursive: true, force: true })
})

const component = (name: string, dependsOn: string[] = []) => ({
  ...{ kind: 'component', name },
  spec: { layer: 'application', owner: 'team:shop', dependsOn },
})

let spans = 0
/** A call from one service to another, as both of them tell it. */
async function call(caller: string, callee: string): Promise<void> {
  const id = (n: number) => n.toString(16).padStart(16, '0')
  const span = (service: string, kind: number, spanId: string, parentId: string): Span => ({
    ...{ traceId: id(spans).repeat(2), spanId, parentId, service, kind, name: 'GET /' },
    ...{ startNs: BigInt(NOW_MS - 60_000) * 1_000_000n, durationNs: 5_000_000n },
    ...{ status: 0, statusMessage: '', attributes: {}, resource: {}, events: [] },
  })
  spans += 2
  const [client, server] = [id(spans), id(spans + 1)]
  await telemetry.ingest({
    batch: {
      signal: 'traces',
      spans: [span(caller, 3, client, ''), span(callee, 2, server, client)],
    },
    accepted: 2,
    rejected: { count: 0, reasons: [] },
  })
  await telemetry.store.drained()
}

test('a difference is a fact once it lasts, and each answer is told once', async () => {
  const { ledger } = store
  await ledger.transact({ actor: 'person:ann' }, async (tx) => {
    await tx.append(
      modelApplied('workload:shop', {
        workload: 'shop',
        revision: 1,
        hash: 'h1',
        ...{ previous: null, changes: [], size: { resources: 4, values: 0 } },
        ...{ reverse: 'opsplane undo', undoOf: null },
        manifest: {
          ...{ format: 'opsplane/v1', workload: 'shop', procedures: [] },
          resources: [
            component('front', ['component:orders', 'component:search']),
            component('orders', ['component:database']),
            component('search'),
            component('database'),
          ],
        },
      }),
    )
  })
  const watch = createDependencyWatch({ ledger, store: telemetry.store, log: silentLog })
  const told = async () => (await ledger.read({ types: [dependenciesCompared.type] })).length

  await watch.look(NOW_MS)
  await watch.look(NOW_MS)
  expect(await told()).toBe(0) // Nobody sends spans: nothing can be said.

  await call('front', 'orders')
  await call('visitors', 'search')
  await call('orders', 'mailer')
  await watch.look(NOW_MS)
  expect(await told()).toBe(0)
  await watch.look(NOW_MS)
  await watch.look(NOW_MS)
  expect(await told()).toBe(1)
  expect(await readComparison(ledger, 'shop')).toMatchObject({
    confirmed: 1,
    unseen: [{ from: 'component:front', to: 'component:search' }],
    undeclared: [{ from: 'component:orders', to: 'service:mailer' }],
    unobservable: [{ from: 'component:orders', to: 'component:database' }],
  })

  await call('front', 'search')
  await watch.look(NOW_MS)
  await watch.look(NOW_MS)
  expect(await told()).toBe(2)
  expect(await readComparison(ledger, 'shop')).toMatchObject({ confirmed: 2, unseen: [] })
})
