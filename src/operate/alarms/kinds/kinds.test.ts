/** What each kind makes of what it reads, without stores. */
import { describe, expect, test } from 'vitest'
import { judged } from './baseline.ts'
import { askOf, stateOf } from './composite.ts'
import { trendOf } from './forecast.ts'
import { failedInARow } from './journey.ts'

const points = (...values: number[]) => values.map((value, i) => ({ timeMs: i * 60_000, value }))

describe('a journey', () => {
  test.each([
    [[], 0],
    [[1, 1], 0],
    [[1, 0], 1],
    [[0, 1, 0, 0, 0], 3],
    [[0, 0], 2],
  ])('of walks %j has failed %i times in a row', (walks, failed) => {
    expect(failedInARow(points(...walks))).toBe(failed)
  })
})

describe('a value beside its baseline', () => {
  const band = { expected: 50, low: 40, high: 60 }
  test.each([
    ['both', 1, 0, 'recovered'],
    ['both', 1, 0.5, 'between'],
    ['both', 1, -1.5, 'breached'],
    ['above', 1, -9, 'recovered'],
    ['above', 1, 1.5, 'breached'],
    ['below', 0, -0.1, 'breached'],
    ['below', 0, 3, 'recovered'],
  ] as const)('%s by %d, %d half widths outside, is %s', (side, by, deviation, verdict) => {
    const seen = { band, isCold: false, deviation, direction: 'unusual' } as const
    expect(judged({}, 50 + deviation, seen, { side, by }).verdict).toBe(verdict)
  })

  test.each([
    ['degradation', '31, where 40 to 60 is usual: worse than usual'],
    ['improvement', '31, where 40 to 60 is usual: better than usual'],
    ['unusual', '31, where 40 to 60 is usual'],
  ] as const)('that is a %s says so in words', (direction, words) => {
    const seen = { band, isCold: false, deviation: -1.5, direction }
    expect(judged({}, 31, seen, { side: 'both', by: 1 }).words).toBe(words)
  })

  test('is neither good nor bad in the first day', () => {
    const seen = { band, isCold: true, deviation: 9, direction: 'unusual' } as const
    expect(judged({}, 140, seen, { side: 'both', by: 1 }).verdict).toBe('between')
  })
})

describe('a trend', () => {
  const line = Array.from({ length: 60 }, (_, i) => 10 + i / 2)
  const nowMs = 59 * 60_000

  test('of a line is the line', () => {
    const trend = trendOf(points(...line), nowMs)
    expect(trend?.perMs).toBeCloseTo(0.5 / 60_000, 12)
    expect(trend?.now).toBeCloseTo(39.5, 9)
  })

  test('is not bent by a fifth of wild points', () => {
    const wild = line.map((value, i) => (i % 5 === 2 ? 1_000 : value))
    const trend = trendOf(points(...wild), nowMs)!
    expect(trend.perMs * 60_000).toBeGreaterThan(0.4)
    expect(trend.perMs * 60_000).toBeLessThan(0.6)
    expect(trend.now).toBeLessThan(45)
  })

  test('of too few points, or of none that are numbers, is none', () => {
    expect(trendOf(points(1, 2, 3), nowMs)).toBeUndefined()
    expect(trendOf(points(...line.map(() => Number.NaN)), nowMs)).toBeUndefined()
  })
})

describe('a composite', () => {
  const firing = stateOf([{ state: 'firing', blind: false }])
  const quiet = stateOf([])
  const lost = stateOf([{ state: 'nodata', blind: false }])

  test.each<[string, object, boolean | undefined]>([
    ["firing('a') && !firing('b')", { a: firing, b: quiet }, true],
    ["firing('a') && !firing('b')", { a: firing, b: firing }, false],
    ["firing('a') && firing('b')", { a: firing, b: lost }, undefined],
    ["firing('a') && firing('b')", { a: quiet, b: lost }, false],
    ["firing('a') || firing('b')", { a: firing, b: lost }, true],
    ["firing('a') || firing('b')", { a: quiet, b: lost }, undefined],
    ["!firing('b')", { b: lost }, undefined],
    ["firing('gone')", {}, undefined],
    ["nodata('b')", { b: lost }, true],
  ])('%s of %j is %s', (text, known, answer) => {
    expect(askOf(text)(known as Parameters<ReturnType<typeof askOf>>[0])).toBe(answer)
  })

  test('that is no yes or no is an error', () => {
    expect(() => askOf("firing('a') ? 1 : 2")({ a: firing })).toThrow('not yes or no')
  })
})
