/** What the model says of a condition that cannot be: each mistake at its field. */
import { describe, expect, test } from 'vitest'
import { checkManifest } from '../check.ts'
import { alarm } from '../kinds/alarm.ts'
import type { ManifestResource } from '../manifest.ts'
import { alarmsIn, compositeExpression, conditionOf, signalsOf } from './index.ts'

const usual = { title: 'x', owner: 'team:shop', procedure: 'restart' }
const parse = (spec: object) => alarm.schema.safeParse({ ...usual, ...spec })
const mistakes = (spec: object) =>
  parse(spec).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)

test.each<[string, object]>([
  ['threshold', { signal: 'orders', when: '> 1' }],
  ['absence', { absent: { signal: 'orders', for: '5m' } }],
  ['baseline', { baseline: { signal: 'orders', side: 'below' } }],
  ['heartbeat', { heartbeat: { name: 'backup', every: '1d' } }],
  ['logs', { logs: { search: 'level>=error', more: 10, within: '5m' } }],
  ['new-template', { newTemplate: { service: 'orders' } }],
  ['journey', { journey: 'buy' }],
  ['forecast', { forecast: { signal: 'disk', limit: '> 90', within: '4h' } }],
  ['composite', { composite: "firing('a')" }],
  ['pushed', { pushed: {} }],
])('an alarm has the condition %s by its field, also when it is read again', (kind, spec) => {
  const parsed = parse(spec)
  expect(mistakes(spec)).toBeUndefined()
  expect(conditionOf(parsed.data!)).toBe(kind)
  expect(alarm.schema.parse(parsed.data)).toEqual(parsed.data)
})

test.each<[object, string]>([
  [{}, ': it has no condition: it needs one of signal, absent, baseline, heartbeat, logs'],
  [{ signal: 'orders' }, 'when: when is missing beside signal'],
  [{ journey: 'buy', composite: "firing('a')" }, 'composite: it has two conditions, journey and'],
  [{ journey: 'buy', when: '> 1' }, 'when: when belongs to signal, and this alarm has journey'],
  [{ absent: { signal: 'orders' } }, 'absent.for: '],
])('%j is a mistake', (spec, mistake) => {
  expect(mistakes(spec)?.[0]).toContain(mistake)
})

test('references inside a condition are references: signals, journeys', () => {
  const spec = alarm.schema.parse({
    ...usual,
    forecast: { signal: 'disk', limit: '> 1', within: '1h' },
  })
  expect(signalsOf(spec)).toEqual(['signal:disk'])
  const found = checkManifest({
    ...{ format: 'opsplane/v1', workload: 'shop', procedures: [] },
    resources: [
      resource('a', { absent: { signal: 'ordres', for: '5m' } }),
      resource('b', { journey: 'bye' }),
    ],
  }).map(({ message }) => message)
  expect(found).toContain('alarm:a: absent.signal names signal:ordres, which is not declared')
  expect(found).toContain('alarm:b: journey names journey:bye, which is not declared')
})

function resource(name: string, spec: object): ManifestResource {
  return {
    ...{ kind: 'alarm', name, source: { file: 'alarms.ts', line: 3, column: 1 } },
    spec: alarm.schema.parse({ ...usual, ...spec }) as Record<string, unknown>,
  }
}

describe('a composite', () => {
  test('names the alarms it asks about', () => {
    const text = `firing('a') && !pending("b-2") || nodata('a')`
    expect(alarmsIn(text)).toEqual(['a', 'b-2'])
    expect(compositeExpression(text)).toBe(
      'alarms["a"].firing && !alarms["b-2"].pending || alarms["a"].nodata',
    )
  })

  const check = (...alarms: [string, string][]) =>
    checkManifest({
      ...{ format: 'opsplane/v1', workload: 'shop', procedures: [] },
      resources: [
        ...alarms.map(([name, composite]) => resource(name, { composite })),
        resource('leaf', { journey: 'buy' }),
      ],
    })
      .filter(({ field }) => field === 'composite')
      .map(({ code, message, line }) => `${code} ${line} ${message}`)

  test('of alarms that are declared is none', () => {
    expect(check(['a', "firing('leaf')"], ['b', "firing('a') || firing('leaf')"])).toEqual([])
  })

  test('in a circle is refused in each of its alarms, with the way', () => {
    expect(check(['a', "firing('b')"], ['b', "firing('c')"], ['c', "firing('a')"])).toEqual([
      'OPS-M504 3 alarm:a: it depends on itself: a → b → c → a',
      'OPS-M504 3 alarm:b: it depends on itself: b → c → a → b',
      'OPS-M504 3 alarm:c: it depends on itself: c → a → b → c',
    ])
  })

  test.each([
    ["firing('x')", 'OPS-M105'],
    ["firing('leaf') &&", 'OPS-M502'],
    ['true', 'OPS-M503'],
  ])('%s is refused: %s', (text, code) => {
    expect(check(['a', text])[0]).toContain(code)
  })
})
