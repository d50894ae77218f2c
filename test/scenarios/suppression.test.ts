/** Being quiet: who is not told while there is a reason, who is told when it ends, and that nobody waits for an end in vain. */
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { contentHash, ManualClock, parseMatcher, silentLog } from '#base'
import {
  alarmCleared,
  alarmDataLost,
  alarmDataReturned,
  alarmRaised,
  alarmReleased,
  alarmSuppressed,
  createDispatcher,
  dumpProjections,
  modelApplied,
  type NewFact,
  rebuildProjections,
  timers,
} from '#ledger'
import { revisions } from '#model'
import {
  createDelivery,
  createSilence,
  type DeliveryWorker,
  endSilence,
  listIncidents,
  listNotifications,
  projections,
  reactions,
  readOpenAlarms,
  readStatusPage,
} from '#operate'
import { type MailSink, openMailSink } from '../harness/receivers.ts'
import { freshLedger, type TestLedger } from '../harness/store.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const ann = 'ann@shop.example'
const bob = 'bob@shop.example'
const all = [timers, revisions, ...projections]

let clock: ManualClock
let store: TestLedger
let mail: MailSink
let delivery: DeliveryWorker

async function open(): Promise<void> {
  clock = new ManualClock(Date.parse('2026-01-07T12:00:00Z'))
  mail = await openMailSink()
  store = await freshLedger({ projections: all, reactions, clock })
  delivery = createDelivery({
    ledger: store.ledger,
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
  })
}
async function close(): Promise<void> {
  await delivery.stop()
  await Promise.all([store.close(), mail.close().catch(() => {})])
}

const person = (name: string) => ({
  kind: 'person',
  name,
  spec: { name, email: `${name}@shop.example`, roles: [], zone: 'UTC' },
})
const component = (name: string, dependsOn: string[] = []) => ({
  kind: 'component',
  name,
  spec: { layer: 'application', owner: 'team:commerce', dependsOn },
})
const watched = (name: string, of: string) => [
  {
    kind: 'signal',
    name,
    spec: { layer: 'application', query: name, unit: '', component: `component:${of}` },
  },
  {
    kind: 'alarm',
    name,
    spec: {
      ...{ title: `${name} fails`, signal: `signal:${name}`, when: '> 1', for: '0s' },
      ...{
        keepFiringFor: '0s',
        interval: '5s',
        severity: 'critical',
        protects: ['outcome:orders'],
      },
      ...{ owner: 'team:commerce', procedure: 'procedure:it', groupBy: [] },
    },
  },
]

async function apply(more: object[] = [], workload = 'shop', revision = 1): Promise<void> {
  const resources = [
    {
      kind: 'workload',
      name: workload,
      spec: { title: 'Shop', description: '', tier: 1, owner: 'team:commerce' },
    },
    person('ann'),
    person('bob'),
    { kind: 'team', name: 'commerce', spec: { title: 'Commerce', members: ['person:ann'] } },
    component('web', ['component:api']),
    component('api', ['component:database']),
    component('database'),
    ...watched('web', 'web'),
    ...watched('database', 'database'),
    ...watched('lonely', 'nothing'),
    ...watched('other', 'nothing'),
    {
      kind: 'outcome',
      name: 'orders',
      spec: {
        ...{ title: 'Orders', kind: 'business', signal: 'signal:web', owner: 'team:commerce' },
        ...{ target: { op: '>=', value: 30 }, weight: 10, customers: 'everybody' },
      },
    },
    {
      kind: 'escalation',
      name: 'shop',
      spec: {
        steps: [
          { after: '0s', notify: ['person:ann'] },
          { after: '5m', notify: ['person:bob'] },
        ],
        fallback: 'person:bob',
        ackTtl: '30m',
      },
    },
    {
      kind: 'status-page',
      name: 'public',
      spec: {
        ...{ title: 'Status', audience: 'customers', public: true, channels: [] },
        components: [
          {
            ...{ name: 'Buying', outcomes: ['outcome:orders'] },
            ...{ impacted: 'You may not be able to buy.', restored: 'You can buy again.' },
          },
        ],
      },
    },
    ...more,
  ]
  const manifest = { format: 'opsplane/v1', workload, procedures: [], resources }
  await store.ledger.transact({ actor: 'person:ann' }, (tx) =>
    tx.append(
      modelApplied(`workload:${workload}`, {
        ...{ workload, revision, hash: contentHash({ resources }), previous: null, changes: [] },
        ...{ size: { resources: resources.length, values: 1 }, reverse: '', undoOf: null },
        manifest,
      }),
    ),
  )
  await settle()
}

const looked = (alarm: string, workload: string, labels: Record<string, string>) => ({
  ...{ workload, alarm, labels, version: 'v1', value: 2 },
  instance: `${workload}/${alarm}${JSON.stringify(labels)}`,
  tickAt: new Date(clock.now()).toISOString(),
})
const append = (...facts: NewFact[]) =>
  store.ledger.transact({ actor: 'service:alarms' }, (tx) => tx.append(...facts))

const raised = (alarm: string, workload = 'shop', labels: Record<string, string> = {}) =>
  alarmRaised(`alarm:${alarm}`, {
    ...looked(alarm, workload, labels),
    since: new Date(clock.now()).toISOString(),
    ...{ reason: 'condition', title: `${alarm} fails`, severity: 'critical' },
    ...{ owner: 'team:commerce', procedure: 'it', protects: ['outcome:orders'], group: alarm },
  })
const cleared = (alarm: string, workload = 'shop', labels: Record<string, string> = {}) =>
  alarmCleared(`alarm:${alarm}`, {
    ...looked(alarm, workload, labels),
    ...{ group: alarm, reason: 'condition' },
  })
async function raise(alarm: string): Promise<void> {
  await append(raised(alarm))
  await settle()
}
async function clear(alarm: string): Promise<void> {
  await append(cleared(alarm))
  await settle()
}

function silence(
  matcher: string,
  lastsMs: number,
  more: Partial<Parameters<typeof createSilence>[1]> = {},
) {
  return createSilence(store.ledger, {
    ...{ workload: 'shop', kind: 'silence', by: 'person:ann', reason: 'it is known' },
    ...{ matchers: [parseMatcher(matcher)], expression: null, change: null },
    ...{ components: [], environments: [] },
    schedule: { startMs: clock.now(), endMs: clock.now() + lastsMs, repeats: null },
    ...more,
  })
}

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

const goTo = (time: string) => clock.advance(Date.parse(time) - clock.now())

const subjects = (address: string) => mail.inbox(address).map(({ subject }) => subject)
const quiet = async () =>
  Object.fromEntries(
    (await readOpenAlarms(store.database.sql, 'shop')).map(({ alarm, reasons }) => [
      alarm,
      reasons.map(({ kind, by, source }) => (source ? `${kind} by ${source}` : `${kind} ${by}`)),
    ]),
  )
const buying = async () =>
  (await readStatusPage(store.database.sql, {
    page: 'public',
    nowMs: clock.now(),
    baseUrl: 'https://ops.shop.example',
  }))!.components[0]!.state

describe('being quiet', () => {
  beforeEach(async () => {
    await open()
    await apply()
  })
  afterEach(close)

  test('a silenced alarm opens no incident, pages nobody and says nothing to customers; when the silence ends it does', async () => {
    const { id } = await silence('alarm="lonely"', HOUR)
    await settle()
    await raise('lonely')
    expect(await quiet()).toEqual({ lonely: [`silence ${id}`] })
    await later(59 * MINUTE)
    expect(await listIncidents(store.database.sql)).toEqual([])
    expect(mail.mails).toEqual([])
    expect(await buying()).toBe('operational')
    await later(MINUTE)
    expect(await quiet()).toEqual({ lonely: [] })
    expect(subjects(ann)).toEqual(['[P1] INC-1: lonely fails'])
    expect(await buying()).toBe('impacted')
    await clear('lonely')
    expect(subjects(ann)).toEqual(['[P1] INC-1: lonely fails', 'It is over: INC-1: lonely fails'])
  })

  test('what comes and goes in the time of a silence is never told, however late the answers are', async () => {
    await silence('alarm="lonely"', HOUR)
    await append(raised('lonely'))
    await append(cleared('lonely'))
    await settle()
    await raise('lonely')
    await clear('lonely')
    await later(2 * HOUR)
    expect(mail.mails).toEqual([])
    const facts = await store.ledger.read({ subject: 'alarm:lonely' })
    expect(facts.filter(({ type }) => type === alarmSuppressed.type)).toHaveLength(2)
  })

  test('a silence over an alarm that was told stops further steps; its end is told in the silence', async () => {
    await raise('lonely')
    expect(subjects(ann)).toHaveLength(1)
    await silence('alarm="lonely"', 30 * MINUTE)
    await settle()
    await later(20 * MINUTE)
    expect(mail.inbox(bob)).toEqual([])
    await clear('lonely')
    expect(subjects(ann)).toEqual(['[P1] INC-1: lonely fails', 'It is over: INC-1: lonely fails'])
    await later(HOUR)
    expect(mail.mails).toHaveLength(2)
  })

  test('a silence over an alarm that was told: the step that was due is done when it ends, by hand or by time', async () => {
    await raise('lonely')
    const { id } = await silence('alarm="lonely"', 30 * MINUTE)
    await settle()
    await later(10 * MINUTE)
    expect(mail.inbox(bob)).toEqual([])
    await endSilence(store.ledger, {
      ...{ workload: 'shop', silence: id, by: 'person:bob', reason: 'it is not known' },
    })
    await settle()
    expect(subjects(bob)).toEqual(['[P1] INC-1: lonely fails'])
    await clear('lonely')
    expect(subjects(bob)).toHaveLength(2)
  })

  test('work that is planned after an incident has begun stops nothing of it', async () => {
    await raise('lonely')
    await silence('alarm="lonely"', HOUR, { kind: 'maintenance' })
    await settle()
    await later(6 * MINUTE)
    expect(subjects(bob)).toHaveLength(1)
  })

  test('an expression makes quiet what it holds for', async () => {
    await silence('alarm!=""', HOUR, {
      matchers: [],
      expression: 'severity == "critical" && labels.zone == "b"',
    })
    await settle()
    await append(raised('lonely', 'shop', { zone: 'b' }), raised('other', 'shop', { zone: 'a' }))
    await settle()
    expect(await quiet()).toMatchObject({ lonely: [expect.stringContaining('silence')], other: [] })
    expect(subjects(ann)).toEqual(['[P1] INC-1: other fails'])
  })

  test.each([
    ['of everything', { matchers: [] }, 'refused'],
    ['that any alarm passes', { matchers: [parseMatcher('alarm=~".*"')] }, 'refused'],
    [
      'without an end',
      {
        schedule: {
          startMs: 0,
          endMs: 1,
          repeats: { rule: 'FREQ=DAILY', zone: 'UTC', untilMs: null },
        },
      },
      'has an end',
    ],
    [
      'for ten years',
      { schedule: { startMs: 0, endMs: 10 * 366 * 24 * HOUR, repeats: null } },
      'has an end',
    ],
    ['that is over', { schedule: { startMs: 0, endMs: 1, repeats: null } }, 'is over'],
    ['by no expression', { expression: 'a b' }, 'no CEL'],
  ])('a silence %s is refused', async (_, more, why) => {
    await expect(silence('alarm="lonely"', HOUR, more)).rejects.toThrow(why)
  })

  test('lost data is not told to the owner while it is quiet, and is when it still is so at the end', async () => {
    await silence('alarm="lonely"', HOUR)
    const lost = () =>
      alarmDataLost('alarm:lonely', {
        ...looked('lonely', 'shop', {}),
        ...{ owner: 'team:commerce', lastSampleAt: null },
      })
    await append(lost())
    await settle()
    expect(mail.mails).toEqual([])
    await later(HOUR)
    expect(subjects(ann)).toEqual(['Not watched: lonely fails'])
    await append(alarmDataReturned('alarm:lonely', looked('lonely', 'shop', {})))
    await settle()
    expect(subjects(ann)).toEqual(['Not watched: lonely fails', 'Watched again: lonely fails'])
  })
})

describe('maintenance of the model', () => {
  beforeEach(open)
  afterEach(close)

  test('each Saturday night in Berlin it is quiet from 22:00 to 04:00 on the wall, in the short night too', async () => {
    goTo('2026-03-28T12:00:00Z')
    await apply([
      {
        kind: 'maintenance',
        name: 'nights',
        spec: {
          ...{ title: 'Nights', components: ['component:database'], environments: [] },
          ...{ from: '2026-03-07T22:00', to: '2026-03-08T04:00', zone: 'Europe/Berlin' },
          ...{ repeat: 'FREQ=WEEKLY;BYDAY=SA', owner: 'team:commerce', reason: 'patches' },
        },
      },
    ])
    goTo('2026-03-28T20:59:59Z')
    await raise('database')
    expect(subjects(ann)).toHaveLength(1)
    await clear('database')
    // An hour later it is another incident’s time; 21:00Z is 22:00 in Berlin.
    goTo('2026-03-28T22:00:00Z')
    await raise('database')
    expect(await quiet()).toEqual({ database: ['maintenance maintenance:nights'] })
    await raise('lonely')
    expect(subjects(ann).filter((one) => one.includes('lonely'))).toHaveLength(1)
    goTo('2026-03-29T01:59:59Z')
    await settle()
    expect(subjects(ann).filter((one) => one.includes('database'))).toHaveLength(2)
    // Clocks were set forward at 02:00: four o’clock is two hours after midnight UTC.
    goTo('2026-03-29T02:00:00Z')
    await settle()
    expect(await quiet()).toMatchObject({ database: [] })
    expect(subjects(ann).filter((one) => one.includes('database'))).toHaveLength(3)
  })
})

describe('what another alarm explains', () => {
  beforeEach(open)
  afterEach(close)
  const rule = (name: string, source: string[], target: string[], equal: string[] = []) => ({
    ...{ kind: 'inhibition', name, spec: { reason: 'it follows', source, target, equal } },
  })

  test('of one outage one alarm tells, through what nobody watches; when the cause is over and the consequence is not, it tells', async () => {
    await apply()
    await append(raised('database'), raised('web'))
    await settle()
    expect(await quiet()).toEqual({ database: [], web: ['dependency by database'] })
    expect(subjects(ann)).toEqual(['[P1] INC-1: database fails'])
    await clear('database')
    expect(subjects(ann).toSorted()).toEqual([
      'It is over: INC-1: database fails',
      '[P1] INC-1: database fails',
      '[P1] INC-2: web fails',
    ])
  })

  test('a component that is watched and well explains nothing above it', async () => {
    await apply(watched('api', 'api'))
    await append(raised('database'), raised('web'))
    await settle()
    expect(await quiet()).toEqual({ database: [], web: [] })
    await raise('api')
    expect(await quiet()).toEqual({
      ...{ database: [], api: ['dependency by database'], web: ['dependency by api'] },
    })
  })

  test('an alarm that tells of an outcome which the cause does not is told, whatever explains it', async () => {
    await apply()
    const { data, ...fact } = raised('web')
    const protects = ['outcome:orders', 'outcome:revenue']
    await append(raised('database'), { ...fact, data: { ...(data as object), protects } })
    await settle()
    expect(await quiet()).toEqual({ database: [], web: [] })
  })

  test('labels that must be alike are compared, and one that is missing is empty', async () => {
    await apply([rule('zones', ['alarm="lonely"'], ['alarm="other"'], ['zone'])])
    await append(raised('lonely', 'shop', { zone: 'a' }), raised('other', 'shop', { zone: 'b' }))
    await settle()
    expect(await quiet()).toEqual({ lonely: [], other: [] })
    await append(raised('lonely'), raised('other'))
    await settle()
    const open = await readOpenAlarms(store.database.sql, 'shop')
    expect(open.filter(({ reasons }) => reasons.length > 0).map(({ labels }) => labels)).toEqual([
      {},
    ])
  })

  test('alarms that explain each other are told by the one that was first, and nothing explains itself', async () => {
    await apply([
      rule('a', ['alarm="lonely"'], ['alarm="other"']),
      rule('b', ['alarm="other"'], ['alarm="lonely"']),
      rule('c', ['alarm="lonely"'], ['alarm="lonely"']),
    ])
    await raise('other')
    clock.advance(1_000)
    await raise('lonely')
    expect(await quiet()).toEqual({ other: [], lonely: ['inhibition by other'] })
    expect(subjects(ann)).toEqual(['[P1] INC-1: other fails'])
  })

  test('a crash in the middle forgets no reason and loses no end; a rebuild comes to the same rows', async () => {
    await apply([rule('a', ['alarm="lonely"'], ['alarm="other"'])])
    await raise('other')
    await append(raised('lonely'))
    // Whoever was to answer has died; another one starts from what is on record.
    const next = createDispatcher({ ledger: store.ledger, reactions, log: silentLog })
    await next.settle()
    await settle()
    expect(await quiet()).toEqual({ lonely: [], other: ['inhibition by lonely'] })
    const before = await dumpProjections(store.ledger)
    await rebuildProjections(store.ledger)
    expect(await dumpProjections(store.ledger)).toEqual(before)
    await append(cleared('other'), cleared('lonely'))
    await settle()
    expect(subjects(ann).toSorted()).toEqual([
      'It is over: INC-1: other fails',
      'It is over: INC-2: lonely fails',
      '[P1] INC-1: other fails',
      '[P1] INC-2: lonely fails',
    ])
  })
})

describe('whatever is quiet when', () => {
  beforeAll(open)
  afterAll(close)
  const alarm = fc.constantFrom('web', 'database', 'lonely')
  const minutes = fc.integer({ min: 1, max: 20 })
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('turn' as const), alarm }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('silence' as const), alarm, minutes }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('end' as const), alarm }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('later' as const), minutes }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('settle' as const) }) },
  )

  test('everybody who was told of an alarm is told of its end exactly once, and what is raised without a reason is told', async () => {
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 12, maxLength: 30 }), async (steps) => {
        const workload = `shop-${++run}`
        await apply([], workload)
        const silences: { id: string; alarm: string }[] = []
        const up = new Set<string>()
        for (const one of steps) {
          if (one.do === 'turn') {
            if (up.delete(one.alarm)) await append(cleared(one.alarm, workload))
            else {
              up.add(one.alarm)
              await append(raised(one.alarm, workload))
            }
          } else if (one.do === 'silence') {
            const matcher = `alarm="${one.alarm}"`
            const { id } = await silence(matcher, one.minutes * MINUTE, { workload })
            silences.push({ id, alarm: one.alarm })
          } else if (one.do === 'end') {
            const at = silences.findIndex(({ alarm }) => alarm === one.alarm)
            const [ended] = at < 0 ? [] : silences.splice(at, 1)
            if (ended)
              await endSilence(store.ledger, {
                ...{ workload, silence: ended.id, by: 'person:ann', reason: 'enough' },
              })
          } else if (one.do === 'later') await later(one.minutes * MINUTE)
          else if (one.do === 'settle') await settle()
        }
        await settle()
        const incidents = await listIncidents(store.database.sql, { workload, state: 'open' })
        const told = new Set(
          incidents.flatMap(({ alarms }) =>
            alarms.filter(({ clearedAt }) => clearedAt === null).map(({ instance }) => instance),
          ),
        )
        const unsaid = (await readOpenAlarms(store.database.sql, workload)).filter(
          ({ reasons, instance }) => reasons.length === 0 && !told.has(instance),
        )
        expect(unsaid).toEqual([])
        await append(...[...up].map((alarm) => cleared(alarm, workload)))
        await settle()
        await later(2 * HOUR)

        const messages = await listNotifications(store.database.sql, { workload, limit: 10_000 })
        const pages = messages.filter(
          ({ purpose, state }) => purpose === 'page' && state === 'accepted',
        )
        const ends = messages.filter(({ purpose }) => purpose === 'recovery')
        for (const page of pages)
          expect(ends.filter(({ recoveryOf }) => recoveryOf.includes(page.id))).toMatchObject([
            { state: 'accepted', address: page.address, incident: page.incident },
          ])
        for (const end of ends)
          expect(pages.some(({ id }) => end.recoveryOf.includes(id))).toBe(true)
        expect(await readOpenAlarms(store.database.sql, workload)).toEqual([])
      }),
      { numRuns: 12 },
    )
    const released = await store.ledger.read({ types: [alarmReleased.type] })
    expect(released.length, 'the histories say something').toBeGreaterThan(5)
    const before = await dumpProjections(store.ledger)
    await rebuildProjections(store.ledger)
    expect(await dumpProjections(store.ledger)).toEqual(before)
  }, 300_000)
})
