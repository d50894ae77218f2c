/** A search whose time runs out answers with what it has, and says how far it came. */
import { expect, test } from 'vitest'
import { QueryRefused, type TelemetryStore } from '../store/telemetry-store.ts'
import type { LogRow } from './log.ts'
import { searchLogs } from './search-logs.ts'

const NOW_MS = 1_800_000_000_000
const row = (timeMs: number): LogRow => ({
  key: '7',
  timeNs: `${timeMs}000000`,
  service: 'orders',
  host: '',
  severity: 9,
  traceId: '',
  spanId: '',
  text: 'placed',
  isCut: 0,
  attributes: {},
  resource: {},
  template: '0',
})

/** A store that has one record in its newest stretch and cannot look further. */
function tiredStore(code: number, health = { state: 'ok', spoolAgeMs: 0 }) {
  const asked: number[] = []
  const store = {
    health: () => health,
    ask: async ({ params }: { params: Record<string, unknown> }) => {
      asked.push(Number(params.bottom))
      if (asked.length > 1) throw new QueryRefused({ reason: 'it took too long', code })
      return [row(NOW_MS - 1_000)]
    },
  } as unknown as TelemetryStore
  return { store, asked }
}

const query = { search: 'placed', fromMs: NOW_MS - 86_400_000, toMs: NOW_MS, limit: 10 }

test.each([159, 241])('error %i of the store makes the answer partial', async (code) => {
  const { store, asked } = tiredStore(code)
  const page = await searchLogs(store, query)
  expect(page.logs.map(({ timeMs }) => timeMs)).toEqual([NOW_MS - 1_000])
  expect(asked).toEqual([NOW_MS - 300_000, NOW_MS - 300_000 - 1_200_000])
  expect(page).toMatchObject({
    partial: true,
    reachedMs: NOW_MS - 300_000,
    why: [expect.stringContaining('ran out of time or memory')],
  })
  // The next page goes on where this one stopped.
  expect(page.next).toBe(`${NOW_MS - 300_000}000000-0`)
})

test('any other error is an error', async () => {
  await expect(searchLogs(tiredStore(427).store, query)).rejects.toThrow('it took too long')
})

test('what waits to be stored is said', async () => {
  const { store } = tiredStore(159, { state: 'catching-up', spoolAgeMs: 12_000 })
  const { why } = await searchLogs(store, { ...query, fromMs: NOW_MS - 1 })
  expect(why).toEqual(['what arrived in the last 12 s waits to be stored'])
})
