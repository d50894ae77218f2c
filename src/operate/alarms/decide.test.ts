import { describe, expect, test } from 'vitest'
import { decide, resumeAfterGap, type Sight } from './decide.ts'
import { type Instance, newInstance } from './instance.ts'
import { ruleOf } from './rule.ts'

const T0 = Date.UTC(2026, 0, 5, 9)
const base = {
  title: 'Checkout is slow',
  signal: 'signal:checkout',
  when: '> 10',
  recover: '< 5',
  for: '0s',
  keepFiringFor: '0s',
  interval: '5s',
  missingAfter: '30s',
  onMissing: 'nodata' as const,
  severity: 'critical' as const,
  protects: ['outcome:pay'],
  owner: 'team:shop',
  procedure: 'restart',
  groupBy: [] as string[],
}
const rule = (more: Partial<Omit<typeof base, 'onMissing'>> & { onMissing?: string } = {}) =>
  ruleOf(
    'shop',
    { kind: 'alarm', name: 'slow', spec: { ...base, ...more } as typeof base },
    { query: 'checkout_ms' },
  )

const B: Sight = { kind: 'sample', verdict: 'breached', value: 20 }
const R: Sight = { kind: 'sample', verdict: 'recovered', value: 1 }
const band: Sight = { kind: 'sample', verdict: 'between', value: 7 }
const M = (forS: number): Sight => ({ kind: 'missing', forMs: forS * 1_000 })

/** Plays looks on a timeline in seconds and tells each fact with its second. */
function play(given: ReturnType<typeof rule>, looks: readonly (readonly [number, Sight])[]) {
  let instance: Instance = newInstance(given, {}, T0)
  const told: string[] = []
  for (const [second, sight] of looks) {
    const decision = decide(instance, sight, given, T0 + second * 1_000)
    instance = decision.instance
    told.push(...decision.facts.map((fact) => `${second}s ${fact.type}`))
  }
  return { instance, told, state: instance.state + (instance.blind ? ' blind' : '') }
}

describe('an alarm instance', () => {
  test.each<[string, ReturnType<typeof rule>, [number, Sight][], string[], string]>([
    ['is raised at once without `for`', rule(), [[0, B]], ['0s alarm.raised'], 'firing'],
    [
      'waits for `for`',
      rule({ for: '10s' }),
      [
        [0, B],
        [9, B],
      ],
      ['0s alarm.pending'],
      'pending',
    ],
    [
      'is raised when the breach has lasted',
      rule({ for: '10s' }),
      [
        [0, B],
        [10, B],
      ],
      ['0s alarm.pending', '10s alarm.raised'],
      'firing',
    ],
    [
      'calms when the breach is short',
      rule({ for: '10s' }),
      [
        [0, B],
        [5, R],
      ],
      ['0s alarm.pending', '5s alarm.calmed'],
      'ok',
    ],
    [
      'takes the band between for no breach while pending',
      rule({ for: '10s' }),
      [
        [0, B],
        [5, band],
        [9, B],
        [12, B],
      ],
      ['0s alarm.pending', '5s alarm.calmed', '9s alarm.pending'],
      'pending',
    ],
    [
      'stays raised in the band between',
      rule(),
      [
        [0, B],
        [5, band],
      ],
      ['0s alarm.raised'],
      'firing',
    ],
    [
      'is cleared at once without `keepFiringFor`',
      rule(),
      [
        [0, B],
        [5, R],
      ],
      ['0s alarm.raised', '5s alarm.cleared'],
      'ok',
    ],
    [
      'is cleared when it has been good long enough',
      rule({ keepFiringFor: '10s' }),
      [
        [0, B],
        [5, R],
        [14, R],
        [15, R],
      ],
      ['0s alarm.raised', '5s alarm.recovering', '15s alarm.cleared'],
      'ok',
    ],
    [
      'relapses without a second raise',
      rule({ keepFiringFor: '10s' }),
      [
        [0, B],
        [5, R],
        [8, B],
      ],
      ['0s alarm.raised', '5s alarm.recovering', '8s alarm.relapsed'],
      'firing',
    ],
    [
      'must be good without a break',
      rule({ keepFiringFor: '10s' }),
      [
        [0, B],
        [5, R],
        [12, band],
        [16, R],
      ],
      ['0s alarm.raised', '5s alarm.recovering'],
      'recovering',
    ],
    [
      'does not count silence as good',
      rule({ keepFiringFor: '10s' }),
      [
        [0, B],
        [5, R],
        [14, M(9)],
        [16, R],
      ],
      ['0s alarm.raised', '5s alarm.recovering'],
      'recovering',
    ],
    [
      'does not change while little is missing',
      rule(),
      [
        [0, B],
        [20, M(20)],
      ],
      ['0s alarm.raised'],
      'firing',
    ],
    [
      'is blind, not cleared, when data is lost',
      rule(),
      [
        [0, B],
        [30, M(30)],
        [60, M(60)],
      ],
      ['0s alarm.raised', '30s alarm.blinded'],
      'firing blind',
    ],
    [
      'is raised again, not recovering, when data is lost',
      rule({ keepFiringFor: '1m' }),
      [
        [0, B],
        [5, R],
        [40, M(35)],
      ],
      ['0s alarm.raised', '5s alarm.recovering', '40s alarm.blinded'],
      'firing blind',
    ],
    [
      'sees again, and clears only by what it sees',
      rule(),
      [
        [0, B],
        [30, M(30)],
        [40, B],
        [45, R],
      ],
      ['0s alarm.raised', '30s alarm.blinded', '40s alarm.sighted', '45s alarm.cleared'],
      'ok',
    ],
    [
      'tells that data is lost',
      rule(),
      [
        [0, R],
        [30, M(30)],
        [60, M(60)],
      ],
      ['30s alarm.data-lost'],
      'nodata',
    ],
    [
      'goes from no data straight to raised',
      rule(),
      [
        [0, R],
        [30, M(30)],
        [40, B],
      ],
      ['30s alarm.data-lost', '40s alarm.data-returned', '40s alarm.raised'],
      'firing',
    ],
    [
      'is well again when good data returns',
      rule(),
      [
        [0, R],
        [30, M(30)],
        [40, R],
      ],
      ['30s alarm.data-lost', '40s alarm.data-returned'],
      'ok',
    ],
    [
      'loses a pending breach with its data',
      rule({ for: '1h' }),
      [
        [0, B],
        [30, M(30)],
      ],
      ['0s alarm.pending', '30s alarm.data-lost'],
      'nodata',
    ],
    [
      'is raised by silence when silence is a breach',
      rule({ onMissing: 'fire' }),
      [
        [0, R],
        [30, M(30)],
        [60, M(60)],
      ],
      ['30s alarm.raised'],
      'firing blind',
    ],
    [
      'clears what silence raised by a good sample',
      rule({ onMissing: 'fire' }),
      [
        [0, R],
        [30, M(30)],
        [35, R],
      ],
      ['30s alarm.raised', '35s alarm.sighted', '35s alarm.cleared'],
      'ok',
    ],
    [
      'is cleared by silence when silence is good',
      rule({ onMissing: 'ok' }),
      [
        [0, B],
        [30, M(30)],
      ],
      ['0s alarm.raised', '30s alarm.cleared'],
      'ok',
    ],
    [
      'calms by silence when silence is good',
      rule({ onMissing: 'ok', for: '1h' }),
      [
        [0, B],
        [30, M(30)],
      ],
      ['0s alarm.pending', '30s alarm.calmed'],
      'ok',
    ],
    [
      'stays as it is when silence means nothing',
      rule({ onMissing: 'keep', for: '1h' }),
      [
        [0, B],
        [30, M(30)],
      ],
      ['0s alarm.pending'],
      'pending',
    ],
    [
      'is blind too when silence means nothing',
      rule({ onMissing: 'keep' }),
      [
        [0, B],
        [30, M(30)],
      ],
      ['0s alarm.raised', '30s alarm.blinded'],
      'firing blind',
    ],
  ])('%s', (_promise, given, looks, told, state) => {
    expect(play(given, looks)).toMatchObject({ told, state })
  })

  test('says why, when, by which version and with what value it was raised', () => {
    const given = rule({ for: '10s' })
    const { instance } = play(given, [[0, B]])
    const [raised] = decide(instance, B, given, T0 + 10_000).facts
    expect(raised).toMatchObject({
      subject: 'alarm:slow',
      data: {
        reason: 'condition',
        since: '2026-01-05T09:00:00.000Z',
        tickAt: '2026-01-05T09:00:10.000Z',
        version: given.version,
        value: 20,
        owner: 'team:shop',
        procedure: 'restart',
        protects: ['outcome:pay'],
      },
    })
  })

  test('keeps the group it was raised with when the alarm is edited meanwhile', () => {
    const { instance } = play(rule(), [[0, B]])
    const edited = rule({ groupBy: ['host'], for: '1h' })
    const after = decide(instance, B, edited, T0 + 5_000)
    expect(after.instance.state).toBe('firing')
    const [cleared] = decide(after.instance, R, edited, T0 + 10_000).facts
    expect(cleared).toMatchObject({ type: 'alarm.cleared', data: { group: instance.group } })
  })

  test('an infinite value is told as the largest number, since JSON knows no infinity', () => {
    const infinite: Sight = { kind: 'sample', verdict: 'breached', value: Infinity }
    expect(play(rule(), [[0, infinite]]).instance.value).toBe(Number.MAX_VALUE)
  })
})

describe('after a time in which nobody looked', () => {
  const at = (second: number) => T0 + second * 1_000
  const pending = play(rule({ for: '10m' }), [[0, B]]).instance

  test('a pending breach goes on where it was left', () => {
    const gap = { fromMs: at(60), toMs: at(360) }
    const resumed = resumeAfterGap(pending, rule({ for: '10m' }), gap)
    expect(resumed.instance.sinceMs).toBe(at(300))
    expect(resumed.facts.map(({ type }) => type)).toEqual(['alarm.pending'])
  })

  test.each<[string, number | null]>([
    ['longer than an hour', at(60)],
    ['of unknown length', null],
  ])('a pending breach begins anew after a gap %s', (_words, fromMs) => {
    const toMs = at(60 + 3_601)
    const resumed = resumeAfterGap(pending, rule({ for: '10m' }), { fromMs, toMs })
    expect(resumed.instance.sinceMs).toBe(toMs)
  })

  test('what is raised stays raised, and our own absence is not the silence of the source', () => {
    const { instance } = play(rule(), [[0, B]])
    const resumed = resumeAfterGap(instance, rule(), { fromMs: at(10), toMs: at(3_600) })
    expect(resumed).toMatchObject({
      instance: { state: 'firing', blind: false, lastSampleMs: at(3_600) },
      facts: [],
    })
  })
})
