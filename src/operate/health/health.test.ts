import { beforeEach, describe, expect, test } from 'vitest'
import { type ManifestResource, modelOf } from '#model'
import { MemorySource } from '#telemetry'
import { type AlarmView, signalReaderOf } from '../alarms/index.ts'
import { rollUpComponents } from './components.ts'
import { impactOf, judgeImpact } from './impact.ts'
import { readOutcomes } from './outcomes.ts'
import { readSignals } from './signals.ts'
import { workloadHealth } from './workload.ts'

const NOW = Date.UTC(2026, 0, 5, 9)

const component = (name: string, dependsOn: string[] = []): ManifestResource => ({
  kind: 'component',
  name,
  spec: { layer: 'application', owner: 'team:shop', dependsOn },
})
const signal = (name: string, query: string, more: object = {}): ManifestResource => ({
  kind: 'signal',
  name,
  spec: { layer: 'business', query, unit: '/min', ...more },
})
const model = modelOf({
  format: 'opsplane/v1',
  workload: 'shop',
  procedures: [],
  resources: [
    component('front', ['component:orders']),
    component('orders', ['component:payments']),
    component('payments'),
    component('lonely'),
    signal('orders', 'orders_per_minute', {
      expected: { min: 30 },
      component: 'component:orders',
    }),
    signal('pages', 'page_errors', { component: 'component:front', expected: { max: 1 } }),
    signal('pay-errors', 'pay_errors', { component: 'component:payments' }),
    {
      kind: 'outcome',
      name: 'orders',
      spec: {
        ...{ title: 'Orders come in', kind: 'business', signal: 'signal:orders', weight: 10 },
        ...{ target: { op: '>=', value: 20 }, owner: 'team:sales', customers: 'people who buy' },
      },
    },
  ],
})

const alarm = (more: Partial<AlarmView>): AlarmView => ({
  ...{ name: 'pay-errors', title: 'Payments fail', severity: 'critical', state: 'ok' },
  ...{
    signal: 'signal:pay-errors',
    when: '> 1',
    kind: 'threshold',
    looksAt: 'pay-errors',
    owner: 'team:pay',
    procedure: 'restart',
  },
  ...{ protects: [], blind: false, since: null, instances: [], error: null },
  ...{ stale: false, paused: false, flapping: null, flappings: 0, dropped: 0 },
  ...{ lateSamples: 0, lateAt: null },
  ...more,
})

let memory: MemorySource
const reader = () => signalReaderOf({ source: memory, onArrival: () => () => {} })

/** The last values of a metric, one each fifteen seconds, the newest just now. */
function measured(name: string, values: number[], labels = {}, newestMs = NOW): void {
  const times = values.map((_, i) => newestMs - (values.length - 1 - i) * 15_000)
  memory.add({ __name__: name, ...labels }, Float64Array.from(times), Float64Array.from(values))
}

beforeEach(() => {
  memory = new MemorySource()
})

describe('an outcome', () => {
  const read = async () => (await readOutcomes(model, reader(), NOW))[0]!

  test('is met when its signal reaches the target', async () => {
    measured('orders_per_minute', [40, 42])
    expect(await read()).toMatchObject({
      ...{ value: 42, met: true, status: 'ok', reason: null, sampleAgeMs: 0, missedSince: null },
      ...{ unit: '/min', expected: { min: 30 }, owner: 'team:sales' },
    })
  })

  test('is met, and draws attention, outside of the expected range', async () => {
    measured('orders_per_minute', [25])
    expect(await read()).toMatchObject({ met: true, status: 'warn' })
  })

  test('is missed since the series fell below the target', async () => {
    measured('orders_per_minute', [40, 40, 10, 5, 4])
    expect(await read()).toMatchObject({
      met: false,
      status: 'crit',
      reason: 'it should be >= 20 /min',
      missedSince: new Date(NOW - 30_000).toISOString(),
    })
  })

  test('is unknown, not met, when nothing is measured', async () => {
    expect(await read()).toMatchObject({
      ...{ value: null, met: null, status: 'unk', sampleAgeMs: null },
      reason: 'no sample in the last five minutes',
    })
  })

  test('is unknown when the newest sample is old, however good it was', async () => {
    measured('orders_per_minute', [40, 40], {}, NOW - 90_000)
    expect(await read()).toMatchObject({ met: null, status: 'unk', sampleAgeMs: 90_000 })
  })

  test('is as good as the worst of its values', async () => {
    measured('orders_per_minute', [40], { shop: 'a' })
    measured('orders_per_minute', [3], { shop: 'b' })
    expect(await read()).toMatchObject({ value: 3, met: false })
  })
})

describe('a component', () => {
  const read = async (alarms: AlarmView[]) => {
    const signals = await readSignals(model, reader(), alarms, NOW)
    const all = rollUpComponents(model, signals, alarms)
    return (name: string) => all.find((one) => one.component === `component:${name}`)!
  }
  beforeEach(() => {
    measured('orders_per_minute', [40])
    measured('page_errors', [0])
    measured('pay_errors', [0])
  })

  test('is well when its alarms and expectations say so', async () => {
    const of = await read([alarm({})])
    expect(of('payments')).toMatchObject({ status: 'ok', reasons: [] })
    expect(of('orders')).toMatchObject({ status: 'ok', reasons: [] })
  })

  test('is in a bad way while a critical alarm on its signals is raised, and hurts those above', async () => {
    const of = await read([alarm({ state: 'firing' })])
    expect(of('payments')).toMatchObject({ status: 'crit', raised: ['pay-errors'] })
    expect(of('payments').reasons).toEqual(['Payments fail'])
    expect(of('front')).toMatchObject({ status: 'ok', hurtBy: ['component:payments'] })
  })

  test.each<[string, Partial<AlarmView>]>([
    ['has no data', { state: 'nodata' }],
    ['cannot be evaluated', { error: 'unknown function' }],
  ])('is unknown while its alarm %s', async (_words, state) => {
    const of = await read([alarm(state)])
    expect(of('payments').status).toBe('unk')
  })

  test('is unknown when no signal says how it is', async () => {
    const of = await read([])
    expect(of('lonely')).toMatchObject({ status: 'unk', reasons: ['no signal says how it is'] })
  })

  test('is unknown when nobody has said what is to be expected', async () => {
    const of = await read([])
    expect(of('payments').status).toBe('unk')
  })

  test('draws attention when a signal leaves its expected range', async () => {
    measured('page_errors', [7])
    const of = await read([])
    expect(of('front')).toMatchObject({
      status: 'warn',
      reasons: ['pages: it is outside of its expected range'],
    })
  })
})

describe('the workload', () => {
  const read = async () => workloadHealth(await readOutcomes(model, reader(), NOW), NOW)

  test('says that all is well only when every outcome is met', async () => {
    measured('orders_per_minute', [40])
    expect(await read()).toMatchObject({ status: 'ok', sentence: 'The one outcome is met.' })
  })

  test('says what is hurt, for whom, and for how long', async () => {
    measured('orders_per_minute', [40, 40, 10, 5, 4])
    expect(await read()).toMatchObject({
      status: 'crit',
      sentence:
        '“Orders come in” is missed for 30s, 16 /min below its target. It hurts people who buy.',
      hurt: ['outcome:orders'],
    })
  })

  test('does not take silence for health', async () => {
    expect(await read()).toMatchObject({
      status: 'unk',
      sentence: 'Whether “Orders come in” is reached is unknown.',
    })
    expect(workloadHealth([], NOW).status).toBe('unk')
  })
})

describe('impact', () => {
  test('names the outcomes and sets the priority', () => {
    expect(impactOf(model, ['outcome:orders', 'outcome:gone'])).toMatchObject({
      outcomes: [{ outcome: 'outcome:orders', weight: 10, customers: 'people who buy' }],
      unmapped: false,
    })
    expect(judgeImpact(model, ['outcome:orders'], 'critical').priority).toBe('P1')
  })

  test('is unmapped when no outcome is told', () => {
    expect(impactOf(model, []).unmapped).toBe(true)
    expect(judgeImpact(model, ['outcome:gone'], 'critical').priority).toBe('P3')
  })
})
