/** A node that is killed at its worst moments: between a mail server that has taken a mail and the note of it. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  alarmCleared,
  alarmRaised,
  dumpProjections,
  modelApplied,
  openLedger,
  rebuildProjections,
  timers,
  verifyLedger,
} from '#ledger'
import { revisions } from '#model'
import { countNotifications, listIncidents, projections, reactions } from '#operate'
import { randomOf } from '../harness/random.ts'
import { type MailSink, openMailSink } from '../harness/receivers.ts'
import { saySeed, testSeed } from '../harness/seed.ts'
import { freshDatabase, type TestDatabase } from '../harness/store.ts'

const INCIDENTS = 12
const KILLS = 10

let database: TestDatabase
let mail: MailSink
beforeAll(async () => {
  database = await freshDatabase()
  mail = await openMailSink()
})
afterAll(async () => {
  await database.drop()
  await mail.close()
})

test('killed while it sends, a node loses no message, and every duplicate carries the same id', async () => {
  saySeed()
  const random = randomOf(testSeed)
  const ledger = openLedger({
    database: database.database,
    projections: [timers, revisions, ...projections],
  })
  await ledger.transact({ actor: 'person:ann' }, (tx) => tx.append(model()))

  let kills = 0
  let untilKill = 1 + Math.floor(random() * 6)
  let node: ChildProcess | undefined
  let running = true
  mail.onTaken = () => {
    if (kills < KILLS && --untilKill === 0) {
      kills++
      untilKill = 1 + Math.floor(random() * 6)
      node?.kill('SIGKILL')
    }
  }
  const nodes = (async () => {
    while (running) {
      node = fork('test/harness/responder.ts', [database.url, mail.url], {
        execArgv: ['--import', 'tsx'],
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      })
      await once(node, 'exit')
    }
  })()

  try {
    // A node begins with the facts that come after it: it must have been there once.
    await until(
      async () =>
        (await database.database.sql`select from reaction_cursor`).length === reactions.length,
    )
    for (let i = 0; i < INCIDENTS; i++)
      await ledger.transact({ actor: 'service:alarms' }, (tx) => tx.append(raised(i)))
    await until(async () => {
      const open = await listIncidents(database.database.sql, { state: 'open' })
      const { queued, sending } = await countNotifications(database.database.sql)
      return open.length === INCIDENTS && mail.mails.length >= INCIDENTS && queued + sending === 0
    })
    for (let i = 0; i < INCIDENTS; i++)
      await ledger.transact({ actor: 'service:alarms' }, (tx) => tx.append(cleared(i)))
    await until(async () => {
      const { queued, sending, accepted } = await countNotifications(database.database.sql)
      return accepted === INCIDENTS * 2 && queued + sending === 0
    })
  } finally {
    running = false
    node?.kill('SIGKILL')
    await nodes
  }

  expect(kills).toBe(KILLS)
  const bySubject = new Map<string, Set<string>>()
  for (const { subject, messageId } of mail.mails)
    bySubject.set(subject, (bySubject.get(subject) ?? new Set()).add(messageId))
  const expected = Array.from({ length: INCIDENTS }, (_, i) => [
    `[P1] INC-${i + 1}: Alarm ${i}`,
    `It is over: INC-${i + 1}: Alarm ${i}`,
  ]).flat()
  expect([...bySubject.keys()].toSorted()).toEqual(expected.toSorted())
  for (const ids of bySubject.values()) expect(ids.size).toBe(1)
  const duplicates = mail.mails.length - expected.length
  console.info(`${duplicates} duplicates after ${kills} kills`)
  // Only what was in hand may come twice, and no page comes after its recovery.
  expect(duplicates).toBeLessThanOrEqual(KILLS * 10)
  for (let i = 0; i < INCIDENTS; i++) {
    const order = mail.mails.map(({ subject }) => subject)
    expect(order.lastIndexOf(expected[i * 2]!)).toBeLessThan(order.indexOf(expected[i * 2 + 1]!))
  }
  expect(await verifyLedger(database.database)).toMatchObject({ ok: true })
  const before = await dumpProjections(ledger)
  await rebuildProjections(ledger)
  expect(await dumpProjections(ledger)).toBe(before)
})

/** Polls what other processes do. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 90_000
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error('it did not happen in time')
    await new Promise((done) => setTimeout(done, 20))
  }
}

const look = (i: number) => ({
  workload: 'shop',
  alarm: `alarm-${i}`,
  instance: `alarm-${i}{}`,
  labels: {},
  version: 'v1',
  tickAt: '2026-01-07T12:00:00.000Z',
  value: 1,
  group: `alarm-${i}`,
})

const raised = (i: number) =>
  alarmRaised(`alarm:alarm-${i}`, {
    ...look(i),
    since: '2026-01-07T12:00:00.000Z',
    reason: 'condition',
    title: `Alarm ${i}`,
    severity: 'critical',
    owner: 'person:ann',
    procedure: 'p',
    protects: ['outcome:orders'],
  })

const cleared = (i: number) => alarmCleared(`alarm:alarm-${i}`, { ...look(i), reason: 'condition' })

function model() {
  const manifest = {
    format: 'opsplane/v1',
    workload: 'shop',
    procedures: [],
    resources: [
      {
        kind: 'person',
        name: 'ann',
        spec: { name: 'Ann', email: 'ann@shop.example', roles: [], zone: 'UTC' },
      },
      {
        kind: 'outcome',
        name: 'orders',
        spec: { title: 'Orders', kind: 'business', weight: 10, owner: 'person:ann' },
      },
      {
        kind: 'escalation',
        name: 'shop',
        spec: {
          steps: [{ after: '0s', notify: ['person:ann'] }],
          fallback: 'person:ann',
          ackTtl: '30m',
        },
      },
    ],
  }
  return modelApplied('workload:shop', {
    workload: 'shop',
    revision: 1,
    hash: 'crash',
    previous: null,
    changes: [],
    size: { resources: 3, values: 1 },
    reverse: 'opsplane undo shop@1',
    undoOf: null,
    manifest,
  })
}
