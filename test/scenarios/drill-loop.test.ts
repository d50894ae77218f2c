/**
 * The whole turn of a drill with every feature that answers it: a fault, an alarm, an incident, a page, the
 * runbook, the end, the word of it to the same people, the review. Only the alarm’s facts are the test’s own.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ManualClock, silentLog } from '#base'
import * as evolve from '#evolve'
import {
  alarmCleared,
  alarmRaised,
  dumpProjections,
  modelApplied,
  type NewFact,
  rebuildProjections,
  timers,
} from '#ledger'
import { type Manifest, manifestHash, revisions } from '#model'
import * as operate from '#operate'
import * as prepare from '#prepare'
import * as procedures from '#procedures'
import { type MailSink, openMailSink } from '../harness/receivers.ts'
import { freshLedger, type TestLedger } from '../harness/store.ts'

const SECOND = 1_000
let clock: ManualClock
let store: TestLedger
let folder: string
let mail: MailSink
let workers: { stop(): Promise<void>; settle(): Promise<void> }[]

/** The target is up while its file is there; the fault takes the file away, the runbook puts it back. */
const isUp = () => existsSync(join(folder, 'up'))

beforeEach(async () => {
  clock = new ManualClock(Date.parse('2026-01-07T12:00:00Z'))
  folder = mkdtempSync(join(tmpdir(), 'opsplane-loop-'))
  writeFileSync(join(folder, 'up'), '')
  mail = await openMailSink()
  const features = [operate, procedures, prepare, evolve]
  store = await freshLedger({
    projections: [timers, revisions, ...features.flatMap(({ projections }) => projections)],
    reactions: features.flatMap(({ reactions }) => reactions),
    clock,
  })
  const { ledger } = store
  const environment = { PATH: process.env.PATH!, TARGET: folder }
  workers = [
    operate.createDelivery({
      ledger,
      log: silentLog,
      owner: 'node-1',
      random: () => 0.5,
      context: {
        smtp: { url: mail.url, from: 'Opsplane <ops@shop.example>' },
        baseUrl: 'https://ops.shop.example',
        secrets: () => undefined,
        fetch,
        nowMs: () => clock.now(),
      },
    }),
    procedures.createEngine({
      ledger,
      log: silentLog,
      owner: 'node-1',
      context: { queryInstant: async () => [], fetch, secrets: () => undefined, environment },
    }),
    prepare.createDrillWorker({
      ledger,
      log: silentLog,
      owner: 'node-1',
      context: {
        variables: environment,
        querySignal: async () => (isUp() ? 100 : 0),
        fetch,
        nowMs: () => clock.now(),
      },
    }),
  ]
  await append(applied())
})
afterEach(async () => {
  for (const worker of workers) await worker.stop()
  await Promise.all([store.close(), mail.close()])
  rmSync(folder, { recursive: true, force: true })
})

async function append(fact: NewFact): Promise<void> {
  await store.ledger.transact({ actor: 'node:alarms' }, (tx) => tx.append(fact))
}

/** Until nobody has anything left to do. */
async function settle(): Promise<void> {
  for (let head = -1; head !== (await store.ledger.head()); ) {
    head = await store.ledger.head()
    await store.settle()
    for (const worker of workers) await worker.settle()
  }
}

function applied(): NewFact {
  const touch = (name: string, path: string, ...words: string[]) => ({
    type: 'action',
    name,
    provider: { type: 'process', path, arguments: words, timeout: 10 },
  })
  const file = `\${TARGET}/up`
  const manifest: Manifest = {
    format: 'opsplane/v1',
    workload: 'shop',
    resources: [
      {
        kind: 'workload',
        name: 'shop',
        spec: { title: 'Shop', description: '', tier: 1, owner: 'team:shop' },
      },
      { kind: 'environment', name: 'production', spec: { level: 3 } },
      {
        kind: 'person',
        name: 'ann',
        spec: { name: 'Ann', email: 'ann@shop.example', roles: ['responder'], zone: 'UTC' },
      },
      { kind: 'team', name: 'shop', spec: { title: 'Shop', members: ['person:ann'] } },
      {
        kind: 'escalation',
        name: 'all',
        spec: {
          steps: [{ after: '0s', notify: ['person:ann'] }],
          fallback: 'person:ann',
          ackTtl: '30m',
        },
      },
      ...PAGES,
      { kind: 'signal', name: 'up', spec: { layer: 'customer', query: 'up', unit: '' } },
      {
        kind: 'outcome',
        name: 'served',
        spec: {
          title: 'Customers are served',
          kind: 'customer',
          signal: 'signal:up',
          target: { op: '>=', value: 1 },
          owner: 'team:shop',
          weight: 10,
        },
      },
      {
        kind: 'alarm',
        name: 'down',
        spec: {
          title: 'It is down',
          signal: 'signal:up',
          when: '< 1',
          severity: 'critical',
          protects: ['outcome:served'],
          owner: 'team:shop',
          procedure: 'procedure:restart',
          escalation: 'escalation:all',
          groupBy: [],
        },
      },
      {
        kind: 'experiment',
        name: 'target-down',
        spec: {
          title: 'The target goes down',
          description: '',
          environment: 'environment:production',
          'steady-state-hypothesis': {
            title: 'Customers are served',
            probes: [
              {
                type: 'probe',
                name: 'it is up',
                tolerance: { type: 'range', range: [95, 100] },
                provider: { type: 'signal', signal: 'signal:up' },
              },
            ],
          },
          method: [touch('take it down', 'rm', file)],
          rollbacks: [touch('put it back', 'touch', file)],
          expect: {
            alarm: 'alarm:down',
            procedure: 'procedure:restart',
            raisedWithin: '30s',
            recoveredWithin: '2m',
            notified: true,
          },
          abort: [],
        },
      },
    ],
    procedures: [{ id: 'restart', path: 'procedures/restart.md', text: RUNBOOK }],
  }
  return modelApplied('workload:shop', {
    workload: 'shop',
    revision: 1,
    hash: manifestHash(manifest),
    previous: null,
    changes: [],
    size: { resources: 0, values: 0 },
    reverse: '',
    undoOf: null,
    manifest,
  })
}

/** Three audiences, each with a mailbox of its own. */
const PAGES = (
  [
    ['customers', 'Shopping', 'You may not be able to buy. Your basket is safe.'],
    ['leaders', 'Revenue', 'We take fewer orders than we expect.'],
    ['engineers', 'Shop', 'The shop does not answer.'],
  ] as const
).flatMap(([audience, component, impacted]) => [
  {
    kind: 'channel',
    name: audience,
    spec: { type: 'email', config: { to: [`${audience}@shop.example`] } },
  },
  {
    kind: 'status-page',
    name: audience,
    spec: {
      ...{ title: `Shop for ${audience}`, audience, public: audience === 'customers' },
      components: [
        { name: component, outcomes: ['outcome:served'], impacted, restored: 'It works again.' },
      ],
      channels: [`channel:${audience}`],
    },
  },
])

const RUNBOOK = `---
opsplane: procedure/v1
kind: runbook
id: restart
owner: shop
for: { workload: shop, environments: [production], alarms: [down] }
permissions: { exec: [ls, touch] }
triggers:
  - { on: alarm, match: { name: down }, mode: auto }
run:
  production: { by: [role:responder] }
---

# Restart

## Look

\`\`\`sh {name=look effect=read}
ls "$TARGET"
\`\`\`

## Bring it back

\`\`\`sh {name=bring-back idempotent}
touch "$TARGET/up"
\`\`\`
`

const instance = {
  workload: 'shop',
  alarm: 'down',
  instance: 'i1',
  labels: {},
  version: 'v1',
  value: 0,
}
const now = () => new Date(clock.now()).toISOString()
const raised = () =>
  alarmRaised('alarm:down', {
    ...instance,
    tickAt: now(),
    since: now(),
    reason: 'condition',
    title: 'It is down',
    severity: 'critical',
    owner: 'team:shop',
    procedure: 'procedure:restart',
    protects: ['outcome:served'],
    group: 'down',
  })
const cleared = () =>
  alarmCleared('alarm:down', { ...instance, tickAt: now(), group: 'down', reason: 'condition' })

async function drillOnce(): Promise<prepare.Drill> {
  const { id } = await prepare.startDrill(store.ledger, {
    workload: 'shop',
    experiment: 'target-down',
    by: 'person:ann',
  })
  await settle()
  expect(isUp()).toBe(false)
  clock.advance(2 * SECOND)
  await append(raised())
  await settle()
  expect(isUp()).toBe(true)
  clock.advance(5 * SECOND)
  await append(cleared())
  await settle()
  return (await prepare.readDrill(store.database.sql, id))!
}

test('a fault is detected, told, answered by itself, told to be over and reviewed, in order', async () => {
  const drill = await drillOnce()
  expect(drill.expectations.filter(({ state }) => state !== 'met')).toEqual([])
  expect(drill).toMatchObject({ state: 'finished', outcome: 'passed', score: 100 })

  const timeline = await prepare.readDrillTimeline(store.ledger, drill)
  const order = timeline.filter(
    ({ meets, type }) => meets !== null || type === 'drill.fault-started',
  )
  expect(order.map(({ type, meets }) => meets ?? type)).toEqual([
    'drill.fault-started',
    'alarm-raised',
    'incident-opened',
    expect.stringMatching(/^(page-accepted|procedure-started)$/),
    expect.stringMatching(/^(page-accepted|procedure-started)$/),
    'procedure-succeeded',
    'alarm-cleared',
    'incident-resolved',
    'recovery-accepted',
    'retrospective-opened',
    'steady-again',
  ])
  expect(timeline.filter(({ type }) => type === 'step.succeeded')).toHaveLength(2)
  expect(timeline.find(({ type }) => type === 'incident.opened')!.sentence).toMatch(
    /^INC-1 opened as P\d: It is down\. .*served/,
  )
  expect(mail.inbox('ann@shop.example')).toHaveLength(2)

  const review = await evolve.findRetrospective(store.database.sql, drill.incident!)
  expect(review).toMatchObject({ drill: drill.id, state: 'open' })
  expect(review!.timeline.at(-1)!.sentence).toBe('Word of the recovery to person:ann accepted')
})

test('read only from what each audience received, a drill is three texts, each right for its reader', async () => {
  await drillOnce()
  const readBy = (audience: string) =>
    mail.inbox(`${audience}@shop.example`).map(({ parsed }) => parsed.text ?? '')
  const [customers, leaders, engineers] = ['customers', 'leaders', 'engineers'].map(readBy)
  for (const texts of [customers, leaders, engineers]) {
    expect(texts).toHaveLength(2)
    expect(texts![0]).toContain('has been impaired since 12:00')
    expect(texts![1]).toMatch(/was impaired from 12:00.* to 12:00.*, for 5s/)
  }

  // Customers: what it means for them, and nothing of how we work.
  expect(customers![0]).toContain('You may not be able to buy. Your basket is safe.')
  for (const text of customers!)
    expect(text).not.toMatch(/INC-|P[1-5]\b|alarm|It is down|restart|ann|owner|incident/i)

  // Leaders: what it does to the business and who answers for it; no parts, no procedures.
  expect(leaders![0]).toContain('Customers are served')
  expect(leaders![0]).toMatch(/Priority: +P1: /)
  expect(leaders![0]).toMatch(/In charge: +Shop/)
  expect(leaders![1]).toContain('follows in the retrospective')
  for (const text of leaders!) expect(text).not.toMatch(/It is down|restart|procedures\//i)

  // Engineers: what is wrong, and where to look.
  expect(engineers![0]).toContain('It is down')
  expect(engineers![0]).toMatch(/\/w\/shop\/incidents\/INC-1/)
  expect(engineers![0]).toMatch(/\/w\/shop\/procedures\/restart/)
  expect(engineers![1]).toContain('Cleared: It is down')
})

test('the same drill again a minute later finds the same incident come back, and passes too', async () => {
  const first = await drillOnce()
  clock.advance(60 * SECOND)
  const second = await drillOnce()
  expect(second.expectations.filter(({ state }) => state !== 'met')).toEqual([])
  expect(second.incident).toBe(first.incident)
  expect(await evolve.listRetrospectives(store.database.sql, { workload: 'shop' })).toHaveLength(1)
})

test('all of it, dropped and rebuilt, is the same', async () => {
  await drillOnce()
  const before = await dumpProjections(store.ledger)
  await rebuildProjections(store.ledger)
  expect(await dumpProjections(store.ledger)).toBe(before)
})
