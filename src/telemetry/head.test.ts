import { beforeEach, expect, test } from 'vitest'
import { Catalog } from './catalog.ts'
import { Head } from './head.ts'
import { seriesIdentity } from './model.ts'

let catalog = new Catalog()
beforeEach(() => {
  catalog = new Catalog()
})
const seriesOf = (n: number) =>
  catalog.intern(seriesIdentity('m', [['n', String(n)]], 'gauge', ''), 0)!
const times = (head: Head, n: number) => [...(head.between(seriesOf(n), 0, 1e15)?.times ?? [])]

test('memory lets go of what is older than its window, and says since when it is complete', () => {
  const head = new Head({ windowMs: 60_000, maxSamples: 1_000 }, 0)
  for (const timeMs of [10_000, 50_000, 100_000]) head.add(seriesOf(1), timeMs, 1)
  head.add(seriesOf(2), 10_000, 1)
  head.sweep(100_000)
  expect(head.fromMs).toBe(40_000)
  expect(times(head, 1)).toEqual([50_000, 100_000])
  expect(seriesOf(2).inHead).toBeUndefined()
  // Too late for memory: only the store has it, or a question would be answered with a part.
  head.add(seriesOf(1), 39_999, 1)
  expect(head.samples).toBe(2)
})

test('too many samples shorten the window instead of growing without end', () => {
  const head = new Head({ windowMs: 600_000, maxSamples: 500 }, 0)
  for (let timeMs = 0; timeMs < 100_000; timeMs += 1_000)
    for (let n = 0; n < 20; n++) {
      head.add(seriesOf(n), timeMs, 1)
      head.sweep(timeMs)
    }
  expect(head.samples).toBeLessThanOrEqual(500)
  expect(head.samples).toBeGreaterThan(300)
  expect(head.fromMs).toBeGreaterThan(70_000)
  expect(times(head, 3).every((timeMs) => timeMs >= head.fromMs)).toBe(true)
})

test('beyond the limit of series a new one is refused, and those long unseen make room', () => {
  const small = new Catalog(2)
  const intern = (name: string, nowMs: number) =>
    small.intern(seriesIdentity(name, [], 'gauge', ''), nowMs)
  expect(intern('a', 0)).toBeDefined()
  expect(intern('b', 100)).toBeDefined()
  expect(intern('a', 100)).toBe(intern('a', 0))
  expect(intern('c', 100)).toBeUndefined()
  expect(small.expire(50)).toBe(1)
  expect(intern('c', 100)).toBeDefined()
  expect(
    small.select([{ name: '__name__', op: '=~', value: 'a|c' }], 0).map(({ name }) => name),
  ).toEqual(['c'])
})
