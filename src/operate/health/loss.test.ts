import { expect, test } from 'vitest'
import { lossOf } from './loss.ts'

const NOW = Date.UTC(2026, 0, 5, 9)
const missed = (unit: string, op: '>=' | '<=', value: number, target: number) =>
  lossOf(
    {
      ...{ value, unit, target: { op, value: target } },
      series: [60, 40, 20].map((ago) => ({ timeMs: NOW - ago * 1_000, value })),
      missedSince: new Date(NOW - 60_000).toISOString(),
    },
    NOW,
  )

test.each<[string, number, number, string]>([
  ['/min', 16, 16, ''],
  ['EUR/min', 16, 16, 'EUR'],
  ['orders/s', 960, 960, 'orders'],
])('a flow in %s that is 16 short loses %d each minute', (unit, perMinute, soFar, lostUnit) => {
  const loss = missed(unit, '>=', 4, 20)
  expect(loss).toMatchObject({ shortfall: 16, perMinute, lostUnit })
  expect(loss!.soFar).toBeCloseTo(soFar, 6)
})

test('a share or a time loses nothing each minute: it is told how far it is off', () => {
  expect(missed('%', '>=', 90, 98)).toMatchObject({ shortfall: 8, unit: '%', perMinute: null })
  expect(missed('s', '<=', 3, 1.2)).toMatchObject({ shortfall: expect.closeTo(1.8), soFar: null })
})

test('what is met, or unknown, costs nothing that is known', () => {
  const of = {
    unit: '/min',
    target: { op: '>=', value: 20 },
    series: [],
    missedSince: null,
  } as const
  expect(lossOf({ ...of, value: 30 }, NOW)).toBeNull()
  expect(lossOf({ ...of, value: null }, NOW)).toBeNull()
})
