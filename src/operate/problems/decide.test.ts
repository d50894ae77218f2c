import { describe, expect, test } from 'vitest'
import { moveProblem, type Particulars, recurs } from './decide.ts'
import type { Problem, ProblemState } from './problem.ts'

const problem = (state: ProblemState, more: Partial<Problem> = {}): Problem => ({
  ...{ id: 'prb_1', workload: 'shop', number: 7, title: 'Cards refused', state, group: 'g' },
  ...{ owner: 'team:pay', reason: 'seen', by: 'person:ann', cause: null, workaround: null },
  ...{ openedAt: '2026-01-05T09:00:00Z', movedAt: '2026-01-05T09:00:00Z', fixBy: null },
  ...{ riskOwner: null, acceptedUntil: null, moves: [], incidents: [], ...more },
})
const to = (from: Problem, state: ProblemState, said: Particulars = {}) =>
  moveProblem(from, state, { by: 'person:ann', reason: 'because', ...said })[0]?.data

describe('the way of a problem', () => {
  test.each<[ProblemState, ProblemState, Particulars]>([
    ['proposed', 'open', {}],
    ['open', 'diagnosed', { cause: 'the pool is too small' }],
    ['diagnosed', 'known-error', { workaround: 'procedure:restart' }],
    ['known-error', 'fix-planned', { fixBy: '2026-02-01' }],
    ['fix-planned', 'fixed', {}],
    ['fixed', 'verified', {}],
    ['open', 'accepted', { riskOwner: 'person:eve', acceptedUntil: '2026-03-01' }],
    ['fixed', 'diagnosed', { cause: 'not what was thought' }],
  ])('%s to %s', (from, state, said) => {
    expect(to(problem(from), state, said)).toMatchObject({ from, to: state, ...said })
  })

  test.each<[ProblemState, ProblemState, string]>([
    ['open', 'fixed', 'problems.cannot-move'],
    ['proposed', 'known-error', 'problems.cannot-move'],
    ['open', 'diagnosed', 'problems.lacks'],
    ['diagnosed', 'known-error', 'problems.lacks'],
    ['open', 'accepted', 'problems.lacks'],
  ])('%s to %s is refused: %s', (from, state, code) => {
    expect(() => to(problem(from), state)).toThrow(expect.objectContaining({ code }))
  })

  test('what was said once stays, an acceptance does not', () => {
    const known = problem('known-error', { cause: 'the pool', workaround: 'procedure:restart' })
    expect(to(known, 'fixed')).toMatchObject({ cause: 'the pool', workaround: 'procedure:restart' })
    const accepted = problem('accepted', { riskOwner: 'person:eve', acceptedUntil: '2026-03-01' })
    expect(to(accepted, 'open')).toMatchObject({ acceptedUntil: null })
  })
})

test.each([
  [[1, 2, 3], 3, true],
  [[1, 2], 2, false],
  [[0, 15 * 86_400_000, 15 * 86_400_001], 15 * 86_400_001, false],
])('incidents at %j are a problem at %d: %s', (times, now, expected) => {
  expect(recurs(times, now)).toBe(expected)
})
