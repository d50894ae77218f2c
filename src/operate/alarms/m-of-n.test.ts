import { expect, test } from 'vitest'
import { decide, type Sight } from './decide.ts'
import { newInstance } from './instance.ts'
import { ruleOf } from './rule.ts'

const T0 = Date.UTC(2026, 0, 5, 9)
const rule = (m: number, n: number, onMissing: 'ok' | 'keep' | 'fire' | 'nodata', more = {}) =>
  ruleOf(
    'shop',
    {
      kind: 'alarm',
      name: 'slow',
      spec: {
        ...{ title: 'Slow', signal: 'signal:s', when: '> 10', interval: '5s', protects: [] },
        ...{ for: '0s', keepFiringFor: '0s', missingAfter: '1h', onMissing, mOfN: { m, n } },
        ...{ severity: 'critical' as const, owner: 'team:shop', procedure: 'p', groupBy: [] },
        ...more,
      },
    },
    { query: 'checkout_ms' },
  )

/** Plays looks five seconds apart: B breached, g good, x without a sample. Tells each fact with its place. */
function play(given: ReturnType<typeof rule>, looks: string): string {
  let instance = newInstance(given, {}, T0)
  const told: string[] = []
  for (const [i, look] of [...looks].entries()) {
    const sight: Sight =
      look === 'x'
        ? { kind: 'missing', forMs: 5_000 }
        : look === 'B'
          ? { kind: 'sample', verdict: 'breached', value: 20 }
          : { kind: 'sample', verdict: 'recovered', value: 1 }
    const decision = decide(instance, sight, given, T0 + i * 5_000)
    instance = decision.instance
    told.push(...decision.facts.map(({ type }) => `${i} ${type.slice(6)}`))
  }
  return told.join(', ')
}

test.each<[string, ReturnType<typeof rule>, string, string]>([
  ['is raised by m of n, in any order', rule(3, 5, 'nodata'), 'BgBgB', '4 raised'],
  ['is not raised by fewer', rule(3, 5, 'nodata'), 'BgBggBgB', ''],
  [
    'is not cleared while m of n are breached',
    rule(2, 3, 'nodata'),
    'BBggg',
    '1 raised, 3 cleared',
  ],
  ['needs a good value to clear', rule(2, 2, 'nodata'), 'BBgB', '1 raised, 2 cleared'],
  ['looks further back over what is missing', rule(3, 3, 'nodata'), 'BxBxB', '4 raised'],
  ['looks further back when silence changes nothing', rule(3, 3, 'keep'), 'BBxxB', '4 raised'],
  ['takes what is missing as good when the rule does', rule(3, 3, 'ok'), 'BxBxBBB', '6 raised'],
  ['takes what is missing as breached when the rule does', rule(3, 3, 'fire'), 'BxB', '2 raised'],
  ['looks back at most n further', rule(3, 3, 'nodata'), 'BBxxxxB', ''],
  ['waits for `for` besides', rule(2, 3, 'nodata', { for: '10s' }), 'BBgB', '1 pending, 3 raised'],
])('%s', (_promise, given, looks, told) => {
  expect(play(given, looks)).toBe(told)
})

test('a node that takes it up after a long silence begins m of n anew, as one that had looked all the while', () => {
  const given = rule(2, 3, 'fire', { missingAfter: '10s' })
  const taken = { ...newInstance(given, {}, T0), state: 'firing' as const, blind: true }
  const looks: Sight[] = [
    { kind: 'missing', forMs: 5_000 },
    { kind: 'sample', verdict: 'recovered', value: 1 },
    { kind: 'sample', verdict: 'breached', value: 20 },
  ]
  let instance: Parameters<typeof decide>[0] = taken
  const told = looks.flatMap((sight, i) => {
    const decision = decide(instance, sight, given, T0 + i * 5_000)
    instance = decision.instance
    return decision.facts.map(({ type }) => type)
  })
  expect(told).toEqual(['alarm.sighted', 'alarm.cleared'])
})
