/** The promise: what is outside the expected range is drawn twice, and a missing sample stays a gap. */
import { expect, it } from 'vitest'
import { chartData } from './chart-options.ts'

it('redraws what is out of range, joined to its neighbours', () => {
  const values = [50, 50, 30, 50, 50]
  const data = chartData(values.map((value, i) => ({ atMs: i * 1000, value, low: 40, high: 60 })))
  expect(data[4]).toEqual([null, 50, 30, 50, null])
})

it('leaves a gap where no sample is', () => {
  const data = chartData([1, null, 3].map((value, i) => ({ atMs: i * 1000, value })))
  expect(data[3]).toEqual([1, null, 3])
  expect(data[4]).toEqual([null, null, null])
})
