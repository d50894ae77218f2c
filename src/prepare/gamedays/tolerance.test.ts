import { describe, expect, test } from 'vitest'
import { holds } from './condition.ts'
import { type Found, judge } from './tolerance.ts'

const found = (value: unknown, parts: Found['parts'] = {}): Found => ({ value, parts })

describe('a tolerance of the Chaos Toolkit', () => {
  test.each([
    ['a status', found(200), 200, true],
    ['another status', found(503), 200, false],
    ['text', found('ok'), 'ok', true],
    ['a boolean', found(true), true, true],
    ['one of a list', found(201), [200, 201], true],
    ['none of a list', found(500), [200, 201], false],
    ['the lower end of a range', found(95), { type: 'range', range: [95, 100] }, true],
    ['the upper end of a range', found(100), { type: 'range', range: [95, 100] }, true],
    ['below a range', found(94.9), { type: 'range', range: [95, 100] }, false],
    ['text in a range', found('ninety'), { type: 'range', range: [95, 100] }, false],
    ['empty text in a range', found(''), { type: 'range', range: [0, 1] }, false],
    [
      'a pattern in what a process said',
      found(0, { stdout: 'up 3 h' }),
      { type: 'regex', pattern: '^up' },
      true,
    ],
    [
      'a pattern at a target',
      found(200, { body: 'ready' }),
      { type: 'regex', pattern: 'rea', target: 'body' },
      true,
    ],
    ['a pattern that cannot be read', found('a'), { type: 'regex', pattern: '(' }, false],
    [
      'a path',
      found(200, { body: '{"a":[{"b":2}]}' }),
      { type: 'jsonpath', path: '$.a[0].b', expect: 2 },
      true,
    ],
    [
      'a path that leads elsewhere',
      found(200, { body: '{"a":3}' }),
      { type: 'jsonpath', path: '$.a', expect: 2 },
      false,
    ],
    ['a path to nothing', found(200, { body: '{}' }), { type: 'jsonpath', path: '$.a' }, false],
    ['a path beyond us', found(200, { body: '{}' }), { type: 'jsonpath', path: '$..a' }, false],
    ['an unknown type', found(1), { type: 'magic' }, false],
    ['no tolerance, something found', found(7), undefined, true],
  ])('%s', (_, given, tolerance, met) => {
    expect(judge(given, tolerance).met).toBe(met)
  })

  test('nothing found keeps no tolerance', () => {
    for (const tolerance of [undefined, 200, [null], { type: 'range', range: [0, 1] }])
      expect(judge(found(null), tolerance)).toEqual({ met: false, reason: 'nothing answered' })
  })
})

test('an abort condition without a value is neither true nor false', () => {
  expect(holds('< 5', 4)).toBe(true)
  expect(holds('< 5', 5)).toBe(false)
  expect(holds('>= 1e2', 100)).toBe(true)
  expect(holds('< 5', null)).toBeUndefined()
  expect(holds('< 5', Number.NaN)).toBeUndefined()
  expect(holds('about 5', 5)).toBeUndefined()
})
