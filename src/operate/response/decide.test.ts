import { describe, expect, test } from 'vitest'
import type { Incident } from '../incidents/index.ts'
import { endTask, makeDecision, move, setImpact, takeRole } from './decide.ts'
import type { Decision, Response } from './response.ts'

const incident = (more: Partial<Incident> = {}) =>
  ({ id: 'inc_1', workload: 'shop', number: 7, state: 'open', priority: 'P3', ...more }) as Incident
const nothing: Response = {
  ...{ phase: 'declared', movedAt: null, impact: null, roles: [], tasks: [], decisions: [] },
}
const led: Response = {
  ...nothing,
  roles: [{ role: 'commander', person: 'person:ann', since: '2026-01-05T09:00:00Z', note: null }],
}
const by = 'person:ann'
const reason = 'as seen'

describe('how far it is', () => {
  test('forwards and backwards, and nothing twice', () => {
    const forward = move(incident(), nothing, { to: 'identified', reason, by })
    expect(forward[0]?.data).toMatchObject({ from: 'declared', to: 'identified' })
    const back = { ...nothing, phase: 'identified' as const }
    expect(move(incident(), back, { to: 'investigating', reason, by })).toHaveLength(1)
    expect(move(incident(), back, { to: 'identified', reason, by })).toEqual([])
  })

  test('what is most urgent needs somebody who leads before it is worked on', () => {
    const urgent = incident({ priority: 'P1' })
    const step = { to: 'investigating', reason, by } as const
    expect(() => move(urgent, nothing, step)).toThrow(/needs a commander/)
    expect(move(urgent, nothing, { ...step, to: 'triaged' })).toHaveLength(1)
    expect(move(urgent, led, step)).toHaveLength(1)
  })

  test('what is over does not move', () => {
    const over = incident({ state: 'resolved' })
    expect(() => move(over, led, { to: 'monitoring', reason, by })).toThrow(/it is over/)
  })
})

test('a role that is taken over is a hand-over with a note', () => {
  const [fact] = takeRole(incident(), led, {
    ...{ role: 'commander', person: 'person:bob', note: 'the pool is full', by },
  })
  expect(fact?.data).toMatchObject({ former: 'person:ann', note: 'the pool is full' })
  expect(takeRole(incident(), led, { role: 'commander', person: 'person:ann', by })).toEqual([])
})

test('a task ends once', () => {
  const task = {
    ...{ id: 't1', text: 'look', assignee: null, addedBy: by, addedAt: '', result: null },
    ...{ endedBy: null, endedAt: null },
  }
  const end = { task: 't1', outcome: 'done', result: 'looked', by } as const
  expect(
    endTask(incident(), { ...nothing, tasks: [{ ...task, outcome: null }] }, end),
  ).toHaveLength(1)
  const ended = { ...nothing, tasks: [{ ...task, outcome: 'done' as const }] }
  expect(() => endTask(incident(), ended, end)).toThrow(/no open task/)
})

describe('decisions', () => {
  const asked = (askedOf: string | null): Decision => ({
    ...{ id: 'd1', question: 'Roll back?', options: ['yes', 'no'], risk: null, askedOf },
    ...{ askedBy: by, askedAt: '', choice: null, reason: null, authority: null },
    ...{ decidedBy: null, decidedAt: null },
  })
  const decide = (response: Response, decision: Decision, who: string, standsFor = [who]) =>
    makeDecision(
      incident(),
      { ...response, decisions: [decision] },
      {
        ...{ decision: 'd1', choice: 'yes', reason, by: who, standsFor },
      },
    )[0]?.data

  test.each([
    ['who was asked', nothing, 'person:eve', 'person:eve', ['person:eve'], 'asked of person:eve'],
    [
      'a member of the team',
      nothing,
      'team:pay',
      'person:bob',
      ['person:bob', 'team:pay'],
      'asked of team:pay',
    ],
    ['the commander', led, 'person:eve', 'person:ann', ['person:ann'], 'commander of the incident'],
    [
      'anybody, when nobody was named',
      nothing,
      null,
      'person:bob',
      ['person:bob'],
      'asked of whoever responds',
    ],
  ])('%s may decide', (_, response, askedOf, who, standsFor, authority) => {
    expect(decide(response, asked(askedOf), who, standsFor)).toMatchObject({ authority })
  })

  test('nobody else, nothing that was not asked, and not twice', () => {
    expect(() => decide(nothing, asked('person:eve'), 'person:bob')).toThrow(/may not decide/)
    expect(() => decide(nothing, { ...asked(null), options: ['a', 'b'] }, by)).toThrow(
      /none of what/,
    )
    expect(() => decide(nothing, { ...asked(null), choice: 'no' }, by)).toThrow(/no open decision/)
  })
})

test('an impact does not end before it began', () => {
  const from = '2026-01-05T10:00:00Z'
  expect(setImpact(incident(), { from, to: null, reason, by })).toHaveLength(1)
  expect(() => setImpact(incident(), { from, to: '2026-01-05T09:00:00Z', reason, by })).toThrow(
    /before/,
  )
})
