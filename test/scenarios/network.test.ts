/** Flows and activity are kept as they were told, and found by the questions of somebody who looks for an intruder. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ManualClock, silentLog } from '#base'
import {
  type Activity,
  type Batch,
  type Flow,
  listConnections,
  openTelemetry,
  searchActivity,
  type Telemetry,
} from '#telemetry'

const HOUR_MS = 3_600_000
const NOW_MS = Date.now()
const lastHour = { fromMs: NOW_MS - HOUR_MS, toMs: NOW_MS }

let folder: string
let telemetry: Telemetry
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opsplane-network-'))
  telemetry = await openTelemetry({ folder, clock: new ManualClock(NOW_MS), log: silentLog })
  await keep({ signal: 'flows', flows: FLOWS }, FLOWS.length)
  await keep({ signal: 'activity', activities: ACTIVITIES }, ACTIVITIES.length)
  await telemetry.store.drained()
}, 60_000)
afterAll(async () => {
  await telemetry?.close()
  await rm(folder, { recursive: true, force: true })
})

const keep = (batch: Batch, accepted: number) =>
  telemetry.ingest({ batch, accepted, rejected: { count: 0, reasons: [] } })

const flow = (minutesAgo: number, more: Partial<Flow>): Flow => ({
  startMs: NOW_MS - minutesAgo * 60_000,
  endMs: NOW_MS - minutesAgo * 60_000 + 5_000,
  host: 'web-1',
  interfaceId: 'eni-1',
  direction: 'ingress',
  sourceAddress: '10.0.0.1',
  destinationAddress: '10.0.0.9',
  sourcePort: 40_000,
  destinationPort: 5_432,
  protocol: 6,
  packets: 10n,
  bytes: 1_000n,
  action: 'accept',
  tcpFlags: 0,
  attributes: {},
  ...more,
})

const FLOWS = [
  flow(30, {}),
  flow(20, { bytes: 4_000n }),
  // Known since yesterday, and the same connection in the last hour.
  flow(24 * 60, {}),
  flow(10, { sourceAddress: '203.0.113.7', destinationPort: 22, action: 'reject', bytes: 60n }),
  flow(9, { sourceAddress: '203.0.113.7', destinationPort: 22, action: 'reject', bytes: 60n }),
  flow(5, { sourceAddress: '2001:db8::1', destinationPort: 443, bytes: 9_000n }),
]

const activity = (minutesAgo: number, more: Partial<Activity>): Activity => ({
  timeMs: NOW_MS - minutesAgo * 60_000,
  id: `event-${minutesAgo}`,
  actor: 'ann',
  actorKind: 'person',
  address: '198.51.100.4',
  agent: 'console',
  source: 'iam',
  action: 'CreateAccessKey',
  target: 'user/deploy',
  outcome: 'ok',
  reason: '',
  attributes: {},
  raw: '{"eventName":"CreateAccessKey"}',
  ...more,
})

const ACTIVITIES = [
  activity(50, {}),
  activity(40, { actor: 'mallory', outcome: 'denied', reason: 'AccessDenied' }),
  activity(30, { actor: "bob'; drop table tel.activity; --", action: 'StopLogging' }),
  ...Array.from({ length: 5 }, (_, i) => activity(20, { id: `same-time-${i}` })),
]

test('the largest connections first, summed over their records, IPv4 written plainly', async () => {
  const { connections, partial } = await listConnections(telemetry.store, lastHour)
  expect(partial).toBe(false)
  expect(connections.map(({ source, port, bytes, flows }) => [source, port, bytes, flows])).toEqual(
    [
      ['2001:db8::1', 443, 9_000, 1],
      ['10.0.0.1', 5_432, 5_000, 2],
      ['203.0.113.7', 22, 120, 2],
    ],
  )
})

test('what was refused, and what was never seen in the week before', async () => {
  const refused = await listConnections(telemetry.store, { ...lastHour, only: 'refused' })
  expect(refused.connections).toMatchObject([{ source: '203.0.113.7', refused: 2 }])
  const fresh = await listConnections(telemetry.store, { ...lastHour, only: 'new' })
  expect(fresh.connections.map(({ source }) => source)).toEqual(['2001:db8::1', '203.0.113.7'])
})

test('by an address at either end, and a limit is told', async () => {
  const of = (address: string) => listConnections(telemetry.store, { ...lastHour, address })
  expect((await of('10.0.0.9')).connections).toHaveLength(3)
  expect((await of('2001:db8::1')).connections).toHaveLength(1)
  const cut = await listConnections(telemetry.store, { ...lastHour, limit: 1 })
  expect(cut).toMatchObject({ partial: true, why: ['only the first 1 connections are shown'] })
})

test('who was denied what, from where', async () => {
  const { activities } = await searchActivity(telemetry.store, { ...lastHour, outcome: 'denied' })
  expect(activities).toMatchObject([
    {
      actor: 'mallory',
      address: '198.51.100.4',
      action: 'CreateAccessKey',
      reason: 'AccessDenied',
    },
  ])
})

test('pages meet without a gap or a repetition, also within one millisecond', async () => {
  const ids: string[] = []
  let after: string | undefined
  do {
    const page = await searchActivity(telemetry.store, { ...lastHour, limit: 2, after })
    ids.push(...page.activities.map(({ id }) => id))
    after = page.next ?? undefined
  } while (after)
  expect(ids).toHaveLength(ACTIVITIES.length)
  expect(new Set(ids).size).toBe(ACTIVITIES.length)
})

test('the words of a person are never SQL', async () => {
  const actor = "bob'; drop table tel.activity; --"
  const { activities } = await searchActivity(telemetry.store, { ...lastHour, actor })
  expect(activities).toMatchObject([{ actor, action: 'StopLogging' }])
  const all = await searchActivity(telemetry.store, { ...lastHour, text: 'createaccesskey' })
  expect(all.activities).toHaveLength(ACTIVITIES.length)
})
