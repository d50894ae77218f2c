import { expect, test } from 'vitest'
import type { Measured } from '../words.ts'
import { chartColumns } from './chart-columns.ts'

const axis = { fromMs: 0, toMs: 3_000, moments: { fromMs: 0, stepMs: 1_000, count: 4 } }
const content = (more: Partial<Measured>): Measured =>
  ({
    ...{ show: 'line', unit: '', value: null, lines: [], more: 0, expected: null, target: null },
    ...{ band: null, before: null, status: null, reason: null, ask: null, path: null, ...more },
  }) as Measured

test('a line out of its range is drawn again, with its neighbours so that the two meet', () => {
  const lines = [{ name: '', values: [1, 9, 1, 1] }]
  const columns = chartColumns(content({ lines, expected: { min: null, max: 5 } }), axis)
  expect(columns[0]).toEqual([0, 1, 2, 3])
  expect(columns.slice(1, 3)).toEqual([Array(4).fill(0), Array(4).fill(5)])
  expect(columns.at(-1)).toEqual([1, 9, 1, null])
})

test('a range that is open at the top reaches as high as the line, and no higher', () => {
  const lines = [{ name: '', values: [30, 40, null, 35] }]
  const columns = chartColumns(content({ lines, expected: { min: 20, max: null } }), axis)
  expect(columns.slice(1, 3)).toEqual([Array(4).fill(20), Array(4).fill(40)])
})

test('a learned band is drawn in the place of a fixed range, and says where the line left it', () => {
  const lines = [{ name: '', values: [30, 10, 30, 30] }]
  const band = {
    ...{ low: [null, 20, 22, 24], high: [null, 40, 44, 48], learning: false },
    good: 'high' as const,
    ...{ direction: 'expected' as const, sentence: '' },
  }
  const shown = content({ lines, band, expected: { min: 5, max: 50 } })
  expect(chartColumns(shown, axis).slice(1)).toEqual([
    band.low,
    band.high,
    [30, 10, 30, 30],
    [30, 10, 30, null],
  ])
  const better = content({ lines, band: { ...band, good: 'low' } })
  expect(chartColumns(better, axis).at(-1)).toEqual([null, null, null, null])
  const cold = content({ lines, band: { ...band, learning: true } })
  expect(chartColumns(cold, axis).at(-1)).toEqual([null, null, null, null])
})

test('the same a week before stands below the lines', () => {
  const before = { ago: '7d', line: { name: '', values: [1, 2, 3, 4] }, value: 4 }
  const columns = chartColumns(
    content({ lines: [{ name: '', values: [5, 6, 7, 8] }], before }),
    axis,
  )
  expect(columns.slice(3, 5)).toEqual([
    [1, 2, 3, 4],
    [5, 6, 7, 8],
  ])
})
