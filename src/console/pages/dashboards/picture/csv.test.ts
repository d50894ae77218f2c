import { expect, test } from 'vitest'
import type { Panel } from '../words.ts'
import { csvOf } from './csv.ts'

const frame = { id: 'a', note: null, width: 'half', rows: null } as const
const moments = { fromMs: 0, stepMs: 60_000, count: 3 }
const said = { status: null, reason: null, ask: null, path: null }

test('a row for each value that was measured, and none for a gap', () => {
  const panel: Panel = {
    ...{ ...frame, show: 'line', title: 'Orders', error: null },
    content: {
      ...{ show: 'line', unit: '/min', value: 3, more: 0, expected: null, target: null },
      ...{ band: null, before: null, lines: [{ name: 'eu', values: [1, null, 3] }], ...said },
    },
  }
  expect(csvOf([panel], moments).split('\r\n')).toEqual([
    'panel,what,time,value,unit',
    'Orders,eu,1970-01-01T00:00:00.000Z,1,/min',
    'Orders,eu,1970-01-01T00:02:00.000Z,3,/min',
  ])
})

test('no word of a log becomes a formula, a further cell or a further row', () => {
  const panel: Panel = {
    ...{ ...frame, show: 'logs', title: '=HYPERLINK("x")', error: null },
    content: {
      ...{ show: 'logs', partial: false, ...said },
      records: [{ timeMs: 0, level: 'error', service: '@a', body: 'one, "two"\nthree' }],
    },
  }
  expect(csvOf([panel], moments)).toBe(
    'panel,what,time,value,unit\r\n"\'=HYPERLINK(""x"")",\'@a,1970-01-01T00:00:00.000Z,"one, ""two""\nthree",',
  )
})

test('a panel that could not be read says why', () => {
  const panel: Panel = {
    ...{ ...frame, show: 'line', title: 'Orders', content: null },
    error: { code: 'x', message: 'It was late.' },
  }
  expect(csvOf([panel], moments)).toContain('Orders,It was late.')
})
