import { expect, test } from 'vitest'
import { modelOf } from '#model'
import { compareDependencies, type SeenCalls } from './compare.ts'

const component = (name: string, dependsOn: string[] = [], service?: string) => ({
  kind: 'component' as const,
  name,
  spec: { layer: 'application', owner: 'team:shop', dependsOn, ...(service ? { service } : {}) },
})
const model = modelOf({
  format: 'opsplane/v1',
  workload: 'shop',
  procedures: [],
  resources: [
    component('front', ['component:orders', 'component:search']),
    component('orders', ['component:database'], 'orders-api'),
    component('search'),
    component('database'),
  ],
})
const calls = (caller: string, callee: string): SeenCalls => ({
  ...{ caller, callee, calls: 10, errorRate: 0, p95Ms: 5 },
})

test('declared and observed are told apart, and what cannot be seen is not called missing', () => {
  const found = compareDependencies(model, {
    services: ['front', 'orders-api', 'search', 'cache'],
    calls: [
      calls('front', 'orders-api'),
      calls('orders-api', 'cache'),
      calls('orders-api', 'orders-api'),
      calls('other', 'shop-of-others'),
      calls('customers', 'front'),
    ],
  })
  expect(found.map(({ from, to, verdict }) => `${from} → ${to}: ${verdict}`)).toEqual([
    'component:front → component:orders: confirmed',
    'component:front → component:search: unseen',
    'component:orders → component:database: unobservable',
    'component:orders → service:cache: undeclared',
  ])
})

test('nothing is missing when nobody sends spans', () => {
  const found = compareDependencies(model, { services: [], calls: [] })
  expect(new Set(found.map(({ verdict }) => verdict))).toEqual(new Set(['unobservable']))
})
