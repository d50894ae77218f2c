/** A workload whose wall has forty panels over what a test pushes: one of them cannot be answered, one has no data. */
import type { Manifest, ManifestResource } from '#model'
import { kinds } from '#model'
import { pushGauge, pushLogs } from './otlp-json.ts'
import type { Product } from './product.ts'

export const WALL = 'wall'
export const PANELS = 40
/** Lines of the widest panel there are; eight of them are drawn. */
const SHARDS = 12

const one = <Kind extends keyof typeof kinds>(kind: Kind, name: string, spec: object) => ({
  ...{ kind, name },
  spec: kinds[kind].schema.parse(spec) as ManifestResource['spec'],
})

const lines = Array.from({ length: PANELS - 6 }, (_, i) => ({
  ...{ show: 'line', id: `line-${i}`, title: `Line ${i}`, width: 'third', unit: 'ms' },
  query: `wall_level{shard="${i % SHARDS}"} + ${i}`,
  ...(i === 1 ? { expected: { max: 1 } } : {}),
}))

export function wallModel(): Manifest {
  return {
    ...{ format: 'opsplane/v1', workload: 'till', procedures: [] },
    resources: [
      one('person', 'ann', { name: 'Ann', email: 'ann@example.org' }),
      one('team', 'shop', { title: 'Shop', members: ['ann'] }),
      one('workload', 'till', {
        ...{ title: 'Till', description: 'Takes the money', tier: 1, owner: 'team:shop' },
        costPerHour: { amount: 3_600, currency: 'EUR' },
      }),
      one('component', 'desk', { owner: 'team:shop' }),
      one('signal', 'level', {
        ...{ title: 'Level', layer: 'business', unit: '/min', component: 'desk' },
        ...{ query: 'max(wall_level)', expected: { min: 5 } },
      }),
      one('outcome', 'paid', {
        ...{ title: 'People can pay', kind: 'customer', signal: 'level', owner: 'team:shop' },
        target: { op: '>=', value: 10 },
      }),
      one('dashboard', WALL, {
        ...{ title: 'The wall', audience: 'engineers', range: '15m' },
        sections: [
          {
            title: 'First',
            panels: [
              { show: 'line', signal: 'level', compare: '1h' },
              { show: 'line', id: 'shards', title: 'Shards', query: 'wall_level' },
              {
                show: 'line',
                id: 'broken',
                title: 'Broken',
                query: 'wall_level * on() wall_level',
              },
              { show: 'value', id: 'silent', title: 'Silent', query: 'wall_nothing' },
              { show: 'table', title: 'Side by side', query: 'wall_level', limit: 5 },
              { show: 'logs', title: 'What it says', search: 'service:till', limit: 5 },
            ],
          },
          { title: 'Forty', panels: lines },
        ],
      }),
    ],
  }
}

/** The model in force, and data for it until the moment that is returned; waits until the log can be found. */
export async function hangWall(product: Product): Promise<number> {
  await product.call('model.apply', { body: { manifest: wallModel() } })
  await pushGauge(
    product,
    'wall_level',
    Array.from({ length: SHARDS }, (_, shard) => shard + 1),
  )
  await pushLogs(product, 'till', [
    { atMs: Date.now() - 30_000, body: 'card declined', severity: 17, attributes: {} },
  ])
  const pushedMs = Date.now()
  const found = () => product.call('logs.search', { query: { query: 'service:till' } })
  for (const deadline = Date.now() + 60_000; (await found()).data.logs.length === 0; )
    if (Date.now() > deadline) throw new Error('the log was not found in time')
  return pushedMs
}
