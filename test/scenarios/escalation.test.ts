/** How help is called: by time, by triggers, by people, and by contract. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { silentLog } from '#base'
import {
  dumpProjections,
  escalationCalled,
  escalationPartyLate,
  escalationStarted,
  escalationStepExecuted,
  notificationQueued,
  rebuildProjections,
} from '#ledger'
import {
  acknowledgeIncident,
  addTask,
  askForDecision,
  createAuditor,
  endOverride,
  escalateNow,
  listNotifications,
  overridePriority,
  overrideRotation,
  readEscalation,
  readParties,
  reassignIncident,
  recordCase,
  resolveIncident,
  snoozeIncident,
} from '#operate'
import { type EscalationWorld, openEscalationWorld } from '../harness/escalation.ts'

const MINUTE = 60_000
const step = (after: string, notify: string[], more = {}) => ({ after, notify, ...more })
const USUAL = [step('0s', ['person:ann']), step('10m', ['person:bob'], { name: 'second' })]
const LAST = { ...step('10m', ['person:cleo']), name: 'lead' }

let world: EscalationWorld
beforeEach(async () => {
  world = await openEscalationWorld()
})
afterEach(() => world.close())

const on = (by = 'person:ann') => ({ workload: 'shop', incident: 'INC-1', by })
const ledger = () => world.store.ledger
const state = async (id: string) => (await readEscalation(world.store.database.sql, id))!
/** Who was called, call by call. */
const called = async () =>
  (await world.facts(escalationStepExecuted)).map(({ data }) =>
    data.recipients.map(({ to }) => to.split(':')[1]).join(' '),
  )

async function begin(spec: Record<string, unknown>): Promise<string> {
  await world.apply({ steps: [...USUAL, LAST], ...spec })
  const id = await world.declare()
  await world.settle()
  return id
}

describe('an acknowledgement', () => {
  test('holds for as long as the priority says, and as long as its owner works', async () => {
    const id = await begin({})
    await overridePriority(ledger(), { ...on(), priority: 'P1', reason: 'everybody' })
    await acknowledgeIncident(ledger(), on())
    await world.later(20)
    await addTask(ledger(), { ...on(), text: 'look at the pool', assignee: null })
    await world.later(25)
    expect(await state(id)).toMatchObject({ state: 'acknowledged' })
    await world.later(6)
    expect(await state(id)).toMatchObject({ state: 'running', cycle: 2 })
    expect(await called()).toEqual(['ann', 'ann'])
  })

  test('of one is not enough where all are wanted', async () => {
    const steps = [step('0s', ['team:commerce'], { ackBy: 'all' }), LAST]
    const id = await begin({ steps })
    await acknowledgeIncident(ledger(), on())
    await world.settle()
    expect(await state(id)).toMatchObject({ state: 'running', awaits: ['person:bob'] })
    await world.later(10)
    expect(await called()).toEqual(['ann bob', 'cleo'])
    await acknowledgeIncident(ledger(), on('person:bob'))
    await world.settle()
    expect(await state(id)).toMatchObject({ state: 'acknowledged', awaits: [] })
  })
})

describe('a trigger', () => {
  test('calls the step it names when the incident is not over, whoever is on it', async () => {
    await begin({ triggers: [{ on: 'unresolved', after: '1h', step: 'lead' }] })
    await acknowledgeIncident(ledger(), on())
    await world.later(45)
    expect(await called()).toEqual(['ann'])
    await world.later(20)
    expect(await called()).toContain('cleo')
    const calls = await world.facts(escalationCalled)
    expect(calls).toHaveLength(1)
    expect(calls[0]!.data).toMatchObject({ by: 'trigger:unresolved', step: 2 })
    await world.later(300)
    expect(await world.facts(escalationCalled)).toHaveLength(1)
  })

  test('is pulled by a higher priority, once', async () => {
    await begin({ triggers: [{ on: 'priority-raised', to: 'P1', step: 'lead' }] })
    const prioritise = (priority: 'P1' | 'P3') =>
      overridePriority(ledger(), { ...on(), priority, reason: 'we know more' })
    await prioritise('P3')
    await world.settle()
    expect(await called()).toEqual(['ann'])
    await prioritise('P1')
    await world.settle()
    expect(await called()).toEqual(['ann', 'cleo'])
    await prioritise('P3')
    await prioritise('P1')
    await world.settle()
    expect(await called()).toEqual(['ann', 'cleo'])
  })

  test('is pulled by a decision that nobody makes', async () => {
    await begin({ triggers: [{ on: 'decision-pending', after: '5m', step: 'lead' }] })
    await acknowledgeIncident(ledger(), on())
    const question = { question: 'Stop taking orders?', options: ['yes', 'no'] }
    await askForDecision(ledger(), { ...on(), ...question, risk: null, askedOf: null })
    await world.later(6)
    expect(await called()).toEqual(['ann', 'cleo'])
  })
})

describe('a person', () => {
  test('calls the next step, or one by name, before its time', async () => {
    const id = await begin({})
    await escalateNow(ledger(), { ...on(), reason: 'I cannot do it alone' })
    await world.settle()
    expect(await called()).toEqual(['ann', 'bob'])
    await escalateNow(ledger(), { ...on(), step: '1', reason: 'again' })
    await world.settle()
    expect(await called()).toEqual(['ann', 'bob', 'ann'])
    expect(await state(id)).toMatchObject({ cycle: 2, step: 1 })
    await expect(escalateNow(ledger(), { ...on(), step: 'nurse', reason: 'x' })).rejects.toThrow(
      'There is no step nurse; there are 1, second, lead.',
    )
  })

  test('lets it wait, and is called when that is over; what is more urgent does not wait', async () => {
    const id = await begin({})
    const until = (minutes: number) => world.clock.now() + minutes * MINUTE
    await snoozeIncident(ledger(), { ...on(), untilMs: until(30), reason: 'a restart is running' })
    await world.later(29)
    expect(await called()).toEqual(['ann'])
    await world.later(2)
    expect(await called()).toEqual(['ann', 'ann'])
    await snoozeIncident(ledger(), { ...on(), untilMs: until(60), reason: 'once more' })
    await overridePriority(ledger(), { ...on(), priority: 'P1', reason: 'everybody' })
    await world.settle()
    expect(await state(id)).toMatchObject({ state: 'running', snoozedUntil: null })
    expect(await called()).toEqual(['ann', 'ann', 'ann'])
    const tooLong = snoozeIncident(ledger(), { ...on(), untilMs: until(1_500), reason: 'x' })
    await expect(tooLong).rejects.toThrow('cannot be snoozed')
  })

  test('hands it to others, who are called from then on', async () => {
    const id = await begin({})
    await acknowledgeIncident(ledger(), on())
    await reassignIncident(ledger(), { ...on(), to: 'person:cleo', reason: 'it is the ledger' })
    await world.settle()
    expect(await called()).toEqual(['ann', 'cleo'])
    expect(await state(id)).toMatchObject({ policy: null, fallback: 'person:cleo' })
    const nobody = reassignIncident(ledger(), { ...on(), to: 'person:zoe', reason: 'x' })
    await expect(nobody).rejects.toThrow('There is no person:zoe in the model')
  })
})

describe('a third party', () => {
  const steps = [step('0s', ['person:ann', 'third-party:cards']), LAST]

  test('is told what its contract says, and nothing from inside', async () => {
    await begin({ steps: [steps[0], { ...LAST, after: '3h' }] })
    const [message] = (await listNotifications(world.store.database.sql, {})).filter(
      ({ recipient }) => recipient === 'third-party:cards',
    )
    expect(message).toMatchObject({ address: 'desk@cards.example', purpose: 'page' })
    expect(message!.message.lines.join(' ')).toContain('C-4711')
    expect(message!.message.links).toEqual([])
  })

  test('that is late sends help on; one that has given a number does not', async () => {
    const id = await begin({ steps: [steps[0], { ...LAST, after: '3h' }] })
    await world.later(31)
    expect(await called()).toEqual(['ann cards', 'cleo'])
    expect(await world.facts(escalationPartyLate)).toHaveLength(1)
    await resolveIncident(ledger(), { ...on(), reason: 'they restarted' })

    await world.declare()
    await world.settle()
    await recordCase(ledger(), { ...on(), incident: 'INC-2', party: 'cards', case: '99-1' })
    await world.later(31)
    expect(await world.facts(escalationPartyLate)).toHaveLength(1)
    expect(await readParties(world.store.database.sql, id)).toMatchObject([
      { party: 'third-party:cards', case: null },
    ])
  })
})

test('a step whose condition does not hold is left out, and one that cannot be told is not', async () => {
  const steps = [
    step('0s', ['person:ann'], { when: 'local.hour < 8' }),
    step('0s', ['person:bob'], { when: 'incident.nothing == 1' }),
    step('5m', ['person:cleo'], { when: "incident.severity == 'critical'" }),
  ]
  await begin({ steps })
  await world.later(5)
  expect(await called()).toEqual(['bob', 'cleo'])
})

test('the path is pinned: a model that comes later changes nothing that runs', async () => {
  await begin({})
  await world.apply({ steps: [step('0s', ['person:eve'])] })
  await world.later(10)
  expect(await called()).toEqual(['ann', 'bob'])
})

test('what was snoozed before it left is not sent', async () => {
  await begin({})
  const untilMs = world.clock.now() + 10 * MINUTE
  await snoozeIncident(ledger(), { ...on(), untilMs, reason: 'known' })
  await world.settle()
  const [page] = await listNotifications(world.store.database.sql, {})
  expect(page).toMatchObject({ state: 'cancelled', reason: 'person:ann has snoozed it' })
  expect(await world.facts(notificationQueued)).toHaveLength(1)
})

test('rebuilt tables are the same', async () => {
  await begin({ triggers: [{ on: 'unresolved', after: '20m', step: 'lead' }] })
  await world.later(25)
  await recordCase(ledger(), { ...on(), party: 'cards', case: '1' })
  await acknowledgeIncident(ledger(), on())
  await world.settle()
  expect(await world.facts(escalationStarted)).toHaveLength(1)
  const before = await dumpProjections(world.store.ledger)
  await rebuildProjections(world.store.ledger)
  expect(await dumpProjections(world.store.ledger)).toBe(before)
})

describe('at the same moment', () => {
  test('a step that is called because a third party is late is not followed by the next one at once', async () => {
    await begin({
      ackTtl: '20m',
      steps: [step('5m', ['third-party:cards']), step('1m', ['person:ann'])],
    })
    await escalateNow(ledger(), { ...on(), reason: 'customers call' })
    await world.settle()
    await acknowledgeIncident(ledger(), on())
    await world.settle()
    // The second time begins here; its first step is due when the answer of the third party is.
    await world.later(25)
    await world.later(5)
    const executed = await world.facts(escalationStepExecuted)
    expect(executed.map(({ data: { cycle, step: one } }) => `${cycle} ${one}`)).toEqual([
      '1 0',
      '2 0',
    ])
  })
})

test('whoever acknowledges and lets it wait is not on it when the wait is over', async () => {
  const id = await begin({})
  await acknowledgeIncident(ledger(), on())
  await snoozeIncident(ledger(), {
    ...on(),
    untilMs: world.clock.now() + MINUTE,
    reason: 'after the call',
  })
  await world.settle()
  await world.later(1)
  expect(await state(id)).toMatchObject({ state: 'running', cycle: 2 })
  expect(await called()).toEqual(['ann', 'ann'])
})

describe('the auditor', () => {
  const deadManUrl = 'https://outside.example/alive'
  const lastResortUrl = 'https://outside.example/broken'
  const auditorHearing = (heard: string[]) =>
    createAuditor({
      ledger: ledger(),
      log: silentLog,
      fetch: async (url, init) => {
        heard.push(`${String(url).split('/').at(-1)} ${init?.body ?? ''}`.trim())
        return new Response()
      },
      deadManUrl,
      lastResortUrl,
    })

  test('tells outside that all is well, and the last resort when a call is overdue', async () => {
    await begin({})
    const heard: string[] = []
    const auditor = auditorHearing(heard)
    await auditor.look()
    expect(heard).toEqual(['alive'])
    // Nobody answers the timers meanwhile.
    world.clock.advance(12 * MINUTE)
    await auditor.look()
    await auditor.look()
    expect(heard.slice(1)).toEqual([
      'broken {"text":"Opsplane: 1 escalation is overdue, the latest by 120 s"}',
    ])
    await world.settle()
    await resolveIncident(ledger(), { ...on(), reason: 'it works' })
    await world.settle()
    await auditor.look()
    expect(heard.at(-1)).toBe('alive')
  })
})

describe('whoever takes over', () => {
  const watch = {
    kind: 'rotation',
    name: 'watch',
    spec: { people: ['person:bob'], zone: 'UTC', every: '7d', from: '2026-01-05', at: '09:00' },
  }
  const override = (from: string, to: string) =>
    overrideRotation(ledger(), {
      ...{ workload: 'shop', rotation: 'rotation:watch', person: 'person:cleo', by: 'person:bob' },
      ...{ fromMs: Date.parse(from), toMs: Date.parse(to), reason: 'a visit' },
    })

  test('is called instead of whose turn it is, from then and until then', async () => {
    await world.apply({ steps: [step('0s', ['rotation:watch']), step('1h', ['rotation:watch'])] }, [
      watch,
    ])
    const { id } = await override('2026-01-07T11:00:00Z', '2026-01-07T12:30:00Z')
    await world.declare()
    await world.settle()
    await world.later(61)
    expect(await called()).toEqual(['cleo', 'bob'])
    await expect(
      endOverride(ledger(), { workload: 'shop', override: id, by: 'person:bob' }),
    ).rejects.toMatchObject({ code: 'oncall.no-such-override' })
  })

  test('and is not when it was taken back; the tables can be rebuilt', async () => {
    await world.apply({ steps: [step('0s', ['rotation:watch'])] }, [watch])
    const { id } = await override('2026-01-07T11:00:00Z', '2026-01-07T14:00:00Z')
    await endOverride(ledger(), { workload: 'shop', override: id, by: 'person:bob' })
    await world.declare()
    await world.settle()
    expect(await called()).toEqual(['bob'])
    const before = await dumpProjections(ledger())
    await rebuildProjections(ledger())
    expect(await dumpProjections(ledger())).toBe(before)
  })

  test.each([
    ['it would end before it begins', '2026-01-07T14:00:00Z', '2026-01-07T13:00:00Z'],
    ['it is past already', '2026-01-06T14:00:00Z', '2026-01-06T15:00:00Z'],
  ])('not when %s', async (why, from, to) => {
    await world.apply({ steps: USUAL }, [watch])
    await expect(override(from, to)).rejects.toThrow(why)
  })
})
