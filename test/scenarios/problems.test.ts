/** What keeps coming back is proposed as a problem; what is known helps the next time; a fix has to hold. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ManualClock, silentLog } from '#base'
import {
  alarmCleared,
  alarmRaised,
  createDispatcher,
  type Dispatcher,
  dumpProjections,
  type NewFact,
  rebuildProjections,
  timers,
} from '#ledger'
import { revisions } from '#model'
import {
  incidents,
  listIncidents,
  listProblems,
  moveProblem,
  openIncidents,
  problems,
  readProblem,
  readTimeline,
  watchProblems,
} from '#operate'
import { freshLedger, type TestLedger } from '../harness/store.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const clock = new ManualClock()
let store: TestLedger
let dispatcher: Dispatcher

beforeAll(async () => {
  const reactions = [openIncidents, watchProblems]
  store = await freshLedger({
    projections: [timers, revisions, incidents, problems],
    ...{ reactions, clock },
  })
  dispatcher = createDispatcher({ ledger: store.ledger, reactions, log: silentLog })
}, 60_000)
afterAll(() => store?.close())

const later = async (ms: number) => {
  clock.moveTo(clock.now() + ms)
  await dispatcher.settle()
}
/** What an alarm says when it is raised and when it is cleared. */
const looked = () => ({
  ...{ workload: 'shop', alarm: 'cards', instance: 'alarm:cards#', labels: {}, value: 1 },
  ...{ tickAt: new Date(clock.now()).toISOString(), version: 'v1', group: 'cards' },
})
const tell = (fact: NewFact) =>
  store.ledger.transact({ actor: 'service:alarms' }, (tx) => tx.append(fact))

/** The same alarm is raised and cleared. */
async function happens() {
  await tell(
    alarmRaised('alarm:cards', {
      ...looked(),
      ...{ since: new Date(clock.now()).toISOString(), reason: 'condition', severity: 'critical' },
      ...{ title: 'Cards are refused', owner: 'team:pay', procedure: 'restart', protects: [] },
    }),
  )
  await dispatcher.settle()
  const [incident] = await listIncidents(store.database.sql, { workload: 'shop', state: 'open' })
  await later(HOUR_MS)
  await tell(alarmCleared('alarm:cards', { ...looked(), reason: 'condition' }))
  await dispatcher.settle()
  await later(DAY_MS)
  return incident!
}
const all = () => listProblems(store.ledger.database.sql, { workload: 'shop' })
const move = (to: Parameters<typeof moveProblem>[1]['to'], said = {}) =>
  moveProblem(store.ledger, {
    ...{ workload: 'shop', problem: 'PRB-1', by: 'person:ann', to, reason: 'we looked' },
    ...said,
  })

test('the third time within two weeks is a problem, and no person needs to see it', async () => {
  await happens()
  await happens()
  expect(await all()).toEqual([])
  await happens()
  const [proposed] = await all()
  expect(proposed).toMatchObject({ number: 1, state: 'proposed', title: 'Cards are refused' })
  expect(proposed?.incidents).toHaveLength(3)
})

test('a known error tells the next incident what helps', async () => {
  await move('open')
  await move('diagnosed', { cause: 'the pool is too small' })
  await move('known-error', { workaround: 'procedure:restart-payments' })
  const incident = await happens()
  const told = (await readTimeline(store.ledger, incident)).map(({ sentence }) => sentence)
  expect(told.join('\n')).toMatch(/Belongs to PRB-1, .*what helps: .*restart-payments/)
})

test('a fix that does not hold is none, one that holds for two weeks is verified', async () => {
  const state = async () => (await readProblem(store.ledger.database.sql, 'shop', '1'))?.state
  await move('fixed')
  await happens()
  expect(await state()).toBe('diagnosed')
  await move('fixed')
  await later(13 * DAY_MS)
  expect(await state()).toBe('fixed')
  await later(DAY_MS + HOUR_MS)
  expect(await state()).toBe('verified')
})

test('nobody lives with a risk for longer than was said', async () => {
  await happens()
  const acceptedUntil = new Date(clock.now() + 5 * DAY_MS).toISOString()
  await move('accepted', { riskOwner: 'person:eve', acceptedUntil })
  await later(4 * DAY_MS)
  expect((await all())[0]?.state).toBe('accepted')
  await later(DAY_MS + HOUR_MS)
  expect((await all())[0]?.state).toBe('open')
})

test('the tables come back the same from the ledger', async () => {
  const before = await dumpProjections(store.ledger)
  await rebuildProjections(store.ledger)
  expect(await dumpProjections(store.ledger)).toEqual(before)
})
