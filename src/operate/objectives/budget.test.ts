import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Bucket } from './bucket.ts'
import { budgetOf, burnRateOf, exhaustedAtMs } from './budget.ts'

const DAY = 86_400_000
const MINUTE = 60_000
const NOW = Date.UTC(2026, 0, 29)
const terms = { target: 0.999, windowMs: 28 * DAY, missing: 'unknown' } as const

/** Slices of a minute: so many good, bad and unknown ones, the newest last. */
function slices(good: number, bad: number, unknown = 0): Bucket[] {
  const all = good + bad + unknown
  const at = (n: number) => NOW - (all - n) * MINUTE
  return [
    {
      fromMs: at(0),
      toMs: NOW,
      good,
      total: good + bad,
      knownMs: (good + bad) * MINUTE,
      coarse: false,
    },
  ]
}
const whole = (buckets: readonly Bucket[]) =>
  budgetOf(buckets, terms, { sinceMs: buckets[0]!.fromMs, nowMs: NOW })

describe('a budget', () => {
  const all = 28 * 24 * 60
  test.each<[string, Bucket[], number, number]>([
    ['is whole when nothing was bad', slices(all, 0), 1, 1],
    ['of 99.9 % in 28 days is 40.32 minutes', slices(all - 40.32, 40.32), 0.999, 0],
    ['is half gone after half of them', slices(all - 20.16, 20.16), 0.9995, 0.5],
    ['is overdrawn, not cut at nothing', slices(all - 80.64, 80.64), 0.998, -1],
    [
      'in its first hour takes one bad minute as one of forty',
      slices(59, 1),
      59 / 60,
      1 - 1 / 40.32,
    ],
  ])('%s', (_words, buckets, attained, left) => {
    const budget = whole(buckets)
    expect(budget.attained).toBeCloseTo(attained, 9)
    expect(budget.left).toBeCloseTo(left, 9)
  })

  test('of events grows with what is asked: the share counts, not the number', () => {
    const of = (times: number) =>
      whole([
        {
          fromMs: NOW - 28 * DAY,
          toMs: NOW,
          good: 999.5 * times,
          total: 1000 * times,
          knownMs: 28 * DAY,
          coarse: false,
        },
      ])
    expect(of(1).left).toBeCloseTo(0.5, 9)
    expect(of(1000).left).toBeCloseTo(0.5, 9)
    expect(of(1000).allowed).toBeCloseTo(1000, 6)
  })

  test('is unknown, not whole, when nothing was measured', () => {
    expect(whole(slices(0, 0, 60))).toMatchObject({ attained: null, left: null, allowed: null })
  })

  test('tells what is left if all that nobody measured was bad', () => {
    const { left, leftAtWorst } = whole(slices(100, 0, 20))
    expect(left).toBe(1)
    expect(leftAtWorst).toBeCloseTo(1 - 20 / 40.32, 9)
  })

  test('counts what nobody measured as bad when that was declared', () => {
    const buckets = slices(100, 0, 20)
    const span = { sinceMs: buckets[0]!.fromMs, nowMs: NOW }
    const bad = budgetOf(buckets, { ...terms, missing: 'bad' }, span)
    expect(bad.left).toBeCloseTo(1 - 20 / 40.32, 9)
    expect(budgetOf(buckets, { ...terms, missing: 'good' }, span).left).toBe(1)
  })
})

describe('a burn rate', () => {
  const counted = (good: number, bad: number, unknown = 0) => ({
    bad,
    total: good + bad,
    knownMs: (good + bad) * MINUTE,
    unknownMs: unknown * MINUTE,
  })
  test.each<[number, number, number | null]>([
    [60, 0, 0],
    [999, 1, 1],
    [9856, 144, 14.4],
    [0, 60, 1000],
    [0, 0, null],
  ])('of %d good and %d bad is %s', (good, bad, rate) => {
    const found = burnRateOf(counted(good, bad), terms)
    if (rate === null) expect(found).toBeNull()
    else expect(found).toBeCloseTo(rate, 9)
  })

  test('says when the budget is gone: 14.4 takes the whole of 30 days in 50 hours', () => {
    const windowMs = 30 * DAY
    expect(exhaustedAtMs(1, 14.4, { windowMs }, NOW)! - NOW).toBeCloseTo(50 * 3_600_000, 3)
    expect(exhaustedAtMs(0.5, 1, { windowMs }, NOW)).toBeUndefined()
    expect(exhaustedAtMs(-0.1, 0, { windowMs }, NOW)).toBe(NOW)
  })
})

describe('whatever was measured', () => {
  const amount = fc.integer({ min: 0, max: 5000 })
  test('more harm never leaves more, and time without data never makes a budget look better', () => {
    fc.assert(
      fc.property(
        amount,
        amount,
        amount,
        fc.integer({ min: 1, max: 100 }),
        (good, bad, none, more) => {
          fc.pre(good + bad > 0)
          const before = whole(slices(good, bad, none))
          expect(whole(slices(good, bad + more, none)).left!).toBeLessThan(before.left!)
          expect(whole(slices(good, bad, none + more)).left!).toBeLessThanOrEqual(
            before.left! + 1e-9,
          )
          expect(before.leftAtWorst!).toBeLessThanOrEqual(before.left!)
        },
      ),
    )
  })

  test('what is consumed is the burn rate times the share of the window that was measured', () => {
    fc.assert(
      fc.property(amount, amount, (good, bad) => {
        fc.pre(good + bad > 0)
        const { left, counted } = whole(slices(good, bad))
        const rate = burnRateOf(counted, terms)!
        expect(1 - left!).toBeCloseTo((rate * counted.knownMs) / terms.windowMs, 6)
      }),
    )
  })

  test('a budget that burns at a steady rate is gone when it was said to be', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 11, max: 400 }),
        (days, tenths) => {
          const rate = tenths / 10
          const badShare = rate * (1 - terms.target)
          const at = (nowMs: number) =>
            budgetOf(
              [
                {
                  fromMs: NOW,
                  toMs: nowMs,
                  good: (nowMs - NOW) * (1 - badShare),
                  total: nowMs - NOW,
                  knownMs: nowMs - NOW,
                  coarse: false,
                },
              ],
              terms,
              { sinceMs: NOW, nowMs },
            ).left!
          const nowMs = NOW + (days * DAY) / rate
          const goneMs = exhaustedAtMs(at(nowMs), rate, terms, nowMs)!
          expect(at(goneMs)).toBeCloseTo(0, 6)
        },
      ),
    )
  })
})
