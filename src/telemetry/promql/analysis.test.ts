/** What alarms ask of an expression: which samples concern it, how much past it needs, where its threshold is. */
import { describe, expect, test } from 'vitest'
import { selectorsOf, splitCondition, splitRule } from './analysis.ts'
import { formatExpr } from './format.ts'

describe('selectors of an expression', () => {
  test.each([
    ['up', [[300_000, 0]]],
    [
      'rate(a_total[5m]) / rate(b_total[1m] offset 1h)',
      [
        [300_000, 0],
        [60_000, 3_600_000],
      ],
    ],
    ['max_over_time(rate(a_total[5m])[1h:1m] offset 10m)', [[3_900_000, 600_000]]],
    ['a @ 100', [[Number.POSITIVE_INFINITY, 0]]],
    [
      'topk(scalar(k), a)',
      [
        [300_000, 0],
        [300_000, 0],
      ],
    ],
    ['time() > bool 5', []],
  ])('%s', (query, expected) => {
    expect(selectorsOf(query).map(({ windowMs, offsetMs }) => [windowMs, offsetMs])).toEqual(
      expected,
    )
  })

  test('the lookback can be another', () => {
    expect(selectorsOf('up{job="a"}', { lookbackMs: 1000 })).toEqual([
      {
        matchers: [
          { name: '__name__', op: '=', value: 'up' },
          { name: 'job', op: '=', value: 'a' },
        ],
        windowMs: 1000,
        offsetMs: 0,
      },
    ])
  })
})

describe('conditions', () => {
  test.each([
    ['rate(errors_total[5m]) > 5', 'rate(errors_total[5m])', '>', 5],
    ['(a + b <= -2 * 60)', 'a + b', '<=', -120],
    ['0.5 < a', 'a', '>', 0.5],
    ['1h >= a', 'a', '<=', 3600],
    ['a == 0', 'a', '==', 0],
  ])('%s', (text, query, op, threshold) => {
    const condition = splitCondition(text)
    expect(condition).toMatchObject({ op, threshold })
    expect(formatExpr(condition!.query)).toBe(query)
  })

  test.each([
    'a > bool 1',
    'a > b',
    'a',
    'a > scalar(b)',
    '1 > bool 2',
    'a > 1 and b',
    'a > time()',
  ])('%s has no fixed threshold', (text) => {
    expect(splitCondition(text)).toBeUndefined()
  })
})

describe('a rule that cannot be split says why', () => {
  test.each([
    ['a > 1 and b', 'it joins two conditions with `and`'],
    ['(a > 1) unless b', 'it joins two conditions with `unless`'],
    ['a < 1 or a > 5', 'it joins two conditions with `or`'],
    ['absent(a)', 'it compares with nothing: whatever it answers raises it'],
    ['a > bool 1', '`bool` makes it answer always, with 0 when it does not hold'],
    ['a > on (job) b', 'it compares two vectors: both sides of `>` are series'],
    ['time() > a', 'what it is held against with `>` is computed, not a number'],
    ['a > scalar(b)', 'what it is held against with `>` is computed, not a number'],
  ])('%s', (text, reason) => {
    expect(splitRule(text)).toEqual({ kind: 'opaque', reason })
  })

  test('and one that filters inside is split at its last comparison', () => {
    expect(splitRule('3 <= a < 20')).toMatchObject({ kind: 'condition', op: '<', threshold: 20 })
  })
})
