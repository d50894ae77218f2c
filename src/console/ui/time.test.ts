/** The promise: times and durations are said in the words of the design language. */
import { describe, expect, it } from 'vitest'
import { ago, clockTime, duration } from './time.ts'

const plain = (text: string) => text.replaceAll(' ', ' ')

describe('times', () => {
  it('says durations in two units at most', () => {
    const said = [412, 14_000, 160_000, 3_312_000, 11_100_000, 12 * 86_400_000]
      .map(duration)
      .map(plain)
    expect(said).toEqual(['412 ms', '14 s', '2 min 40 s', '55 min 12 s', '3 h 5 min', '12 days'])
  })

  it('says moments of the last day as a time, older ones as a date', () => {
    const now = new Date(2026, 7, 24, 14, 0).getTime()
    expect(clockTime(new Date(2026, 7, 24, 13, 52), now)).toBe('13:52')
    expect(clockTime(new Date(2026, 7, 23, 9, 0), now)).toBe('23 Aug')
  })

  it('says the age of data, and what is still to come', () => {
    expect(plain(ago(0, 60_000))).toBe('1 min ago')
    expect(ago(0, 2_000)).toBe('just now')
    expect(plain(ago(120_000, 0))).toBe('in 2 min')
  })
})
