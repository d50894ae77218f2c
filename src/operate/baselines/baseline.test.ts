/** What a baseline promises of signals whose shape we know. */
import { describe, expect, test } from 'vitest'
import { Baseline } from './baseline.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const START = Date.UTC(2026, 0, 5)

/** Numbers between 0 and 1, the same in each run. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return state / 2 ** 32
  }
}
function noiseOf(seed: number): () => number {
  const random = randomOf(seed)
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** A shop: a wave over the day, quiet weekends, noise. */
function shop(seed = 1, noise = 5) {
  const next = noiseOf(seed)
  return (timeMs: number) => {
    const isWeekend = [0, 6].includes(new Date(timeMs).getUTCDay())
    const wave = 100 + 60 * Math.sin(((timeMs % DAY) / DAY) * 2 * Math.PI)
    return wave * (isWeekend ? 0.5 : 1) + noise * next()
  }
}

function feed(
  baseline: Baseline,
  signal: (timeMs: number) => number,
  span: { fromMs: number; toMs: number; stepMs?: number },
) {
  const seen = []
  for (let timeMs = span.fromMs; timeMs < span.toMs; timeMs += span.stepMs ?? 5 * MINUTE)
    seen.push(baseline.observe(timeMs, signal(timeMs)))
  return seen
}
const outside = (seen: readonly { deviation: number }[]) =>
  seen.filter(({ deviation }) => deviation !== 0).length / seen.length

test('after three weeks the band follows day and week, is narrow, and is left about once in two hundred', () => {
  const baseline = new Baseline({ good: 'high' })
  const signal = shop()
  feed(baseline, signal, { fromMs: START, toMs: START + 21 * DAY })
  const later = feed(baseline, signal, { fromMs: START + 21 * DAY, toMs: START + 28 * DAY })
  expect(outside(later)).toBeLessThan(0.015)
  const noon = baseline.bandAt(START + 28 * DAY + 6 * HOUR)!
  const night = baseline.bandAt(START + 28 * DAY + 18 * HOUR)!
  const sunday = baseline.bandAt(START + 34 * DAY + 6 * HOUR)!
  expect(noon.expected).toBeGreaterThan(150)
  expect(night.expected).toBeLessThan(50)
  expect(sunday.expected).toBeLessThan(95)
  // The wave is 120 high and the noise 5: a band that knew nothing would be wider than the wave.
  expect(noon.high - noon.low).toBeLessThan(70)
})

test('at its beginning it expects nothing, then widely, and says so', () => {
  const baseline = new Baseline()
  const signal = shop()
  const first = feed(baseline, signal, { fromMs: START, toMs: START + 2 * HOUR })
  expect(first[0]).toMatchObject({ band: undefined, isCold: true, score: 0, direction: 'expected' })
  expect(first.every(({ isCold }) => isCold)).toBe(true)
  const width = (band: { low: number; high: number } | undefined) => band!.high - band!.low
  const cold = width(first.at(-1)!.band)
  feed(baseline, signal, { fromMs: START + 2 * HOUR, toMs: START + 21 * DAY })
  const warm = baseline.observe(START + 21 * DAY, signal(START + 21 * DAY))
  expect(warm.isCold).toBe(false)
  expect(width(warm.band)).toBeLessThan(cold)
})

describe('what leaves the band', () => {
  for (const [good, factor, direction] of [
    ['high', 0.2, 'degradation'],
    ['high', 3, 'improvement'],
    ['low', 3, 'degradation'],
    ['low', 0.2, 'improvement'],
    ['steady', 3, 'unusual'],
  ] as const)
    test(`${factor} times as much where ${good} is good is: ${direction}`, () => {
      const baseline = new Baseline({ good })
      const signal = shop()
      feed(baseline, signal, { fromMs: START, toMs: START + 21 * DAY })
      const timeMs = START + 21 * DAY + 6 * HOUR
      const seen = baseline.observe(timeMs, factor * signal(timeMs))
      expect(seen.direction).toBe(direction)
      expect(Math.sign(seen.deviation)).toBe(factor > 1 ? 1 : -1)
    })
})

describe('another level', () => {
  const moved = (signal: (timeMs: number) => number) => (timeMs: number) => signal(timeMs) + 150
  const learned = () => {
    const baseline = new Baseline()
    const signal = shop()
    feed(baseline, signal, { fromMs: START, toMs: START + 21 * DAY })
    return { baseline, signal, fromMs: START + 21 * DAY }
  }

  test('is a deviation for an hour, and then what is expected', () => {
    const { baseline, signal, fromMs } = learned()
    const span = { fromMs, toMs: fromMs + 55 * MINUTE, stepMs: MINUTE }
    expect(outside(feed(baseline, moved(signal), span))).toBe(1)
    const settling = feed(baseline, moved(signal), {
      fromMs: span.toMs,
      toMs: fromMs + 2 * HOUR,
      stepMs: MINUTE,
    })
    const [shift] = settling.filter(({ shifted }) => shifted !== 0)
    expect(shift!.shifted).toBeGreaterThan(100)
    const after = { fromMs: fromMs + 2 * HOUR, toMs: fromMs + 8 * HOUR, stepMs: MINUTE }
    expect(outside(feed(baseline, moved(signal), after))).toBeLessThan(0.05)
  })

  test('is expected within minutes when a deployment was told', () => {
    const { baseline, signal, fromMs } = learned()
    baseline.levelShift(fromMs)
    const seen = feed(baseline, moved(signal), {
      fromMs,
      toMs: fromMs + 20 * MINUTE,
      stepMs: 15_000,
    })
    const at = seen.findIndex(({ shifted }) => shifted !== 0)
    expect(at).toBeGreaterThan(0)
    expect(at * 15_000).toBeLessThan(10 * MINUTE)
  })

  test('an outage of half an hour changes nothing of what is expected', () => {
    const { baseline, signal, fromMs } = learned()
    const before = baseline.bandAt(fromMs + 2 * HOUR)!
    feed(baseline, () => 0, { fromMs, toMs: fromMs + 30 * MINUTE, stepMs: MINUTE })
    const after = feed(baseline, signal, {
      fromMs: fromMs + 30 * MINUTE,
      toMs: fromMs + 2 * HOUR,
      stepMs: MINUTE,
    })
    expect(outside(after)).toBeLessThan(0.05)
    expect(Math.abs(baseline.bandAt(fromMs + 2 * HOUR)!.expected - before.expected)).toBeLessThan(
      15,
    )
  })
})

test('a value that was never seen is new, and the second time it is not', () => {
  const baseline = new Baseline({ holdOffMs: HOUR })
  const signal = shop()
  feed(baseline, signal, { fromMs: START, toMs: START + 14 * DAY })
  const timeMs = START + 14 * DAY
  expect(baseline.observe(timeMs, 600).score).toBeGreaterThan(0.7)
  feed(baseline, signal, { fromMs: timeMs + 5 * MINUTE, toMs: timeMs + 7 * DAY })
  expect(baseline.observe(timeMs + 7 * DAY, 600).score).toBeLessThan(0.3)
})

test('its state is all of it: what goes on from it cannot be told from what never stopped', () => {
  const signal = shop()
  const one = new Baseline({ good: 'low' })
  feed(one, signal, { fromMs: START, toMs: START + 9 * DAY })
  const state = JSON.parse(JSON.stringify(one.toState()))
  expect(JSON.stringify(state).length).toBeLessThan(10_000)
  const other = new Baseline({ good: 'low' }, state)
  const again = shop(7)
  const span = { fromMs: START + 9 * DAY, toMs: START + 11 * DAY }
  const values = new Map<number, number>()
  const first = feed(one, (timeMs) => values.set(timeMs, again(timeMs)).get(timeMs)!, span)
  expect(feed(other, (timeMs) => values.get(timeMs)!, span)).toEqual(first)
})

test('what is not newer, and what is no number, changes nothing', () => {
  const baseline = new Baseline()
  feed(baseline, shop(), { fromMs: START, toMs: START + DAY })
  const before = JSON.stringify(baseline.toState())
  baseline.observe(START, 1e9)
  baseline.observe(START + 2 * DAY, Number.NaN)
  baseline.observe(START + 2 * DAY, Number.POSITIVE_INFINITY)
  expect(JSON.stringify(baseline.toState())).toBe(before)
})
