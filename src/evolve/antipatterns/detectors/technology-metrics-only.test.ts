import { describe, expect, test } from 'vitest'
import { stateOf } from '../detector.ts'
import { judge, type Situation } from './technology-metrics-only.ts'

const NOW = Date.parse('2026-01-07T12:00:00Z')
const outcome = {
  name: 'orders',
  title: 'Orders',
  fresh: true,
  expected: true,
  alarms: ['alarm:orders-low'],
  reviewedAt: undefined,
}
const alarm = { name: 'cpu', title: 'CPU', layer: 'infrastructure', protects: [] }
const nothing: Situation = { nowMs: NOW, outcomes: [], alarms: [], incidents: [], pages: [] }
const incident = (id: string, more = {}) => ({
  id,
  title: id,
  byPerson: false,
  outcomes: ['outcome:orders'],
  ...more,
})
const reading = (situation: Partial<Situation>, name: string) =>
  judge({ ...nothing, ...situation }).find((one) => one.name === name)!
const six = Array.from({ length: 6 }, (_, i) => `inc_${i}`)

describe('outcome coverage', () => {
  test.each([
    ['none declared is none covered', [], 0, true],
    ['fresh, expected and watched', [outcome], 1, false],
    ['no value now', [{ ...outcome, fresh: false }], 0, true],
    ['no expected range', [{ ...outcome, expected: false }], 0, true],
    ['neither alarm nor review', [{ ...outcome, alarms: [] }], 0, true],
    [
      'a review in time stands for an alarm',
      [{ ...outcome, alarms: [], reviewedAt: '2025-12-01' }],
      1,
      false,
    ],
    ['an old review does not', [{ ...outcome, alarms: [], reviewedAt: '2024-12-01' }], 0, true],
    ['one of two', [outcome, { ...outcome, expected: false }], 0.5, true],
    ['nobody could ask: unknown, not good', [{ ...outcome, fresh: null }], null, null],
  ])('%s', (_, outcomes, value, breached) => {
    expect(reading({ outcomes }, 'outcome_coverage')).toMatchObject({ value, breached })
  })
})

test('pages without an outcome behind them are found, and each row names its page', () => {
  const incidents = six.map((id, i) =>
    incident(id, { outcomes: i === 0 ? ['outcome:orders'] : [] }),
  )
  const pages = six.map((id) => ({ id: `ntf_${id}`, incident: id }))
  const found = reading({ incidents, pages }, 'customer_page_share')
  expect(found).toMatchObject({ n: 6, breached: true })
  expect(found.value).toBeCloseTo(1 / 6)
  expect(found.rows.filter(({ ok }) => ok).map(({ ref }) => ref)).toEqual(['ntf_inc_0'])
})

test('a ratio over few cases is shown and not judged', () => {
  const incidents = [incident('inc_1', { byPerson: true })]
  expect(reading({ incidents }, 'customer_first')).toMatchObject({
    value: 1,
    breached: null,
    note: 'only 1, so not judged',
  })
})

test('people who tell us first are found', () => {
  const incidents = six.map((id, i) => incident(id, { byPerson: i < 2 }))
  expect(reading({ incidents }, 'customer_first')).toMatchObject({ breached: true })
})

test('alarms on machines only are found', () => {
  expect(reading({ alarms: [alarm] }, 'outcome_alarm_share').breached).toBe(true)
  expect(
    reading({ alarms: [alarm, { ...alarm, layer: 'customer' }] }, 'outcome_alarm_share').breached,
  ).toBe(false)
})

test('one breach is enough, and without any judgement nobody knows', () => {
  const base = reading({}, 'silent_impact')
  expect(stateOf([base])).toBe('unknown')
  expect(stateOf([base, { ...base, breached: false }])).toBe('clear')
  expect(
    stateOf([
      { ...base, breached: false },
      { ...base, breached: true },
    ]),
  ).toBe('found')
})
