import { expect, test } from 'vitest'
import { fitted } from './chart-options.ts'

test.each([
  ['as wide as it is told beside a line that moves as much', [0, 100], [10, 90], [0, 100]],
  ['no wider than lets the line be seen, while a baseline learns', [0, 420], [18, 50], [0, 114]],
  ['around a line that does not move', [-1000, 1000], [40, 40], [0, 80]],
  ['as it is without a line', [0, 9], [], [0, 9]],
])('a band is %s', (_, [low, high], line, fits) => {
  const column = [...line, null]
  const at = column.map((_, i) => i)
  const none = column.map(() => null)
  expect(fitted([at, none, none, column, none], low!, high!)).toEqual(fits)
})
