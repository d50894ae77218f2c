import { describe, expect, test } from 'vitest'
import {
  call,
  executeDue,
  exhaust,
  hold,
  LEAST_PATIENCE_MS,
  type Resolve,
  type World,
} from './decide.ts'
import type { Escalation } from './escalation.ts'
import { fire, hasRisenTo, triggerKey } from './triggers.ts'

const MINUTE = 60_000
const NOW = Date.parse('2026-01-07T12:00:00Z')
const iso = (ms: number) => new Date(ms).toISOString()

const there: Record<string, string[]> = {
  'rotation:primary': ['person:ann'],
  'rotation:nobody': [],
  'team:all': ['person:ann', 'person:bob'],
  'person:bob': ['person:bob'],
  'person:eve': ['person:eve'],
  'channel:room': ['channel:room'],
  'third-party:cards': ['third-party:cards'],
}
const resolve: Resolve = (target) => (there[target] ?? []).map((to) => ({ to, why: target }))

const world: World = {
  resolve,
  leftOut: ({ when }) => when,
  answersWithinMs: () => 30 * MINUTE,
}

const escalation = (
  steps: [number, ...string[]][],
  more: Partial<Escalation> = {},
): Escalation => ({
  incident: 'inc_1',
  workload: 'shop',
  number: 1,
  policy: 'shop',
  cycle: 1,
  state: 'running',
  step: 0,
  steps: steps.map(([minutes, ...notify]) => ({ afterMs: minutes * MINUTE, notify })),
  triggers: [],
  zone: 'UTC',
  awaits: [],
  snoozedBy: null,
  snoozedUntil: null,
  fallback: 'person:eve',
  ackTtlMs: 30 * MINUTE,
  ackByPriority: false,
  dueAt: iso(NOW),
  heldBy: null,
  heldUntil: null,
  startedAt: iso(NOW),
  ...more,
})

type Steps = [number, ...string[]][]
interface Case {
  what: string
  steps: Steps
  lateMinutes: number
  told: string[]
  upTo: number
  catchUp: boolean
  gaps: number
  nextInMinutes: number
}
const cases: Case[] = [
  {
    what: 'on time, one step',
    steps: [
      [0, 'rotation:primary'],
      [5, 'person:bob'],
    ],
    lateMinutes: 0,
    told: ['person:ann'],
    upTo: 0,
    catchUp: false,
    gaps: 0,
    nextInMinutes: 5,
  },
  {
    what: 'overdue steps are one, each person once, and the next counts from now',
    steps: [
      [0, 'rotation:primary'],
      [5, 'team:all'],
      [5, 'person:bob'],
      [30, 'person:eve'],
    ],
    lateMinutes: 12,
    told: ['person:ann', 'person:bob'],
    upTo: 2,
    catchUp: true,
    gaps: 0,
    nextInMinutes: 30,
  },
  {
    what: 'nobody: the fallback and the next step at once',
    steps: [
      [0, 'rotation:nobody'],
      [5, 'person:bob'],
      [5, 'rotation:primary'],
    ],
    lateMinutes: 0,
    told: ['person:eve', 'person:bob'],
    upTo: 1,
    catchUp: false,
    gaps: 1,
    nextInMinutes: 5,
  },
  {
    what: 'a room that was told is not a person who was told',
    steps: [[0, 'rotation:nobody', 'channel:room']],
    lateMinutes: 0,
    told: ['channel:room', 'person:eve'],
    upTo: 0,
    catchUp: false,
    gaps: 1,
    nextInMinutes: LEAST_PATIENCE_MS / MINUTE,
  },
  {
    what: 'a step that is meant for a room alone has no gap',
    steps: [
      [0, 'channel:room'],
      [1, 'person:bob'],
    ],
    lateMinutes: 0,
    told: ['channel:room'],
    upTo: 0,
    catchUp: false,
    gaps: 0,
    nextInMinutes: 1,
  },
  {
    what: 'after the last step patience is at least five minutes',
    steps: [[0, 'person:bob']],
    lateMinutes: 0,
    told: ['person:bob'],
    upTo: 0,
    catchUp: false,
    gaps: 0,
    nextInMinutes: 5,
  },
]

describe('a step is executed', () => {
  test.each(cases)('$what', ({ steps, lateMinutes, told, upTo, catchUp, gaps, nextInMinutes }) => {
    const facts = executeDue(escalation(steps), NOW - lateMinutes * MINUTE, NOW, world)
    const executed = facts.at(-1)!.data as {
      recipients: { to: string }[]
      upTo: number
      catchUp: boolean
      nextDueAt: string
    }
    expect(executed.recipients.map(({ to }) => to)).toEqual(told)
    expect(executed).toMatchObject({
      upTo,
      catchUp,
      nextDueAt: iso(NOW + nextInMinutes * MINUTE),
    })
    expect(facts).toHaveLength(gaps + 1)
  })
})

describe('a step', () => {
  const run = (one: Escalation) => executeDue(one, NOW, NOW, world)

  test('whose condition does not hold is as if it were not there', () => {
    const path = escalation([
      [0, 'rotation:primary'],
      [5, 'person:bob'],
    ])
    const [first, second] = path.steps
    const facts = run({ ...path, steps: [{ ...first!, when: 'it is night' }, second!] })
    expect(facts).toHaveLength(1)
    expect(facts[0]!.data).toMatchObject({
      upTo: 1,
      leftOut: [{ step: 0, why: 'it is night' }],
      recipients: [{ to: 'person:bob' }],
    })
  })

  test('calls the fallback when every one was left out', () => {
    const path = escalation([[0, 'person:bob']])
    const facts = run({ ...path, steps: [{ ...path.steps[0]!, when: 'it is night' }] })
    expect(facts.map(({ type }) => type)).toEqual([
      'escalation.gap-found',
      'escalation.step-executed',
    ])
    expect(facts[1]!.data).toMatchObject({ recipients: [{ to: 'person:eve' }] })
  })

  test('waits for each of them when it says so', () => {
    const path = escalation([[0, 'team:all', 'channel:room']])
    const facts = run({ ...path, steps: [{ ...path.steps[0]!, ackBy: 'all' }] })
    expect(facts[0]!.data).toMatchObject({ awaits: ['person:ann', 'person:bob'] })
  })

  test('tells when a third party is to have answered', () => {
    const facts = run(escalation([[0, 'third-party:cards', 'person:bob']]))
    expect(facts).toHaveLength(1)
    expect(facts[0]!.data).toMatchObject({
      parties: [{ party: 'third-party:cards', answerBy: iso(NOW + 30 * MINUTE) }],
    })
  })
})

describe('help is sent on', () => {
  const path = escalation(
    [
      [0, 'person:bob'],
      [5, 'person:eve'],
    ],
    { step: 1 },
  )
  const on = { by: 'person:ann', reason: 'I need help', trigger: null }

  test('to a step that has not been executed, in the same cycle', () => {
    expect(call(path, { ...on, step: 1 }).data).toMatchObject({ step: 1, cycle: 1 })
  })
  test('to one that has been executed, in a new one', () => {
    expect(call(path, { ...on, step: 0 }).data).toMatchObject({ step: 0, cycle: 2 })
  })

  const unresolved = { on: 'unresolved', step: null, afterMs: 60 * MINUTE } as const
  test('by a trigger once', () => {
    expect(fire(path, unresolved, new Set(), 'late')[0]!.data).toMatchObject({ step: 1 })
    expect(fire(path, unresolved, new Set([triggerKey(unresolved)]), 'late')).toEqual([])
  })
  test('by a trigger after the last step, from the first one', () => {
    const after = { ...path, step: 2, state: 'exhausted' } as const
    expect(fire(after, unresolved, new Set(), 'late')[0]!.data).toMatchObject({ step: 0, cycle: 2 })
  })
  test('by nothing when it is over', () => {
    expect(fire({ ...path, state: 'stopped' }, unresolved, new Set(), 'late')).toEqual([])
  })
  test.each([
    ['P3', 'P1', 'P1', true],
    ['P3', 'P2', 'P1', false],
    ['P1', 'P1', 'P1', false],
    ['P4', 'P1', 'P2', true],
    ['P2', 'P1', 'P2', false],
  ] as const)('%s to %s has risen to %s: %s', (from, to, wanted, is) => {
    expect(hasRisenTo(from, to, wanted)).toBe(is)
  })
})

test('when nobody has answered, those who own the path are told why', () => {
  expect(exhaust(escalation([[0, 'person:bob']]), resolve).data).toMatchObject({
    recipients: [{ to: 'person:eve', why: 'nobody has answered any step of the escalation' }],
  })
})

describe('an acknowledgement is kept alive', () => {
  const held = (minutes: number) =>
    escalation([[0, 'person:bob']], {
      state: 'acknowledged',
      heldBy: 'person:ann',
      heldUntil: iso(NOW + minutes * MINUTE),
    })
  test('by what its holder does, and by nobody else', () => {
    expect(hold(held(3), 'P1', 'person:ann', NOW)?.data).toMatchObject({
      until: iso(NOW + 30 * MINUTE),
    })
    expect(hold(held(3), 'P1', 'person:bob', NOW)).toBeUndefined()
    expect(hold(held(45), 'P1', 'person:ann', NOW)).toBeUndefined()
    expect(hold({ ...held(3), state: 'running' }, 'P1', 'person:ann', NOW)).toBeUndefined()
  })
})
