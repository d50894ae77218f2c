/**
 * Escalation against random histories: crashes before and after commits, pauses of the system, and people who
 * acknowledge, snooze, hand over and call. No step is lost, done twice or done early, and it never ends silently.
 */
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import {
  defineProjection,
  escalationCalled,
  escalationExhausted,
  escalationGapFound,
  escalationHeld,
  escalationSnoozed,
  escalationStarted,
  escalationStepExecuted,
  type Fact,
  fold,
  incidentAcknowledged,
} from '#ledger'
import {
  acknowledgeIncident,
  escalateNow,
  readEscalation,
  reassignIncident,
  snoozeIncident,
} from '#operate'
import { type EscalationWorld, openEscalationWorld } from '../harness/escalation.ts'
import { saySeed } from '../harness/seed.ts'

const HISTORIES = 25
const MINUTE = 60_000

vi.setConfig({ testTimeout: 240_000 })
saySeed()

const anySteps = fc.array(
  fc.record({
    after: fc.constantFrom('0s', '30s', '1m', '5m', '17m'),
    notify: fc.constantFrom(
      ['person:ann'],
      ['rotation:nobody'],
      ['team:commerce'],
      ['channel:desk', 'person:cleo'],
      ['rotation:nobody', 'third-party:cards'],
    ),
    ackBy: fc.constantFrom('any' as const, 'any' as const, 'all' as const),
  }),
  { minLength: 1, maxLength: 4 },
)
const anyAct = fc.oneof(
  { weight: 6, arbitrary: fc.record({ act: fc.constant('later'), minutes: fc.nat(40) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('away'), minutes: fc.nat(90) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('acknowledge'), minutes: fc.constant(0) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('snooze'), minutes: fc.nat(60) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('call'), minutes: fc.constant(0) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('reassign'), minutes: fc.constant(0) }) },
)
const anyHistory = fc.record({
  steps: anySteps,
  acts: fc.array(anyAct, { minLength: 3, maxLength: 10 }),
  /** Of ten commits of an escalation, this many do not happen at first. */
  crashes: fc.nat(4),
  dice: fc.infiniteStream(fc.nat(9)),
})

/** Commits that fail: the process was killed before them. At most four after each act, as a reaction is set aside after five. */
function crashing(state: { crashes: number; roll: () => number; left: number }) {
  const maybe = async () => {
    if (state.left > 0 && state.roll() < state.crashes) {
      state.left--
      throw new Error('killed before the commit')
    }
  }
  const facts = [escalationStarted, escalationStepExecuted, escalationExhausted, escalationHeld]
  return defineProjection(
    'test.crashes',
    [],
    facts.map((fact) => fold(fact as typeof escalationHeld, maybe)),
  )
}

test('no step is lost, doubled or early, whatever happens in between', async () => {
  const state = { crashes: 0, roll: () => 0, left: 0 }
  await fc.assert(
    fc.asyncProperty(anyHistory, async ({ steps, acts, crashes, dice }) => {
      const world = await openEscalationWorld({ extra: [crashing(state)] })
      Object.assign(state, { crashes, roll: () => dice.next().value })
      try {
        await play(world, steps, acts, () => {
          state.left = 4
        })
      } finally {
        state.crashes = 0
        await world.close()
      }
    }),
    { numRuns: HISTORIES },
  )
})

async function play(
  world: EscalationWorld,
  steps: readonly unknown[],
  acts: readonly { act: string; minutes: number }[],
  mayCrash: () => void,
): Promise<void> {
  const { ledger, database } = world.store
  await world.apply({ steps, ackTtl: '20m' })
  const id = await world.declare()
  mayCrash()
  await world.settle()
  const on = (by = 'person:ann') => ({ workload: 'shop', incident: id, by })
  const reason = 'by the dice'
  for (const { act, minutes } of acts) {
    mayCrash()
    if (act === 'acknowledge') await acknowledgeIncident(ledger, on())
    else if (act === 'call') await escalateNow(ledger, { ...on(), reason })
    else if (act === 'reassign')
      await reassignIncident(ledger, { ...on(), to: 'team:commerce', reason })
    else if (act === 'snooze')
      await snoozeIncident(ledger, {
        ...on(),
        untilMs: world.clock.now() + (minutes + 1) * MINUTE,
        reason,
      })
    // While the system is away the clock goes on, and another process takes over.
    else if (act === 'away') {
      world.clock.advance(minutes * MINUTE)
      world.restart()
    } else world.clock.advance(minutes * MINUTE)
    await world.settle()
    const now = (await readEscalation(database.sql, id))!
    if (now.state === 'running')
      expect(Date.parse(now.dueAt!), 'nothing is overdue').toBeGreaterThan(world.clock.now())
  }
  check(await historyOf(world))

  // Left alone, it goes to its end and says so, also when an acknowledgement holds for eight hours.
  for (let hours = 0; hours < 14; hours++) {
    mayCrash()
    await world.later(61)
  }
  check(await historyOf(world))
  expect((await readEscalation(database.sql, id))!.state).toBe('exhausted')
}

type Told = Awaited<ReturnType<typeof historyOf>>

async function historyOf({ facts }: EscalationWorld) {
  const [started, executed, acknowledged, snoozed, called, gaps] = await Promise.all([
    facts(escalationStarted),
    facts(escalationStepExecuted),
    facts(incidentAcknowledged),
    facts(escalationSnoozed),
    facts(escalationCalled),
    facts(escalationGapFound),
  ])
  return { started, executed, acknowledged, snoozed, called, gaps }
}

const at = (fact: Fact) => Date.parse(fact.time)

function check({ started, executed, acknowledged, snoozed, called, gaps }: Told): void {
  expect(started.map(({ data }) => data.cycle)).toEqual(
    [...new Set(started.map(({ data }) => data.cycle))].sort((a, b) => a - b),
  )
  const done = new Set<string>()
  for (const [i, fact] of executed.entries()) {
    const { cycle, step, upTo, recipients, hurried, nextDueAt } = fact.data
    expect(recipients, 'somebody is called').not.toHaveLength(0)
    for (let one = step; one <= upTo; one++) {
      expect(done.has(`${cycle} ${one}`), `step ${one} of cycle ${cycle} once`).toBe(false)
      done.add(`${cycle} ${one}`)
    }
    const before = executed[i - 1]
    const isCalled = called.some(({ data }) => data.cycle === cycle && data.step === step)
    if (before?.data.cycle === cycle && !isCalled) {
      expect(step, 'none is left out').toBe(before.data.upTo + 1)
      if (hurried === undefined)
        expect(at(fact), 'none is early').toBeGreaterThanOrEqual(Date.parse(before.data.nextDueAt))
    }
    expect(Date.parse(nextDueAt)).toBeGreaterThan(at(fact))
    // Nobody is called while somebody is on it, or while it is to wait.
    const pauses = [...acknowledged.filter(({ data }) => !data.awaits?.length), ...snoozed]
    const pause = pauses.filter(({ position }) => position < fact.position).at(-1)
    const resumed = [...called, ...started].some(
      ({ position }) => pause && position > pause.position && position < fact.position,
    )
    if (pause && !resumed) expect(pause.position, 'a pause holds').toBeLessThan(0)
  }
  for (const gap of gaps) expect(gap.data.targets).not.toHaveLength(0)
}
