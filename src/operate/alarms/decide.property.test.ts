/** What the decisions about one instance keep to, in any order of looks, silences and edits. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { NewFact } from '#ledger'
import { decide, type Sight } from './decide.ts'
import { type Instance, newInstance } from './instance.ts'
import { type Rule, ruleOf } from './rule.ts'

const T0 = Date.UTC(2026, 0, 5, 9)

const anyRule: fc.Arbitrary<Rule> = fc
  .record({
    forS: fc.constantFrom(0, 5, 60),
    keepS: fc.constantFrom(0, 5, 60),
    missingS: fc.constantFrom(10, 30),
    onMissing: fc.constantFrom('ok' as const, 'keep' as const, 'fire' as const, 'nodata' as const),
  })
  .map(({ forS, keepS, missingS, onMissing }) =>
    ruleOf(
      'shop',
      {
        kind: 'alarm',
        name: 'slow',
        spec: {
          ...{ title: 'Slow', signal: 'signal:s', when: '> 10', recover: '< 5', interval: '5s' },
          ...{ for: `${forS}s`, keepFiringFor: `${keepS}s`, missingAfter: `${missingS}s` },
          ...{ onMissing, severity: 'critical' as const, protects: [], groupBy: [] },
          ...{ owner: 'team:shop', procedure: 'restart' },
        },
      },
      { query: 'checkout_ms' },
    ),
  )

type Step =
  | { readonly kind: 'sample'; readonly value: number; readonly afterS: number }
  | { readonly kind: 'silence'; readonly afterS: number }
  | { readonly kind: 'edit'; readonly rule: Rule }

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('sample' as const),
      value: fc.integer({ min: 0, max: 15 }),
      afterS: fc.integer({ min: 1, max: 20 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('silence' as const),
      afterS: fc.integer({ min: 1, max: 40 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('edit' as const), rule: anyRule }) },
)

interface Played {
  readonly fact: NewFact
  readonly sight: Sight
  readonly rule: Rule
  readonly before: Instance
}

function play(first: Rule, steps: readonly Step[]): { told: Played[]; instance: Instance } {
  let rule = first
  let tickMs = T0
  let sampleMs = T0
  let instance = newInstance(rule, {}, T0)
  const told: Played[] = []
  for (const step of steps) {
    if (step.kind === 'edit') {
      rule = step.rule
      continue
    }
    tickMs += step.afterS * 1_000
    if (step.kind === 'sample') sampleMs = tickMs
    const sight: Sight =
      step.kind === 'silence'
        ? { kind: 'missing', forMs: tickMs - sampleMs }
        : {
            kind: 'sample',
            value: step.value,
            verdict: rule.breached(step.value)
              ? 'breached'
              : rule.recovered(step.value)
                ? 'recovered'
                : 'between',
          }
    const before = instance
    const decision = decide(before, sight, rule, tickMs)
    instance = decision.instance
    told.push(...decision.facts.map((fact) => ({ fact, sight, rule, before })))
  }
  return { told, instance }
}

const histories = fc.tuple(anyRule, fc.array(anyStep, { maxLength: 60 }))

test('what is raised for the condition has been breached for the whole of `for`', () => {
  fc.assert(
    fc.property(histories, ([rule, steps]) => {
      for (const { fact, rule: deciding, before } of play(rule, steps).told) {
        const data = fact.data as { reason?: string; tickAt: string; since: string }
        if (fact.type !== 'alarm.raised' || data.reason !== 'condition') continue
        const lastedMs = Date.parse(data.tickAt) - Date.parse(data.since)
        expect(lastedMs).toBeGreaterThanOrEqual(deciding.forMs)
        if (deciding.forMs > 0) expect(before.state).toBe('pending')
      }
    }),
  )
})

test('only silence makes blind, only a sample makes see again', () => {
  fc.assert(
    fc.property(histories, ([rule, steps]) => {
      for (const { fact, sight } of play(rule, steps).told) {
        if (fact.type === 'alarm.blinded') expect(sight.kind).toBe('missing')
        if (fact.type === 'alarm.sighted') expect(sight.kind).toBe('sample')
      }
    }),
  )
})
