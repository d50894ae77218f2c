import { expect, test } from 'vitest'
import { RateLimit } from './rate-limit.ts'

test('a sender may come so often in a minute, and again as time passes', () => {
  const limit = new RateLimit()
  const come = (atMs: number, sender = 'a') => limit.allows(sender, 2, atMs)
  expect([come(0), come(1), come(2), come(0, 'b')]).toEqual([true, true, false, true])
  expect([come(30_100), come(30_200)]).toEqual([true, false])
})

test('too many senders at once are refused, and forgotten after a minute', () => {
  const limit = new RateLimit(2)
  const come = (sender: string, atMs: number) => limit.allows(sender, 10, atMs)
  expect([come('a', 0), come('b', 0), come('c', 0)]).toEqual([true, true, false])
  expect(come('c', 60_000)).toBe(true)
})
