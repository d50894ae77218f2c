/** What is over is reviewed, what is learned is written down, and what is changed is evaluated. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ManualClock } from '#base'
import {
  acknowledgeLesson,
  closeRetrospective,
  detectAntipatterns,
  evaluateImprovement,
  findRetrospective,
  listImprovements,
  listLessons,
  listRetrospectives,
  moveImprovement,
  projections,
  proposeImprovement,
  reactions,
  readMoments,
  recordLesson,
} from '#evolve'
import {
  alarmRaised,
  drillExpectationMet,
  drillFaultStarted,
  dumpProjections,
  type Fact,
  incidentAcknowledged,
  incidentNoteAdded,
  incidentOpened,
  incidentReopened,
  incidentResolved,
  modelApplied,
  type NewFact,
  notificationAccepted,
  rebuildProjections,
  timers,
} from '#ledger'
import { loadModel, revisions } from '#model'
import { freshLedger, type TestLedger } from '../harness/store.ts'

const SECOND = 1_000
const ANN = 'person:ann'
let clock: ManualClock
let store: TestLedger

beforeEach(async () => {
  clock = new ManualClock(Date.parse('2026-01-07T12:00:00Z'))
  store = await freshLedger({
    projections: [timers, revisions, ...projections],
    reactions,
    clock,
  })
})
afterEach(() => store.close())

async function append(fact: NewFact, cause?: Fact): Promise<Fact> {
  const [taken] = await store.ledger.transact({ actor: 'service:other', cause }, (tx) =>
    tx.append(fact),
  )
  return taken!
}

const inc = (number: number) => ({ workload: 'shop', number })

async function incident(number = 1): Promise<Fact> {
  const raised = await append(
    alarmRaised('alarm:down', {
      workload: 'shop',
      alarm: 'down',
      instance: `i${number}`,
      labels: {},
      version: 'v1',
      tickAt: '',
      value: 3,
      since: '',
      reason: 'condition',
      title: 'Payments is down',
      severity: 'critical',
      owner: 'team:shop',
      procedure: 'restart',
      protects: [],
      group: `g${number}`,
    }),
  )
  return append(
    incidentOpened(`inc_${number}`, {
      ...inc(number),
      title: 'Payments is down',
      group: `g${number}`,
      priority: 'P1',
      priorityReason: 'orders suffers',
      outcomes: ['outcome:orders'],
      severity: 'critical',
      alarm: 'down',
      instance: `i${number}`,
      owner: 'team:shop',
      procedure: 'restart',
      occurredAt: new Date(clock.now() - 4 * SECOND).toISOString(),
      recurrenceOf: null,
    }),
    raised,
  )
}

const resolve = (cause: Fact, number = 1) =>
  append(
    incidentResolved(`inc_${number}`, {
      ...inc(number),
      title: 'Payments is down',
      priority: 'P1',
      outcomes: ['outcome:orders'],
      reason: 'all alarms cleared',
      by: 'alarms',
      openedAt: '',
    }),
    cause,
  )

const told = (purpose: 'page' | 'recovery', cause: Fact) =>
  append(
    notificationAccepted(`ntf_${purpose}`, {
      workload: 'shop',
      incident: 'inc_1',
      purpose,
      recipient: ANN,
      attempt: 1,
      response: '250 ok',
      latencyMs: 12,
    }),
    cause,
  )

/** An incident that ann took up after 30 s and that was over after two minutes. */
async function wholeIncident(): Promise<void> {
  const opened = await incident()
  await told('page', opened)
  clock.advance(30 * SECOND)
  await append(incidentAcknowledged('inc_1', { ...inc(1), by: ANN, until: '2026-01-07T13:00:00Z' }))
  clock.advance(90 * SECOND)
  const resolved = await resolve(opened)
  await told('recovery', resolved)
  await store.settle()
}
const retrospective = () => findRetrospective(store.database.sql, 'inc_1')

describe('an incident that is over', () => {
  test('opens its review, with the story drafted from the ledger and how long it took', async () => {
    await wholeIncident()
    const found = (await retrospective())!
    expect(found).toMatchObject({
      number: 1,
      state: 'open',
      owner: 'team:shop',
      drill: null,
      ttdMs: 4_000,
      ttaMs: 30_000,
      ttrMs: 124_000,
    })
    expect(found.timeline.map(({ sentence }) => sentence)).toEqual([
      'Alarm raised: Payments is down (at 3)',
      'INC-1 opened as P1: orders suffers',
      'Page to person:ann accepted in 12ms',
      'person:ann is on it',
      'Resolved: all alarms cleared',
      'Word of the recovery to person:ann accepted',
    ])
    // What comes later is told too, since the story is read from the ledger.
    await append(incidentNoteAdded('inc_1', { ...inc(1), text: 'a cable', by: ANN }))
    expect((await readMoments(store.database.sql, found)).at(-1)!.sentence).toBe(
      'person:ann noted: a cable',
    )
  })

  test('is reviewed when those who were paged have heard of the end, or have not for a while', async () => {
    const opened = await incident()
    await told('page', opened)
    await resolve(opened)
    await store.settle()
    expect(await retrospective()).toBeUndefined()
    clock.advance(16 * SECOND)
    await store.settle()
    expect(await retrospective()).toMatchObject({ state: 'open' })
  })

  test('is reviewed at once when nobody was paged', async () => {
    await resolve(await incident())
    await store.settle()
    expect(await retrospective()).toMatchObject({ state: 'open' })
  })

  test('and comes back is the same review, drafted anew', async () => {
    await wholeIncident()
    await append(incidentReopened('inc_1', { ...inc(1), reason: 'it came back' }))
    clock.advance(60 * SECOND)
    const again = await append(incidentReopened('inc_1', { ...inc(1), reason: 'again' }))
    await told('recovery', await resolve(again))
    await store.settle()
    expect(await listRetrospectives(store.database.sql, { workload: 'shop' })).toHaveLength(1)
    expect(await retrospective()).toMatchObject({ ttrMs: 184_000 })
    expect((await retrospective())!.timeline.map(({ type }) => type)).toContain('incident.reopened')
  })

  test('and was a drill says so', async () => {
    const of = { workload: 'shop', experiment: 'payments-down', number: 3 }
    const fault = await append(drillFaultStarted('drl_1', { ...of, what: 'kill payments' }))
    const opened = await incident()
    await append(
      drillExpectationMet('drl_1', {
        ...of,
        name: 'incident-opened',
        at: opened.time,
        afterMs: 0,
        limitMs: 1,
        because: opened.id,
        incident: 'inc_1',
      }),
      fault,
    )
    await resolve(opened)
    await store.settle()
    expect(await retrospective()).toMatchObject({ drill: 'drl_1' })
    expect((await retrospective())!.timeline[0]!.sentence).toBe('Fault of DRILL-3: kill payments')
  })
})

describe('a retrospective', () => {
  test('is closed with a lesson or with a word why there was none', async () => {
    await wholeIncident()
    const close = { workload: 'shop', retrospective: 'RETRO-1', by: ANN, summary: 'fine' }
    await expect(closeRetrospective(store.ledger, close)).rejects.toMatchObject({
      code: 'retrospectives.nothing-learned',
    })
    const lesson = await recordLesson(store.ledger, {
      workload: 'shop',
      by: ANN,
      statement: 'Payments needs a second process',
      kind: 'prevention',
      surprised: true,
      retrospective: '1',
      appliesTo: ['component:payments'],
    })
    expect(lesson).toMatchObject({ number: 1, source: { kind: 'incident', id: 'inc_1' } })
    expect(await closeRetrospective(store.ledger, close)).toMatchObject({
      state: 'closed',
      lessons: 1,
      closedBy: ANN,
      noLesson: null,
    })
    await expect(closeRetrospective(store.ledger, close)).rejects.toMatchObject({
      code: 'retrospectives.closed',
    })
  })
})

test('a lesson is found where it applies, and taken in once by each', async () => {
  const about = (appliesTo: string[], statement: string) =>
    recordLesson(store.ledger, { workload: 'shop', by: ANN, statement, kind: 'success', appliesTo })
  await about(['component:payments'], 'Retries must be idempotent')
  await about(['component:orders'], 'Orders queue up')
  const found = await listLessons(store.database.sql, { appliesTo: 'component:payments' })
  expect(found.map(({ number }) => number)).toEqual([1])
  expect(await listLessons(store.database.sql, { text: 'QUEUE' })).toHaveLength(1)

  const take = { workload: 'shop', lesson: 'LES-1', by: 'person:bob', team: 'team:orders' }
  await acknowledgeLesson(store.ledger, take)
  const { acknowledgedBy } = await acknowledgeLesson(store.ledger, take)
  expect(acknowledgedBy).toMatchObject([{ by: 'person:bob', team: 'team:orders' }])
  await expect(
    recordLesson(store.ledger, {
      workload: 'shop',
      by: ANN,
      statement: '',
      kind: 'luck',
      retrospective: 'RETRO-9',
    }),
  ).rejects.toMatchObject({ code: 'lessons.without-source' })
})

describe('an improvement', () => {
  const on = { workload: 'shop', improvement: 'IMP-1', by: ANN, reason: 'agreed' }
  const numbers = (value: number) => ({ value, n: 12, from: null, to: null })

  beforeEach(async () => {
    await wholeIncident()
    await proposeImprovement(store.ledger, {
      workload: 'shop',
      title: 'A second payments process',
      driver: 'lesson',
      problem: 'one process is one outage',
      hypothesis: 'with two, a crash loses no order',
      owner: 'team:shop',
      by: ANN,
      retrospective: 'RETRO-1',
      target: { metric: 'lost orders', direction: 'down', expected: 0, unit: '' },
    })
  })

  test('goes its way with a reason for each step, and ends with a verdict on numbers', async () => {
    for (const to of ['accepted', 'in-progress', 'implemented', 'evaluating'] as const)
      await moveImprovement(store.ledger, { ...on, to })
    await expect(
      evaluateImprovement(store.ledger, { ...on, verdict: 'effective' }),
    ).rejects.toMatchObject({ code: 'improvements.verdict-needs-numbers' })
    const done = await evaluateImprovement(store.ledger, {
      ...on,
      verdict: 'effective',
      before: numbers(31),
      after: numbers(0),
      reason: 'no order was lost in twelve weeks',
    })
    expect(done).toMatchObject({ state: 'effective', before: { value: 31 }, after: { value: 0 } })
    expect(done.moves.map(({ to }) => to)).toEqual([
      'accepted',
      'in-progress',
      'implemented',
      'evaluating',
      'effective',
    ])
    expect((await retrospective())!.improvements).toBe(1)
  })

  test('cannot skip a step, and being implemented is no verdict', async () => {
    await expect(moveImprovement(store.ledger, { ...on, to: 'implemented' })).rejects.toMatchObject(
      { code: 'improvements.cannot-move' },
    )
    for (const to of ['accepted', 'in-progress', 'implemented'] as const)
      await moveImprovement(store.ledger, { ...on, to })
    await expect(
      evaluateImprovement(store.ledger, { ...on, verdict: 'cannot-tell' }),
    ).rejects.toMatchObject({ code: 'improvements.cannot-move' })
    expect(await listImprovements(store.database.sql, { state: 'implemented' })).toHaveLength(1)
  })

  test('about which nobody can tell may be evaluated again', async () => {
    for (const to of ['accepted', 'in-progress', 'implemented', 'evaluating'] as const)
      await moveImprovement(store.ledger, { ...on, to })
    await evaluateImprovement(store.ledger, { ...on, verdict: 'cannot-tell' })
    const again = await moveImprovement(store.ledger, { ...on, to: 'evaluating' })
    expect(again.state).toBe('evaluating')
  })
})

test('technology metrics only is found, with the objects behind each number', async () => {
  await append(
    modelApplied('workload:shop', {
      workload: 'shop',
      revision: 1,
      hash: 'h1',
      previous: null,
      changes: [],
      size: { resources: 0, values: 0 },
      reverse: '',
      undoOf: null,
      manifest: {
        format: 'opsplane/v1',
        workload: 'shop',
        procedures: [],
        resources: [
          { kind: 'workload', name: 'shop', spec: { title: 'Shop', owner: 'team:shop' } },
          { kind: 'signal', name: 'cpu', spec: { layer: 'infrastructure', query: 'cpu' } },
          {
            kind: 'alarm',
            name: 'cpu',
            spec: { title: 'CPU', signal: 'signal:cpu', protects: [] },
          },
        ],
      },
    }),
  )
  await wholeIncident()
  const { sql } = store.database
  const model = (await loadModel(sql, 'shop'))!
  const [detection] = await detectAntipatterns({ sql, model, nowMs: clock.now() })
  expect(detection).toMatchObject({ state: 'found', owner: 'team:shop' })
  const readings = new Map(detection!.readings.map((reading) => [reading.name, reading]))
  expect(readings.get('outcome_coverage')).toMatchObject({ value: 0, breached: true })
  expect(readings.get('outcome_alarm_share')).toMatchObject({
    value: 0,
    breached: true,
    rows: [{ ref: 'alarm:cpu', ok: false }],
  })
  expect(readings.get('customer_page_share')).toMatchObject({
    value: 1,
    n: 1,
    breached: null,
    rows: [{ ref: 'ntf_page', reason: 'outcome:orders' }],
  })
  expect(readings.get('silent_impact')).toMatchObject({ value: null, breached: null })
})

test('what was learned, dropped and rebuilt, is the same', async () => {
  await wholeIncident()
  await recordLesson(store.ledger, { workload: 'shop', by: ANN, statement: 'a', kind: 'luck' })
  const before = await dumpProjections(store.ledger)
  await rebuildProjections(store.ledger)
  expect(await dumpProjections(store.ledger)).toBe(before)
})
