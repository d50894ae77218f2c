import { describe, expect, test } from 'vitest'
import type { AlarmView, SignalSeries } from '../alarms/index.ts'
import { linesOf } from './course.ts'
import { judge, speakerOf } from './judge.ts'
import { momentsOf } from './moments.ts'

const NOW = Date.UTC(2026, 0, 5, 9, 0, 7)
const HOUR = 3_600_000

describe('the moments of a dashboard', () => {
  test.each([HOUR / 4, HOUR, 3 * HOUR, 24 * HOUR, 7 * 24 * HOUR, 90 * 24 * HOUR])(
    'are round, within the range, and as many as a chart can show: %d ms',
    (spanMs) => {
      const { fromMs, toMs, stepMs, count } = momentsOf(NOW - spanMs, NOW)
      expect([fromMs % stepMs, toMs % stepMs]).toEqual([0, 0])
      expect(fromMs).toBeGreaterThanOrEqual(NOW - spanMs)
      expect(toMs).toBeLessThanOrEqual(NOW)
      expect(toMs).toBe(fromMs + (count - 1) * stepMs)
      expect(count).toBeGreaterThan(60)
      expect(count).toBeLessThanOrEqual(181)
    },
  )

  test('are the same from one reading to the next, so that a line does not tremble', () => {
    const [one, next] = [momentsOf(NOW - HOUR, NOW), momentsOf(NOW - HOUR + 1_000, NOW + 1_000)]
    expect((next.fromMs - one.fromMs) % one.stepMs).toBe(0)
    expect(next.stepMs).toBe(one.stepMs)
  })
})

describe('the lines of a panel', () => {
  const moments = { fromMs: 0, toMs: 4_000, stepMs: 1_000, count: 5 }
  const series = (labels: Record<string, string>, values: (number | null)[]): SignalSeries => ({
    labels,
    points: values.flatMap((value, i) => (value === null ? [] : [{ timeMs: i * 1_000, value }])),
  })

  test('have a gap where nothing was measured', () => {
    const { lines } = linesOf([series({}, [1, null, 3, Number.NaN, 5])], moments, 4_000)
    expect(lines).toEqual([{ name: '', values: [1, null, 3, null, 5] }])
  })

  test('end with the newest sample: a window that slides over silence shows nothing', () => {
    const { lines } = linesOf([series({}, [1, 2, 3, 2, 1])], moments, 2_000)
    expect(lines[0]!.values).toEqual([1, 2, 3, null, null])
  })

  test('are the eight largest, called by what sets them apart, and the others are counted', () => {
    const all = Array.from({ length: 11 }, (_, i) => series({ job: 'a', host: `h${i}` }, [i]))
    const { lines, more } = linesOf(all, moments, 4_000)
    expect(lines.map(({ name }) => name)).toEqual(['h10', 'h9', 'h8', 'h7', 'h6', 'h5', 'h4', 'h3'])
    expect(more).toBe(3)
  })
})

describe('the judgement on a measure', () => {
  const none = { expected: null, target: null, unit: '%', alarms: [], unknown: null }
  const expected = { min: 98, max: 100 }
  const target = { op: '>=' as const, value: 98 }
  const firing = {
    title: 'Broken',
    severity: 'critical',
    state: 'firing',
    error: null,
  } as AlarmView

  test.each<[string, number[], Partial<Parameters<typeof judge>[1]>, string | null]>([
    ['nobody expects anything', [5], {}, null],
    ['it is within its range', [99], { expected }, 'ok'],
    ['arithmetic adds a little to its range', [100.00000000000001], { expected }, 'ok'],
    ['it leaves its range', [97], { expected }, 'warn'],
    ['one of its lines leaves its range', [99, 97], { expected }, 'warn'],
    ['its target is met', [98], { target }, 'ok'],
    ['its target is missed', [97], { target, expected }, 'crit'],
    ['an alarm on it is raised', [99], { expected, alarms: [firing] }, 'crit'],
    ['nobody knows it, whatever it was', [], { expected, unknown: 'no sample' }, 'unk'],
    ['nobody knows it and an alarm is raised', [], { unknown: 'x', alarms: [firing] }, 'crit'],
  ])('when %s', (_words, newest, by, status) => {
    expect(judge(newest, { ...none, ...by }).status).toBe(status)
  })

  test('the value nearest to trouble speaks for several', () => {
    expect(speakerOf([1, 9], { expected: { min: 5, max: null }, target: null })).toBe(1)
    expect(speakerOf([1, 9], { expected: { min: null, max: 5 }, target: null })).toBe(9)
    expect(speakerOf([1, 9], { expected: null, target })).toBe(1)
    expect(speakerOf([], none)).toBeNull()
  })
})
