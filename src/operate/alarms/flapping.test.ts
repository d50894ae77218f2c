import { describe, expect, test } from 'vitest'
import { type Instance, labelsKey } from './instance.ts'
import { factsOf, lookAt } from './look.ts'
import { ruleOf } from './rule.ts'

const T0 = Date.UTC(2026, 0, 5, 9)
const MINUTE = 60_000
const rule = ruleOf(
  'shop',
  {
    kind: 'alarm',
    name: 'slow',
    spec: {
      ...{ title: 'Slow', signal: 'signal:s', when: '> 10', interval: '5s', protects: [] },
      ...{ for: '0s', keepFiringFor: '0s', missingAfter: '1h', onMissing: 'nodata' as const },
      ...{ severity: 'critical' as const, owner: 'team:shop', procedure: 'p', groupBy: [] },
    },
  },
  { query: 'checkout_ms' },
)

/** Plays values, each at its minute; tells facts with it, and an asterisk for what nobody is told of. */
function play(values: readonly (readonly [minute: number, value: number])[]) {
  let instances: ReadonlyMap<string, Instance> = new Map()
  const told: string[] = []
  for (const [minute, value] of values) {
    const found = { kind: 'values', samples: [{ labels: {}, value }] } as const
    const looked = lookAt(rule, instances, found, T0 + minute * MINUTE, T0)
    instances = looked.instances
    told.push(
      ...factsOf(looked).map(({ type, data }) => {
        const { flapping, changes } = data as { flapping?: boolean; changes?: number }
        return `${minute} ${type.slice(6)}${flapping ? '*' : ''}${changes ? ` ${changes}` : ''}`
      }),
    )
  }
  return { told, instance: instances.get(labelsKey({})) }
}

const turns = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => [from + i, i % 2 === 0 ? 20 : 1] as const)

describe('flapping', () => {
  test('starts at the sixth change in half an hour, before what would have ended the incident', () => {
    const { told, instance } = play(turns(0, 6))
    expect(told.slice(4)).toEqual(['4 raised', '5 flapping-started 6', '5 cleared*'])
    expect(instance).toMatchObject({ state: 'ok', flapping: { changes: 6, sinceMs: T0 } })
  })

  test('does not start when changes are rare', () => {
    const rare = Array.from({ length: 20 }, (_, i) => [i * 6, i % 2 === 0 ? 20 : 1] as const)
    expect(play(rare).told.filter((one) => one.includes('flapping'))).toEqual([])
  })

  test('keeps single changes to itself while it lasts, and belongs to the same incident', () => {
    const { told, instance } = play(turns(0, 9))
    expect(told.slice(7)).toEqual(['6 raised*', '7 cleared*', '8 raised*'])
    expect(instance).toMatchObject({ state: 'firing', group: instance!.flapping!.group })
  })

  test('ends when two changes are left in the window, and says what state it came to rest in', () => {
    const calm = [20, 30, 34, 35, 60].map((minute) => [minute, 1] as const)
    const { told, instance } = play([...turns(0, 6), ...calm])
    expect(told.slice(7)).toEqual(['34 flapping-ended 6'])
    expect(instance).toMatchObject({ state: 'ok', flapping: null })
  })

  test('has two thresholds: between them it neither starts nor ends', () => {
    const { told } = play([...turns(0, 6), [31, 20], [32, 20], [33, 20]])
    expect(told.slice(7)).toEqual(['31 raised*'])
  })
})
