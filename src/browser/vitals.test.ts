import { describe, expect, test } from 'vitest'
import { createInteractions, createShifts } from './vitals.ts'

const shift = (startTime: number, value: number, hadRecentInput = false) =>
  ({ startTime, value, hadRecentInput }) as unknown as PerformanceEntry
const event = (interactionId: number, duration: number) =>
  ({ interactionId, duration }) as unknown as PerformanceEntry

describe('layout shifts', () => {
  test('shifts less than a second apart belong together', () => {
    const shifts = createShifts()
    for (const [at, value] of [
      [100, 0.1],
      [900, 0.1],
      [2_000, 0.05],
    ] as const)
      shifts.add(shift(at, value))
    expect(shifts.value()).toBeCloseTo(0.2)
  })

  test('a window ends after five seconds, however small the gaps are', () => {
    const shifts = createShifts()
    for (let at = 0; at < 10_000; at += 500) shifts.add(shift(at, 0.01))
    expect(shifts.value()).toBeCloseTo(0.1)
  })

  test('what follows a click is expected', () => {
    const shifts = createShifts()
    shifts.add(shift(100, 0.5, true))
    expect(shifts.value()).toBe(0)
  })
})

describe('interactions', () => {
  test('none is nothing, not zero', () => expect(createInteractions().value()).toBeUndefined())

  test('of the events of one interaction the longest is what was felt', () => {
    const interactions = createInteractions()
    interactions.add(event(1, 48))
    interactions.add(event(1, 120))
    interactions.add(event(0, 900))
    expect(interactions.value()).toBe(120)
  })

  test('of fifty interactions one may be bad', () => {
    const interactions = createInteractions()
    for (let id = 1; id <= 50; id++) interactions.add(event(id, id === 7 ? 2_000 : 40 + id))
    expect(interactions.value()).toBe(90)
  })
})
