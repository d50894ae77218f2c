import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatMatcher, type LabelMatcher, matchesAll, parseMatcher } from './label-matcher.ts'

describe('a condition on a label', () => {
  const holds = (text: string, labels: Record<string, string>) =>
    matchesAll([parseMatcher(text)], labels)
  test.each([
    ['job="api"', { job: 'api' }, true],
    ['job=api', { job: 'api' }, true],
    ['job!="api"', { job: 'web' }, true],
    ['job=~"a.*|web"', { job: 'api' }, true],
    ['job=~"a"', { job: 'api' }, false],
    ['job!~"a.*"', { job: 'api' }, false],
    ['job=""', {}, true],
    ['job!=""', {}, false],
  ])('%s on %j is %s', (text, labels, expected) => {
    expect(holds(text, labels as Record<string, string>)).toBe(expected)
  })
  test.each(['', '=x', 'job~"a"', 'job=~"("', 'job="a'])('%s is refused', (text) => {
    expect(() => parseMatcher(text)).toThrow('matches no label')
  })
  test('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.string(), fc.boolean(), (value, isEqual) => {
        const matcher: LabelMatcher = { name: 'a', value, isRegex: false, isEqual }
        expect(parseMatcher(formatMatcher(matcher))).toEqual(matcher)
      }),
    )
  })
})
