import { describe, expect, test } from 'vitest'
import { departuresOf } from './departures.ts'
import { BandTrack } from './track.ts'
import { learning, lengthOf, standing } from './words.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const STEP = 300_000
const START = Date.UTC(2026, 0, 5)

/** Quiet at night, with noise that has no pattern of its own. */
const usual = (timeMs: number) =>
  100 + 60 * Math.sin((timeMs / DAY) * 2 * Math.PI) + (((timeMs / STEP) * 7919) % 5)

const values = (fromMs: number, toMs: number, by: (timeMs: number) => number = usual) =>
  Array.from({ length: Math.floor((toMs - fromMs) / STEP) }, (_, i) => {
    const timeMs = fromMs + i * STEP
    return { timeMs, value: by(timeMs) }
  })

function learned(days: number, good: 'high' | 'low' | 'steady' = 'high'): BandTrack {
  const track = new BandTrack({ good }, STEP, START)
  track.take(values(START, START + days * DAY), [])
  return track
}

describe('a band', () => {
  test('shows what was expected then: what comes later does not change it', () => {
    const track = learned(7)
    const times = [3, 4.5, 6].map((days) => START + days * DAY + 7 * STEP)
    const before = times.map((timeMs) => track.bandAt(timeMs))
    track.take(
      values(START + 7 * DAY, START + 9 * DAY, (timeMs) => usual(timeMs) * 3),
      [],
    )
    expect(times.map((timeMs) => track.bandAt(timeMs))).toEqual(before)
  })

  test('holds what is usual, by day and by night, and is narrow beside the swing of a day', () => {
    const track = learned(14)
    const last = values(START + 13 * DAY, START + 14 * DAY)
    const bands = last.map(({ timeMs }) => track.bandAt(timeMs)!)
    const within = last.filter(({ value }, i) => value >= bands[i]!.low && value <= bands[i]!.high)
    expect(within.length / last.length).toBeGreaterThan(0.97)
    const [night, day] = [18, 6].map((hour) => track.bandAt(START + 13 * DAY + hour * HOUR)!)
    expect(day!.low).toBeGreaterThan(night!.high)
  })

  test('is a gap where nothing was measured, and goes on a little after the newest value', () => {
    const track = learned(2)
    track.take(values(START + 3 * DAY, START + 3 * DAY + HOUR), [])
    expect(track.bandAt(START - HOUR)).toBeUndefined()
    expect(track.bandAt(START + 2.5 * DAY)).toBeUndefined()
    expect(track.valueAt(START + 2.5 * DAY)).toBeUndefined()
    expect(track.bandAt(START + 3 * DAY + HOUR)).toBeDefined()
    expect(track.bandAt(START + 3 * DAY + 2 * HOUR)).toBeUndefined()
  })

  test('expects nothing that cannot be: no share above all, and below nothing only what has been there', () => {
    const share = new BandTrack({ range: [0, 100] }, STEP, START)
    share.take(
      values(START, START + HOUR * 6, (timeMs) => 99 + ((timeMs / STEP) % 2)),
      [],
    )
    expect(share.bandAt(START + 5 * HOUR)!.high).toBe(100)
    const orders = new BandTrack({}, STEP, START)
    orders.take(
      values(START, START + HOUR * 2, (timeMs) => ((timeMs / STEP) * 7) % 5),
      [],
    )
    expect(orders.bandAt(START + HOUR)!.low).toBe(0)
    const money = new BandTrack({}, STEP, START)
    money.take(
      values(START, START + HOUR * 2, (timeMs) => (((timeMs / STEP) * 7) % 5) - 1),
      [],
    )
    expect(money.bandAt(START + HOUR)!.low).toBeLessThan(0)
  })

  test('forgets how old values stood, and not what they have taught', () => {
    const track = learned(7)
    const now = track.bandAt(START + 7 * DAY)
    track.forgetBefore(START + 6 * DAY)
    expect(track.bandAt(START + 5 * DAY)).toBeUndefined()
    expect(track.bandAt(START + 7 * DAY)).toEqual(now)
  })
})

describe('what left its band', () => {
  const outage = (by: number) => (timeMs: number) =>
    usual(timeMs) + (timeMs >= START + 8 * DAY && timeMs < START + 8 * DAY + HOUR ? by : 0)
  const toldOf = (good: 'high' | 'low' | 'steady', by: number) => {
    const track = learned(7, good)
    track.take(values(START + 7 * DAY, START + 9 * DAY, outage(by)), [])
    return departuresOf(track.between(START, START + 9 * DAY), STEP, '/min')
  }

  test.each([
    ['high', -70, 'degradation', /^Worse than usual, as far as \S+ \/min, where /],
    ['high', 70, 'improvement', /^Better than usual/],
    ['low', -70, 'improvement', /^Better than usual/],
    ['low', 70, 'degradation', /^Worse than usual/],
    ['steady', 70, 'unusual', /^Higher than usual/],
    ['steady', -70, 'unusual', /^Lower than usual/],
  ] as const)('where %s is good, %d more is told as %s', (good, by, direction, words) => {
    const [told] = toldOf(good, by)
    expect(told).toMatchObject({ fromMs: START + 8 * DAY, direction })
    expect(told!.toMs).toBe(START + 8 * DAY + HOUR - STEP)
    expect(told!.words).toMatch(words)
  })

  test('lasts while the newest value is outside, and the first day tells nothing', () => {
    const track = learned(7)
    track.take(
      values(START + 7 * DAY, START + 7 * DAY + HOUR, () => 1),
      [],
    )
    expect(departuresOf(track.between(START, START + 8 * DAY), STEP, '')[0]!.toMs).toBeNull()
    const young = new BandTrack({ good: 'high' }, STEP, START)
    young.take(
      values(START, START + 12 * HOUR, (timeMs) => 100 + ((timeMs / STEP) % 3)),
      [],
    )
    young.take(
      values(START + 12 * HOUR, START + 13 * HOUR, () => 1),
      [],
    )
    expect(departuresOf(young.between(START, START + DAY), STEP, '')).toEqual([])
  })
})

describe('in words', () => {
  test('a cold baseline says how much it knows and how wide its band is', () => {
    expect(learning(22 * 60_000, { expected: 45, low: 5, high: 85 }, '/min')).toBe(
      'Still learning: 22 min of data so far, and a day of it makes a baseline. Until then the band is wide and says little: 5 to 85 /min, that is 80 /min (178 %) from edge to edge around 45 /min, and the alarm stays silent.',
    )
    expect(learning(60_000, undefined, '')).toMatch(/There is no band before ten values\.$/)
  })

  test.each([
    ['expected', 0, 'As expected: 50 s, where 40 to 60 s is usual now.'],
    [
      'degradation',
      1.5,
      'Worse than usual: 50 s, where 40 to 60 s is usual now, 1.5 half widths above the band.',
    ],
    [
      'improvement',
      -2,
      'Better than usual: 50 s, where 40 to 60 s is usual now, 2 half widths below the band.',
    ],
  ] as const)('%s', (direction, deviation, words) => {
    const band = { expected: 50, low: 40, high: 60 }
    const one = { timeMs: START, value: 50, band, deviation, direction, isCold: false }
    expect(standing(one, 's')).toBe(words)
  })

  test.each([
    [90_000, '1 min'],
    [119 * 60_000, '119 min'],
    [5 * HOUR, '5 h'],
    [12.7 * DAY, '12 days'],
  ])('%d ms are %s', (ms, words) => {
    expect(lengthOf(ms)).toBe(words)
  })
})
