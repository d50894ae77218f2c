import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EventObjective, SliceObjective } from '#model'
import { burnWindows } from '#model'
import { evaluateInstant, MemorySource } from '#telemetry'
import { burnRateQuery } from './burn-query.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const NOW = Date.UTC(2026, 0, 29)

const common = {
  outcome: 'outcome:x',
  target: 0.999,
  windowMs: 30 * DAY,
  missing: 'unknown',
  everyMs: MINUTE,
} as const
const events: EventObjective = {
  ...common,
  basis: 'events',
  good: 'good_total',
  total: 'all_total',
}
const slices: SliceObjective = {
  ...common,
  basis: 'slices',
  sliceMs: MINUTE,
  query: 'speed',
  meets: { op: '<=', value: 1 },
}

describe('the windows', () => {
  test('for 30 days are those of the book', () => {
    expect(burnWindows(30 * DAY)).toEqual([
      { longMs: HOUR, shortMs: 5 * MINUTE, factor: 14.4, severity: 'critical' },
      { longMs: 6 * HOUR, shortMs: 30 * MINUTE, factor: 6, severity: 'critical' },
      { longMs: 3 * DAY, shortMs: 6 * HOUR, factor: 1, severity: 'warning' },
    ])
  })
  test.each([
    [28, [13.44, 5.6, 0.933333]],
    [7, [3.36, 1.4, 0.233333]],
    [1, [0.48, 0.2]],
  ])('for %d days are scaled', (days, factors) => {
    expect(burnWindows(days * DAY).map(({ factor }) => factor)).toEqual(factors)
  })
})

/** A counter of each minute in the last `hours`: `bad` of a thousand are bad, by minutes ago. */
function counters(hours: number, bad: (minutesAgo: number) => number): MemorySource {
  const memory = new MemorySource()
  const times: number[] = []
  const [good, all]: [number[], number[]] = [[], []]
  let [goodCount, allCount] = [0, 0]
  for (let ago = hours * 60; ago >= 0; ago--) {
    allCount += 1000
    goodCount += 1000 - bad(ago)
    times.push(NOW - ago * MINUTE)
    good.push(goodCount)
    all.push(allCount)
  }
  memory.add({ __name__: 'good_total' }, Float64Array.from(times), Float64Array.from(good))
  memory.add({ __name__: 'all_total' }, Float64Array.from(times), Float64Array.from(all))
  return memory
}

async function ask(memory: MemorySource, objective: EventObjective | SliceObjective = events) {
  const answer = await evaluateInstant(burnRateQuery(objective), NOW, memory)
  if (answer.type !== 'vector') throw new Error(answer.type)
  return answer.samples[0]?.value
}

describe('the burn rate', () => {
  test('is above 1 when 2 % of the budget goes in an hour, and it still goes', async () => {
    expect(await ask(counters(2, () => 20))).toBeGreaterThan(1)
    expect(await ask(counters(80, (ago) => (ago <= 60 ? 20 : 0)))).toBeGreaterThan(1)
  })
  test('is below 1 when a short harm is over: nobody is woken for what has ended', async () => {
    expect(await ask(counters(80, (ago) => (ago <= 60 && ago > 31 ? 20 : 0)))).toBeLessThan(1)
  })
  test('is below 1 for what a budget is there for', async () => {
    expect(await ask(counters(80, () => 0.5))).toBeLessThan(1)
  })
  test('is the whole of harm when no success was ever counted', async () => {
    const memory = new MemorySource()
    const times = Float64Array.from({ length: 61 }, (_, i) => NOW - (60 - i) * MINUTE)
    memory.add(
      { __name__: 'all_total' },
      times,
      times.map((_, i) => i * 100),
    )
    expect(await ask(memory)).toBeGreaterThan(1)
  })
  test('says nothing when nothing was measured', async () => {
    expect(await ask(new MemorySource())).toBeUndefined()
    expect(await ask(new MemorySource(), slices)).toBeUndefined()
  })
  test('of slices counts those in which the measure misses its target', async () => {
    const of = (value: (ago: number) => number) => {
      const memory = new MemorySource()
      const agos = Array.from({ length: 80 * 60 + 1 }, (_, i) => 80 * 60 - i)
      memory.add(
        { __name__: 'speed' },
        Float64Array.from(agos, (ago) => NOW - ago * MINUTE),
        Float64Array.from(agos, value),
      )
      return ask(memory, slices)
    }
    expect(await of(() => 0.5)).toBe(0)
    expect(await of((ago) => (ago <= 60 ? 2 : 0.5))).toBeGreaterThan(1)
  })
  test('of a steady harm is the harm over what the fiercest window allows', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 1000 }), async (bad) => {
        const rate = bad / 1000 / 0.001
        expect(await ask(counters(80, () => bad))).toBeCloseTo(rate / 1, 3)
      }),
      { numRuns: 10 },
    )
  })
})
