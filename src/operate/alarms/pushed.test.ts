import { expect, test } from 'vitest'
import { afterFact, type Told } from './becoming.ts'
import { decidePushed } from './pushed.ts'

const NOW = Date.UTC(2026, 0, 5, 9)
const MINUTE = 60_000
const raised: Told = {
  ...{ id: 'i', alarm: 'disk-full', labels: {}, state: 'firing', sinceMs: NOW, raisedAtMs: NOW },
  ...{ blind: false, stale: false, reason: 'condition', group: 'g', value: null, version: 'v' },
  ...{ lastTickMs: NOW, changes: [], flapping: null },
}
const source = (heardMinutesAgo: number | null) => ({
  ...{ name: 'prometheus', resendMs: MINUTE },
  heardMs: heardMinutesAgo === null ? null : NOW - heardMinutesAgo * MINUTE,
})
const types = (alert: Told, endsInMinutes: number, heard: number | null) =>
  decidePushed('shop', alert, NOW + endsInMinutes * MINUTE, source(heard), NOW).map(
    ({ type }) => type,
  )

test.each<[string, Told, number, number | null, string[]]>([
  ['stays raised while its end lies ahead', raised, 4, 1, []],
  ['is over when it has run out and its source lives', raised, -1, 1, ['alarm.cleared']],
  ['is stale when it has run out and its source is silent', raised, -1, 3, ['alarm.staled']],
  ['is stale before it runs out when its source is silent', raised, 4, 3, ['alarm.staled']],
  ['is stale when its source was never heard here', raised, -1, null, ['alarm.staled']],
  ['is told as stale once', { ...raised, stale: true }, -1, 3, []],
  ['is fresh when its source is back', { ...raised, stale: true }, 4, 0, ['alarm.refreshed']],
  [
    'ends by its source when that is back',
    { ...raised, stale: true },
    -1,
    0,
    ['alarm.refreshed', 'alarm.cleared'],
  ],
  ['says nothing once it is over', { ...raised, state: 'ok', group: null }, -1, 3, []],
])('a pushed alert %s', (_promise, alert, endsIn, heard, expected) => {
  expect(types(alert, endsIn, heard)).toEqual(expected)
})

test('what is stale stays raised', () => {
  const [fact] = decidePushed('shop', raised, NOW - MINUTE, source(3), NOW)
  const told = afterFact(raised, { ...fact!, time: new Date(NOW).toISOString() })
  expect(told).toMatchObject({ state: 'firing', stale: true, group: 'g' })
})
