import { expect, test } from 'vitest'
import { DEFAULT_RETENTION, endOfPartition, isOver, longestRetention } from './policy.ts'

const DAY_MS = 86_400_000

test('a day is over when its last row is older than it is kept, and not a millisecond before', () => {
  const end = Date.UTC(2026, 10, 24)
  expect(endOfPartition('2026-11-23')).toBe(end)
  expect(isOver('2026-11-23', DAY_MS, end + DAY_MS - 1)).toBe(false)
  expect(isOver('2026-11-23', DAY_MS, end + DAY_MS)).toBe(true)
})

test('a month ends where the next begins, also at the end of a year', () => {
  expect(endOfPartition('202612')).toBe(Date.UTC(2027, 0, 1))
  expect(endOfPartition('202602')).toBe(Date.UTC(2026, 2, 1))
})

test('a partition with a name of another shape is never over', () => {
  for (const name of ['tuple()', 'all', '', "2026-11-23'"])
    expect(isOver(name, 0, 9e15)).toBe(false)
})

test('of several that declare it the longest holds, and a rollup outlives its samples', () => {
  expect(longestRetention([])).toEqual(DEFAULT_RETENTION)
  const shop = { logs: 3 * DAY_MS, metrics: 500 * DAY_MS }
  const bank = { logs: 90 * DAY_MS }
  expect(longestRetention([shop, bank])).toMatchObject({
    logs: 90 * DAY_MS,
    metrics: 500 * DAY_MS,
    rollup: 500 * DAY_MS,
    spans: 14 * DAY_MS,
  })
  expect(longestRetention([shop]).logs).toBe(3 * DAY_MS)
})
