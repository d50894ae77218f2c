import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { OpsplaneError } from './errors.ts'
import { occurrencesOf, type Schedule, scheduleAt } from './schedule.ts'
import { instantOfWallClock, wallClockMs } from './zoned-time.ts'

const at = (text: string) => Date.parse(text)
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 16)
const HOUR = 3_600_000
const DAY = 24 * HOUR

describe('a stretch that is not repeated', () => {
  const once: Schedule = { startMs: at('2026-01-01'), endMs: at('2026-01-02'), repeats: null }
  test('has its begin and not its end', () => {
    expect(scheduleAt(once, once.startMs).until).toBe(once.endMs)
    expect(scheduleAt(once, once.endMs)).toEqual({ until: null, nextMs: null })
    expect(scheduleAt(once, once.startMs - 1)).toEqual({ until: null, nextMs: once.startMs })
  })
})

describe('a night of maintenance each Saturday in Berlin', () => {
  const nights: Schedule = {
    startMs: at('2026-03-07T21:00Z'),
    endMs: at('2026-03-08T03:00Z'),
    repeats: { rule: 'FREQ=WEEKLY;BYDAY=SA', zone: 'Europe/Berlin', untilMs: null },
  }
  test('is from 22:00 to 04:00 on the wall, also when clocks are set forward in it', () => {
    expect(
      occurrencesOf(nights, at('2026-03-20'), at('2026-04-06')).map(({ startMs, endMs }) => [
        iso(startMs),
        iso(endMs),
      ]),
    ).toEqual([
      ['2026-03-21T21:00', '2026-03-22T03:00'],
      ['2026-03-28T21:00', '2026-03-29T02:00'],
      ['2026-04-04T20:00', '2026-04-05T02:00'],
    ])
  })
  test('is an hour longer when they are set back in it', () => {
    const [night] = occurrencesOf(nights, at('2026-10-24T12:00Z'), at('2026-10-25T12:00Z'))
    expect((night!.endMs - night!.startMs) / HOUR).toBe(7)
  })
  test('ends when it is said to end', () => {
    const ended = { ...nights, repeats: { ...nights.repeats!, untilMs: at('2026-03-22') } }
    expect(occurrencesOf(ended, 0, at('2030-01-01'))).toHaveLength(3)
    expect(scheduleAt(ended, at('2026-03-25')).nextMs).toBeNull()
  })
})

test.each([
  'FREQ=SECONDLY',
  'nonsense',
  'FREQ=DAILY;BYDAY=XX',
  'DTSTART:20260101\nRRULE:FREQ=DAILY',
])('a rule that is none is refused: %s', (rule) => {
  const schedule = { startMs: 0, endMs: HOUR, repeats: { rule, zone: 'UTC', untilMs: null } }
  expect(() => occurrencesOf(schedule, 0, DAY)).toThrow(OpsplaneError)
})

/** A change of the zone’s clocks in a year; the middle of the year when there is none. */
function changeIn(zone: string, year: number): number {
  const offsetMs = (ms: number) => wallClockMs(zone, ms) - ms
  const months = Array.from({ length: 13 }, (_, i) => Date.UTC(year, i, 1))
  const i = months.findIndex((ms, i) => i > 0 && offsetMs(ms) !== offsetMs(months[i - 1]!))
  if (i < 0) return Date.UTC(year, 6, 1)
  let [low, high] = [months[i - 1]!, months[i]!]
  while (high - low > 60_000) {
    const middle = Math.floor((low + high) / 120_000) * 60_000
    if (offsetMs(middle) === offsetMs(low)) low = middle
    else high = middle
  }
  return high
}

test('in every zone an occurrence begins when the wall shows its time, or at the first instant after it was skipped', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
      fc.integer({ min: 1995, max: 2035 }),
      fc.integer({ min: 0, max: 4 * 24 * 60 }),
      fc.integer({ min: 1, max: 26 * 60 }),
      fc.constantFrom('FREQ=DAILY', 'FREQ=WEEKLY;BYDAY=SU,MO', 'FREQ=DAILY;INTERVAL=3'),
      (zone, year, beforeMinutes, lengthMinutes, rule) => {
        const startMs = changeIn(zone, year) - beforeMinutes * 60_000
        const wall = wallClockMs(zone, startMs)
        const endMs = instantOfWallClock(zone, wall + lengthMinutes * 60_000)
        fc.pre(endMs > startMs && wallClockMs(zone, endMs) > wall)
        const schedule = { startMs, endMs, repeats: { rule, zone, untilMs: null } }
        const found = occurrencesOf(schedule, startMs, startMs + 6 * DAY)
        for (const one of found) {
          const shown = wallClockMs(zone, one.startMs)
          if ((shown - wall) % DAY !== 0)
            expect(wallClockMs(zone, one.startMs - 1)).toBeLessThan(shown - 1)
          expect(one.endMs).toBeGreaterThan(one.startMs)
          expect(scheduleAt(schedule, one.startMs).until).toBeGreaterThanOrEqual(one.endMs)
          expect(scheduleAt(schedule, one.endMs - 1).until).not.toBeNull()
        }
        for (let i = 1; i < found.length; i++)
          expect(found[i]!.startMs).toBeGreaterThanOrEqual(found[i - 1]!.startMs)
      },
    ),
    { numRuns: 150 },
  )
}, 60_000)
