import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Timetable } from './timetable.ts'

test('everyone is asked once per interval, at their own time, the same after a restart', () => {
  const timesOf = () => {
    const table = new Timetable<string>()
    for (let i = 0; i < 100; i++) table.add(`t${i}`, `t${i}`, 15_000, 1_000_000)
    const times = new Map<string, number[]>()
    while (table.nextMs! < 1_060_000)
      for (const { item, dueMs } of table.takeDue(table.nextMs!))
        times.set(item, [...(times.get(item) ?? []), dueMs])
    return times
  }
  const times = timesOf()
  expect(times.size).toBe(100)
  for (const one of times.values())
    expect(one).toEqual([0, 1, 2, 3].map((i) => one[0]! + i * 15_000))
  expect(new Set([...times.values()].map((one) => one[0]! % 15_000)).size).toBeGreaterThan(95)
  expect(timesOf()).toEqual(times)
})

test('after a pause each is due once, at the last of its times', () => {
  const table = new Timetable<string>()
  table.add('a', 'a', 10_000, 0)
  const firstMs = table.nextMs!
  expect(table.takeDue(firstMs + 35_000)).toEqual([{ item: 'a', dueMs: firstMs + 30_000 }])
  expect(table.nextMs).toBe(firstMs + 40_000)
})

test('what was removed or replaced is never due again', () => {
  const table = new Timetable<number>()
  table.add('a', 1, 10_000, 0)
  table.add('a', 2, 10_000, 0)
  table.add('b', 3, 10_000, 0)
  table.remove('b')
  expect(table.takeDue(10_000).map(({ item }) => item)).toEqual([2])
  table.remove('a')
  expect(table.nextMs).toBeUndefined()
})

test('whoever is next is the earliest of all', () => {
  const entry = fc.record({
    key: fc.string({ maxLength: 3 }),
    intervalMs: fc.integer({ min: 1, max: 500 }),
  })
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 30 }), (entries) => {
      const table = new Timetable<string>()
      for (const { key, intervalMs } of entries) table.add(key, key, intervalMs, 1_000)
      let lastMs = 1_000
      for (let turn = 0; turn < 50 && table.nextMs !== undefined; turn++) {
        expect(table.nextMs).toBeGreaterThanOrEqual(lastMs)
        lastMs = table.nextMs
        expect(table.takeDue(lastMs).every(({ dueMs }) => dueMs === lastMs)).toBe(true)
      }
    }),
  )
})
