import { expect, test } from 'vitest'
import type { Policy } from '../oncall/index.ts'
import { simulate } from './simulate.ts'

const HOUR = 3_600_000
const policy = (steps: Policy['steps']): Policy => ({
  name: 'shop',
  steps,
  triggers: [],
  zone: 'Europe/Berlin',
  fallback: 'person:eve',
  ackTtlMs: undefined,
})
const situation = {
  priority: 'P1',
  severity: 'critical',
  outcomes: [],
  alarm: null,
  owner: 'team:shop',
} as const
const sunday = Date.parse('2026-03-01T02:00:00Z')
/** The rotation changes hands at ten past three in Berlin; nobody stands behind others. */
const resolverAt = (atMs: number) => (target: string) => {
  if (target === 'rotation:primary')
    return [{ to: atMs < sunday + 600_000 ? 'person:ann' : 'person:bob', why: 'on call' }]
  return target.startsWith('person:') ? [{ to: target, why: 'a step' }] : []
}
const walk = (steps: Policy['steps']) =>
  simulate(policy(steps), situation, sunday, { resolverAt, answersWithinMs: () => HOUR }).map(
    ({ atMs, steps: called, recipients, gaps, leftOut }) => ({
      after: (atMs - sunday) / 60_000,
      called,
      who: recipients.map(({ to }) => to.split(':')[1]).join(' '),
      ...(gaps.length > 0 ? { gaps } : {}),
      ...(leftOut.length > 0 ? { leftOut: leftOut.map(({ step }) => step) } : {}),
    }),
  )

test('who is on call is asked for the time of each step', () => {
  const at = (afterMs: number) => ({ afterMs, notify: ['rotation:primary'] })
  expect(walk([at(0), at(600_000)])).toEqual([
    { after: 0, called: [0], who: 'ann' },
    { after: 10, called: [1], who: 'bob' },
    { after: 20, called: [], who: 'eve' },
  ])
})

test('where nobody stands behind a step the fallback is called, and the next step with it', () => {
  const steps = [
    { afterMs: 0, notify: ['rotation:nobody'] },
    { afterMs: 600_000, notify: ['person:cleo'] },
  ]
  expect(walk(steps)[0]).toEqual({
    after: 0,
    called: [0, 1],
    who: 'eve cleo',
    gaps: ['rotation:nobody'],
  })
})

test('a condition is asked with the local time of its zone', () => {
  const steps = [
    { afterMs: 0, notify: ['person:ann'], when: 'local.weekday < 6' },
    { afterMs: 0, notify: ['person:bob'], when: 'local.hour == 3 && local.weekday == 7' },
  ]
  expect(walk(steps)[0]).toEqual({ after: 0, called: [0, 1], who: 'bob', leftOut: [0] })
})
