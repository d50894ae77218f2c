/** Evidence is collected once an incident is declared and once it is over, as a fact that names the likeliest cause. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ManualClock, silentLog } from '#base'
import { deploymentFinished, evidenceCollected, modelApplied } from '#ledger'
import { revisions } from '#model'
import {
  confirmCause,
  createCauseWatch,
  declareIncident,
  incidents,
  readCauses,
  resolveIncident,
} from '#operate'
import { type LogRecord, openTelemetry, type Span, type Telemetry } from '#telemetry'
import { freshLedger, type TestLedger } from '../harness/store.ts'

const BEGAN_MS = Date.now() - 60_000
const clock = new ManualClock(BEGAN_MS)
let folder: string
let telemetry: Telemetry
let store: TestLedger

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opsplane-causes-'))
  telemetry = await openTelemetry({ folder, clock, log: silentLog })
  store = await freshLedger({ projections: [revisions, incidents], clock })
}, 60_000)
afterAll(async () => {
  await telemetry?.close()
  await store?.close()
  await rm(folder, { recursive: true, force: true })
})

const ns = (ms: number) => BigInt(ms) * 1_000_000n
const none = { count: 0, reasons: [] }
let requests = 0

/** A purchase as three services tell it; payments may refuse. */
async function purchase(atMs: number, refused: boolean): Promise<void> {
  const id = (n: number) => n.toString(16).padStart(16, '0')
  const traceId = id(++requests).repeat(2)
  const span = (
    service: string,
    kind: number,
    n: number,
    parent: number,
    failed: boolean,
  ): Span => ({
    ...{ traceId, spanId: id(requests * 10 + n), service, kind, name: `${service} work` },
    parentId: parent < 0 ? '' : id(requests * 10 + parent),
    ...{ startNs: ns(atMs), durationNs: 5_000_000n, status: failed ? 2 : 0, statusMessage: '' },
    ...{ attributes: {}, resource: {}, events: [] },
  })
  const spans = [
    span('front', 2, 0, -1, refused),
    span('front', 3, 1, 0, refused),
    span('orders', 2, 2, 1, refused),
    span('orders', 3, 3, 2, refused),
    span('payments-api', 2, 4, 3, refused),
  ]
  const line = (service: string, n: number, body: string, severity: number): LogRecord => ({
    ...{ timeNs: ns(atMs), observedMs: atMs, service, host: 'a', severity, body },
    ...{ traceId, spanId: id(requests * 10 + n), attributes: {}, resource: {} },
  })
  const logs = [
    line('orders', 2, refused ? 'order failed' : 'order taken', refused ? 17 : 9),
    line(
      'payments-api',
      4,
      refused ? 'processor refused the card' : 'card charged',
      refused ? 17 : 9,
    ),
  ]
  await telemetry.ingest({ batch: { signal: 'traces', spans }, accepted: 5, rejected: none })
  await telemetry.ingest({ batch: { signal: 'logs', records: logs }, accepted: 2, rejected: none })
}

test('the likeliest cause is named at once, kept as it was seen, and a person has the last word', async () => {
  const { ledger } = store
  const component = (name: string, dependsOn: string[] = [], service = name) => ({
    ...{ kind: 'component', name },
    spec: { layer: 'application', owner: 'team:shop', dependsOn, service },
  })
  await ledger.transact({ actor: 'person:ann' }, async (tx) => {
    await tx.append(
      modelApplied('workload:shop', {
        ...{ workload: 'shop', revision: 1, hash: 'h1', previous: null, changes: [] },
        ...{ size: { resources: 3, values: 0 }, reverse: 'opsplane undo', undoOf: null },
        manifest: {
          ...{ format: 'opsplane/v1', workload: 'shop', procedures: [] },
          resources: [
            component('front', ['component:orders']),
            component('orders', ['component:payments']),
            component('payments', [], 'payments-api'),
          ],
        },
      }),
    )
    await tx.append(
      deploymentFinished('component:payments', {
        ...{ workload: 'shop', environment: 'production', component: 'payments' },
        ...{ version: '2.1', previous: '2.0', outcome: 'success', deliveryId: 'd1' },
      }),
    )
  })
  for (let i = 0; i < 40; i++) await purchase(BEGAN_MS - 600_000 + i * 10_000, false)
  for (let i = 0; i < 12; i++) await purchase(BEGAN_MS + i * 500, true)
  await telemetry.store.drained()
  clock.moveTo(BEGAN_MS + 5_000)
  const { id } = await declareIncident(ledger, {
    ...{ workload: 'shop', by: 'person:ann', title: 'Nobody can pay', occurredAtMs: BEGAN_MS },
  })
  const watch = createCauseWatch({
    ...{ ledger, store: telemetry.store, series: telemetry.source, log: silentLog },
  })
  await watch.start()
  try {
    clock.moveTo(BEGAN_MS + 30_000)
    watch.wake()
    const collected = async () => (await ledger.read({ types: [evidenceCollected.type] })).length
    await expect.poll(collected, { timeout: 30_000 }).toBe(1)

    const { declared } = await readCauses(ledger, id)
    expect(declared?.blind).toEqual([])
    expect(declared?.suspects[0]?.name).toBe('component:payments')
    expect(declared?.suspects[0]?.reasons.join('\n')).toMatch(
      /12 of 12 requests: .*\n.*processor refused the card/,
    )
    expect(declared?.suspects.map(({ name }) => name)).not.toContain('component:front')
    expect(declared?.items.map(({ kind }) => kind)).toContain('change')

    await resolveIncident(ledger, {
      ...{ workload: 'shop', incident: 'INC-1', by: 'person:ann', reason: 'paid again' },
    })
    watch.wake()
    await expect.poll(collected, { timeout: 30_000 }).toBe(2)

    await confirmCause(ledger, {
      ...{ workload: 'shop', incident: 'INC-1', by: 'person:ann', suspect: 'component:payments' },
      ...{ trigger: 'release 2.1', vulnerability: 'no canary', notCaught: 'no test of refusals' },
      reach: 'all cards go one way',
    })
    const { confirmed } = await readCauses(ledger, id)
    expect(confirmed).toMatchObject({ by: 'person:ann', suspect: 'component:payments' })
  } finally {
    await watch.stop()
  }
})
