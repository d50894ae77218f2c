/** The promise of patterns: what RE2 reads is read alike, and what it refuses is refused. */
import { describe, expect, test } from 'vitest'
import { compilePattern } from './pattern.ts'

describe('match', () => {
  test.each([
    ['a|b', 'b'],
    ['.*', 'two\nlines'],
    ['(?i)get|post', 'POST'],
    ['(?P<first>\\w+)-x', 'ab-x'],
    ['[[:alpha:]_]+', 'a_b'],
    ['\\Qa.b\\E+', 'a.bb'],
    ['\\pL+', 'é'],
    ['{id}', '{id}'],
    ['a{2}', 'aa'],
    ['x]', 'x]'],
    ['[]a]+', ']a'],
    ['[^]a]', 'b'],
    ['a\\-b\\_c\\ d', 'a-b_c d'],
    ['[a\\-z]+', 'a-z'],
    ['\\Aab\\z', 'ab'],
    ['.', '😀'],
    ['', ''],
  ])('%s matches %s', (pattern, text) => {
    expect(compilePattern(pattern).test(text)).toBe(true)
  })

  test.each([
    ['a', 'ab'],
    ['a|b', 'ab'],
    ['a.c', 'abbc'],
    ['[[:digit:]]', 'x'],
  ])('%s does not match %s', (pattern, text) => {
    expect(compilePattern(pattern).test(text)).toBe(false)
  })
})

test.each(['(', 'a)|(b', '[a', '(?=a)b', '(?<!a)b', '(a)\\1', '[[:nothing:]]', '*', 'a**', '\\y'])(
  '%s is refused',
  (pattern) => {
    expect(() => compilePattern(pattern)).toThrow(SyntaxError)
  },
)
