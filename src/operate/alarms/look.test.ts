import { describe, expect, test } from 'vitest'
import { type Instance, labelsKey } from './instance.ts'
import { type Found, factsOf, lookAt } from './look.ts'
import { ruleOf } from './rule.ts'

const T0 = Date.UTC(2026, 0, 5, 9)
const rule = (more: object = {}) =>
  ruleOf(
    'shop',
    {
      kind: 'alarm',
      name: 'slow',
      spec: {
        ...{ title: 'Slow', signal: 'signal:s', when: '> 10', interval: '5s', protects: [] },
        ...{ for: '0s', keepFiringFor: '0s', missingAfter: '30s', onMissing: 'nodata' as const },
        ...{ severity: 'critical' as const, owner: 'team:shop', procedure: 'p', groupBy: [] },
        ...more,
      },
    },
    { query: 'checkout_ms' },
  )
const values = (...samples: [Record<string, string>, number][]): Found => ({
  kind: 'values',
  samples: samples.map(([labels, value]) => ({ labels, value })),
})
const nobody: ReadonlyMap<string, Instance> = new Map()
const types = (looked: ReturnType<typeof lookAt>) => factsOf(looked).map(({ type }) => type)

describe('a look', () => {
  test('takes each set of labels for an instance of its own', () => {
    const looked = lookAt(rule(), nobody, values([{ host: 'a' }, 20], [{ host: 'b' }, 1]), T0, T0)
    expect([...looked.instances.values()].map(({ labels, state }) => [labels.host, state])).toEqual(
      [
        ['a', 'firing'],
        ['b', 'ok'],
      ],
    )
  })

  test('does not take the name of the metric for identity', () => {
    const looked = lookAt(rule(), nobody, values([{ __name__: 'x', host: 'a' }, 20]), T0, T0)
    expect([...looked.instances.keys()]).toEqual([labelsKey({ host: 'a' })])
  })

  test('changes nothing when two results have the same labels', () => {
    const twice = values([{ __name__: 'x', host: 'a' }, 20], [{ __name__: 'y', host: 'a' }, 20])
    const looked = lookAt(rule(), nobody, twice, T0, T0)
    expect(looked.error).toBe('its query answers twice for the same labels {"host":"a"}')
    expect(looked.decisions).toEqual([])
  })

  test('keeps those it knows when there are too many, and counts the rest', () => {
    const few = rule({ limit: 3 })
    const many = Array.from({ length: 8 }, (_, i) => {
      return [{ host: `h${i}` }, 20] as [Record<string, string>, number]
    })
    const known = lookAt(few, nobody, values([{ host: 'first' }, 20]), T0, T0).instances
    const looked = lookAt(few, known, values([{ host: 'first' }, 20], ...many), T0 + 1_000, T0)
    expect([...looked.instances.keys()]).toEqual(
      ['first', 'h0', 'h1'].map((host) => labelsKey({ host })),
    )
    expect(types(looked)).toEqual(['alarm.raised', 'alarm.raised'])
    expect(looked).toMatchObject({ dropped: 6, error: expect.stringContaining('6 more instances') })
  })

  test('tells instances apart only by the labels that the rule names', () => {
    const byHost = rule({ identityLabels: ['host'] })
    const looked = lookAt(byHost, nobody, values([{ host: 'a', pod: 'x' }, 20]), T0, T0)
    expect([...looked.instances.keys()]).toEqual([labelsKey({ host: 'a' })])
    const again = values([{ host: 'a', pod: 'y' }, 20])
    expect(types(lookAt(byHost, looked.instances, again, T0 + 5_000, T0))).toEqual([])
  })

  test('takes silence of a rule that cannot be split for “not breached”', () => {
    const opaque = rule({ when: 'present', onMissing: undefined })
    expect(types(lookAt(opaque, nobody, values(), T0 + 60_000, T0))).toEqual([])
    const known = lookAt(opaque, nobody, values([{}, 3]), T0, T0).instances
    const looked = lookAt(opaque, known, values(), T0 + 5_000, T0)
    expect(types(looked)).toEqual(['alarm.cleared'])
    const muchLater = lookAt(opaque, looked.instances, values(), T0 + 3_600_000, T0)
    expect(muchLater.instances.size).toBe(0)
  })

  test('ends what it missed when a recorded change has removed it, and only then', () => {
    const byHost = rule()
    const both = values([{ host: 'a' }, 20], [{ host: 'b' }, 20])
    const known = lookAt(byHost, nobody, both, T0, T0).instances
    const removal = { labels: { host: 'b' }, changeId: 'chg_7', removedAtMs: T0 }
    const only = (removedAtMs: number) =>
      factsOf(
        lookAt(byHost, known, values([{ host: 'a' }, 20]), T0 + 60_000, T0, [
          { ...removal, removedAtMs },
        ]),
      )
    expect(only(T0)).toMatchObject([
      {
        type: 'alarm.cleared',
        data: { labels: { host: 'b' }, reason: 'resource-removed', changeId: 'chg_7' },
      },
    ])
    // It was removed once, long before its last sample: another one has taken its name since.
    expect(only(T0 - 3_600_000)).toMatchObject([{ type: 'alarm.blinded' }])
    const still = lookAt(byHost, known, both, T0 + 60_000, T0, [removal])
    expect(factsOf(still)).toEqual([])
  })

  test('takes not-a-number for no sample: nothing divided by nothing is not well', () => {
    const known = lookAt(rule(), nobody, values([{}, 20]), T0, T0).instances
    const looked = lookAt(rule(), known, values([{}, Number.NaN]), T0 + 5_000, T0)
    expect(types(looked)).toEqual([])
    expect([...looked.instances.values()][0]!.state).toBe('firing')
  })

  test('decides nothing between two samples, and tells when the next one stays away', () => {
    const known = lookAt(rule(), nobody, values([{}, 20]), T0, T0).instances
    const quiet = (second: number) =>
      types(lookAt(rule(), known, { kind: 'quiet' }, T0 + second * 1_000, T0))
    expect(quiet(29)).toEqual([])
    expect(quiet(30)).toEqual(['alarm.blinded'])
  })

  test('misses one of several when only that one stays away', () => {
    const both = values([{ host: 'a' }, 1], [{ host: 'b' }, 1])
    const known = lookAt(rule(), nobody, both, T0, T0).instances
    const looked = lookAt(rule(), known, values([{ host: 'a' }, 1]), T0 + 30_000, T0)
    expect(factsOf(looked)).toMatchObject([
      { type: 'alarm.data-lost', data: { labels: { host: 'b' } } },
    ])
  })

  test.each([
    ['nodata', ['alarm.data-lost']],
    ['fire', ['alarm.raised']],
    ['ok', []],
    ['keep', []],
  ])('says what never hearing anything means by %s', (onMissing, told) => {
    const looked = lookAt(rule({ onMissing }), nobody, values(), T0 + 30_000, T0)
    expect(types(looked)).toEqual(told)
  })

  test('forgets who is well and silent when silence is well', () => {
    const quiet = rule({ onMissing: 'ok' })
    const known = lookAt(quiet, nobody, values([{ host: 'a' }, 1]), T0, T0).instances
    expect(lookAt(quiet, known, values(), T0 + 30_000, T0).instances.size).toBe(0)
  })
})
