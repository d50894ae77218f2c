import { expect, test } from 'vitest'
import { type ManifestResource, modelOf } from '#model'
import { comingUp, type KnownPlans } from './coming-up.ts'

const NOW = Date.UTC(2026, 0, 7, 12)
const DAY = 86_400_000
const person = (name: string, called: string): ManifestResource => ({
  kind: 'person',
  name,
  spec: { name: called, email: `${name}@shop.example`, roles: [], zone: 'UTC' },
})
const model = modelOf({
  ...{ format: 'opsplane/v1', workload: 'shop', procedures: [] },
  resources: [
    person('ann', 'Ann'),
    person('ben', 'Ben'),
    {
      kind: 'rotation',
      name: 'shop',
      spec: {
        ...{ title: 'Shop', zone: 'UTC', people: ['person:ann', 'person:ben'] },
        ...{ from: '2026-01-05', at: '09:00', every: '7d' },
      },
    },
    {
      kind: 'maintenance',
      name: 'patches',
      spec: {
        ...{ title: 'Patches', components: [], environments: [], zone: 'UTC', reason: 'patches' },
        ...{ from: '2026-01-03T22:00', to: '2026-01-03T23:00', repeat: 'FREQ=WEEKLY;BYDAY=SA' },
        owner: 'person:ann',
      },
    },
    {
      kind: 'game-day',
      name: 'quarterly',
      spec: {
        ...{ title: 'Lose a zone', experiments: ['experiment:a', 'experiment:b'], every: '90d' },
        ...{ facilitator: 'person:ann', participants: [] },
      },
    },
  ],
})
const known = (more: Partial<KnownPlans> = {}): KnownPlans => ({
  ...{ drills: [], retrospectives: [], maintenance: [], overrides: [] },
  ...more,
})
const ran = (experiment: string, daysAgo: number) => ({
  experiment,
  startedAt: new Date(NOW - daysAgo * DAY).toISOString(),
})

test('what runs and what is due is first, then what is ahead by time', () => {
  const told = comingUp(
    model,
    known({
      retrospectives: [
        { name: 'RETRO-1', title: 'It was down', dueAt: '2026-01-06T12:00:00.000Z' },
      ],
      maintenance: [
        {
          reason: 'Move the database',
          schedule: { startMs: NOW - 60_000, endMs: NOW + 60_000, repeats: null },
        },
      ],
    }),
    NOW,
  )
  expect(told.map(({ state, at, title }) => [state, at.slice(0, 16), title])).toEqual([
    ['now', '2026-01-07T12:00', 'Maintenance: Move the database'],
    ['due', '2026-01-06T12:00', 'Retrospective: It was down'],
    ['due', '2026-01-07T12:00', 'Lose a zone'],
    ['ahead', '2026-01-10T22:00', 'Maintenance: Patches'],
    ['ahead', '2026-01-12T09:00', 'On call: Ann to Ben'],
  ])
})

test.each([
  ['one of its experiments was never run', [ran('a', 3)], 'due'],
  ['its older experiment was run too long ago', [ran('a', 3), ran('b', 91)], 'due'],
  ['both were run again in time', [ran('a', 70), ran('b', 80), ran('b', 200)], 'ahead'],
])('a game day: %s', (_, drills, state) => {
  const day = comingUp(model, known({ drills }), NOW).find(({ kind }) => kind === 'game-day')
  expect(day?.state).toBe(state)
})

test('what is further ahead than a month is not told', () => {
  const fresh = known({ drills: [ran('a', 1), ran('b', 1)] })
  expect(comingUp(model, fresh, NOW).map(({ kind }) => kind)).toEqual(['maintenance', 'hand-over'])
})
