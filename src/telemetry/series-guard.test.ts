/** One sender cannot fill the catalog; those beside it are not affected, and what has ended does not count. */
import { expect, test } from 'vitest'
import { SeriesGuard } from './series-guard.ts'

const HOUR_MS = 3_600_000
const NOW = 10 * HOUR_MS
const guardOf = (known: { name: string; service: string; lastSeenMs: number }[] = []) =>
  new SeriesGuard({ perSource: 4, perName: 2 }, () =>
    known.map(({ name, service, lastSeenMs }) => ({
      name,
      lastSeenMs,
      labels: { service_name: service },
    })),
  )
const shop = { service_name: 'shop', job: 'x', instance: 'y' }

test('a name and a sender have their limits, another sender has its own', () => {
  const guard = guardOf()
  const admitted = ['a', 'a', 'a', 'b', 'b', 'c', 'd'].map((name) => guard.admits(name, shop, NOW))
  expect(admitted).toEqual([true, true, false, true, true, false, false])
  expect(guard.admits('a', { job: 'node', instance: 'web-1:9100' }, NOW)).toBe(true)
  expect(guard.admits('a', {}, NOW)).toBe(true)
  expect(guard.largest(2)).toEqual([
    { source: 'shop', series: 4 },
    { source: 'node web-1:9100', series: 1 },
  ])
})

test('series of an earlier run count, unless they ended an hour ago', () => {
  const known = [
    { name: 'a', service: 'shop', lastSeenMs: NOW - HOUR_MS / 2 },
    { name: 'a', service: 'shop', lastSeenMs: NOW },
    { name: 'b', service: 'shop', lastSeenMs: NOW - 2 * HOUR_MS },
  ]
  const guard = guardOf(known)
  expect(guard.admits('a', shop, NOW)).toBe(false)
  expect(guard.admits('b', shop, NOW)).toBe(true)
  expect(guard.admits('b', shop, NOW)).toBe(true)
  expect(guard.admits('b', shop, NOW)).toBe(false)
  // An hour later the first have ended, and those of b were never seen: all is counted anew.
  expect(guard.admits('a', shop, NOW + HOUR_MS)).toBe(true)
})
