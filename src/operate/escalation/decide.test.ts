import { describe, expect, test } from 'vitest'
import { executeDue, exhaust, hold, LEAST_PATIENCE_MS, type Resolve } from './decide.ts'
import type { Escalation } from './escalation.ts'

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
}
const resolve: Resolve = (target) => (there[target] ?? []).map((to) => ({ to, why: target }))

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
  fallback: 'person:eve',
  ackTtlMs: 30 * MINUTE,
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
    const facts = executeDue(escalation(steps), NOW - lateMinutes * MINUTE, NOW, resolve)
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
    expect(hold(held(3), 'person:ann', NOW)?.data).toMatchObject({ until: iso(NOW + 30 * MINUTE) })
    expect(hold(held(3), 'person:bob', NOW)).toBeUndefined()
    expect(hold(held(45), 'person:ann', NOW)).toBeUndefined()
    expect(hold({ ...held(3), state: 'running' }, 'person:ann', NOW)).toBeUndefined()
  })
})
