import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assess, type Reason } from './assess.ts'
import { coverage } from './coverage.ts'
import type { Evidence, Practice, Source } from './practice.ts'

const NOW = Date.parse('2026-01-07T12:00:00Z')
const practice: Practice = {
  id: '4.3',
  question: 4,
  title: 'A process per alarm',
  quote: '',
  unmeasured: [],
  collect: async () => [],
}
const source = (ok: boolean | null, ref = 'alarm:a'): Source => ({
  ref,
  title: ref,
  ok,
  reason: '',
  at: null,
})
const at = (
  level: Evidence['level'],
  ok: boolean | null,
  more: Partial<Evidence> = {},
): Evidence => ({
  ...coverage({
    name: level,
    level,
    what: '',
    atLeast: 1,
    sources: ok === null ? [] : [source(ok)],
    whenEmpty: 'none',
  }),
  ...more,
})
const reason: Reason = {
  answer: 'accepted',
  driver: 'cost',
  text: 'not worth it',
  by: 'person:ann',
  at: '2026-01-01T00:00:00.000Z',
  expiresAt: '2026-02-01T00:00:00.000Z',
}

describe('level, risk and answer', () => {
  test.each([
    ['nothing at all', [], null, 'HIGH', 'not-met'],
    ['not declared', [at('D', false), at('X', true)], null, 'HIGH', 'not-met'],
    ['an empty set is not declared', [at('D', null), at('X', true)], null, 'HIGH', 'not-met'],
    ['declared', [at('D', true), at('X', false)], 'D', 'MEDIUM', 'partly'],
    ['nothing happened is not exercised', [at('D', true), at('X', null)], 'D', 'MEDIUM', 'partly'],
    ['exercised', [at('D', true), at('X', true), at('E', false)], 'X', 'NONE', 'met'],
    ['effective', [at('D', true), at('X', true), at('E', true)], 'E', 'NONE', 'met'],
    [
      'effective needs exercised',
      [at('D', true), at('X', false), at('E', true)],
      'D',
      'MEDIUM',
      'partly',
    ],
    [
      'only a person’s word is missing',
      [at('D', true), at('X', true), at('X', null, { needsPerson: true })],
      'D',
      'MEDIUM',
      'needs-a-person',
    ],
    [
      'a person’s word and more are missing',
      [at('D', true), at('X', false), at('X', null, { needsPerson: true })],
      'D',
      'MEDIUM',
      'partly',
    ],
  ] as const)('%s', (_, evidence, level, risk, answer) => {
    expect(assess(practice, evidence, undefined, NOW)).toMatchObject({ level, risk, answer })
  })

  test('gaps are the failing objects of what is not satisfied', () => {
    const evidence = coverage({
      name: 'owned',
      level: 'D',
      what: '',
      atLeast: 1,
      sources: [source(true), source(false, 'alarm:b'), source(null, 'alarm:c')],
      whenEmpty: '',
    })
    const { gaps } = assess(practice, [evidence], undefined, NOW)
    expect(gaps.map(({ ref }) => ref)).toEqual(['alarm:b', 'alarm:c'])
  })
})

test('a reason changes the answer and never the measure, whatever the measure is', () => {
  const Ok = fc.constantFrom(true, false, null)
  const evidence = fc.array(
    fc
      .tuple(fc.constantFrom('D' as const, 'X' as const, 'E' as const), Ok)
      .map(([l, ok]) => at(l, ok)),
  )
  fc.assert(
    fc.property(evidence, (found) => {
      const { answer, reason: given, ...measure } = assess(practice, found, reason, NOW)
      const { answer: computed, reason: none, ...same } = assess(practice, found, undefined, NOW)
      expect(measure).toEqual(same)
      expect(answer).toBe('accepted')
      expect([given, none]).toEqual([reason, null])
      expect(computed).not.toBe('accepted')
    }),
  )
})

test('a reason that has ended says nothing any more', () => {
  const later = Date.parse('2026-02-01T00:00:00Z')
  expect(assess(practice, [], reason, later)).toMatchObject({ answer: 'not-met', reason: null })
})

test('a ratio over few events is shown and not judged', () => {
  const few = { name: '', level: 'E', what: '', atLeast: 0.9, whenEmpty: '', fewest: 5 } as const
  expect(coverage({ ...few, sources: [source(true)] })).toMatchObject({
    value: 1,
    ok: null,
    found: '1 of 1',
  })
  expect(coverage({ ...few, sources: Array(5).fill(source(true)) }).ok).toBe(true)
})
