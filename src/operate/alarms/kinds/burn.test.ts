import { describe, expect, test } from 'vitest'
import { type ManifestResource, modelOf } from '#model'
import { MemorySource } from '#telemetry'
import { signalReaderOf } from '../telemetry-reader.ts'
import { burn } from './burn.ts'

const MINUTE = 60_000
const NOW = Date.UTC(2026, 0, 29, 12)

const model = modelOf({
  format: 'opsplane/v1',
  workload: 'shop',
  procedures: [],
  resources: [
    { kind: 'signal', name: 'speed', spec: { layer: 'customer', query: 'speed', unit: 's' } },
    outcome('quick', { target: 0.99, window: '30d' }),
    outcome('quick-or-dark', { target: 0.99, window: '30d', missing: 'bad' }),
    outcome('whenever'),
  ],
})

function outcome(name: string, objective?: object): ManifestResource {
  return {
    kind: 'outcome',
    name,
    spec: {
      ...{ title: name, kind: 'customer', signal: 'signal:speed', owner: 'team:shop', weight: 5 },
      ...{ target: { op: '<=', value: 1 }, objective },
    },
  }
}

/** Values each half minute by minutes ago, for ten hours; where it is undefined nothing was measured. */
async function sampleOf(
  value: (ago: number) => number | undefined,
  of: { outcome?: string; severity?: 'critical' | 'warning'; windows?: object[] } = {},
) {
  const source = new MemorySource()
  const agos = Array.from({ length: 1200 }, (_, i) => 599.5 - i / 2).filter(
    (ago) => value(ago) !== undefined,
  )
  if (agos.length > 0)
    source.add(
      { __name__: 'speed' },
      Float64Array.from(agos, (ago) => NOW - ago * MINUTE),
      Float64Array.from(agos, (ago) => value(ago)!),
    )
  const spec = {
    severity: of.severity ?? 'critical',
    burn: { outcome: `outcome:${of.outcome ?? 'quick'}`, windows: of.windows },
  }
  const rule = burn.source(spec as never, { model, name: 'x' })!
  const reader = signalReaderOf({ source, onArrival: () => () => {} })
  const looking = { workload: 'shop', reader, logs: undefined, sql: undefined as never }
  const [sample] = await rule.read!(NOW, looking)
  return { sample, isBreached: sample !== undefined && rule.breached!(sample.value) }
}

describe('a budget that burns', () => {
  test('is breached when a fast harm goes on', async () => {
    const { sample, isBreached } = await sampleOf((ago) => (ago < 20 ? 3 : 0.5))
    expect(isBreached).toBe(true)
    expect(sample!.words).toMatch(/^[\d.]+× over 1h and 100× over 5m, where 14.4× may be$/)
  })

  test('is good again a few minutes after the harm has ended, though the hour remembers it', async () => {
    const windows = [{ long: '1h', short: '5m', factor: 14.4 }]
    const harm = (ago: number) => (ago < 40 && ago > 8 ? 3 : 0.5)
    expect((await sampleOf(harm, { windows })).isBreached).toBe(false)
  })

  test('is not breached by the first bad minute of a fresh installation', async () => {
    const harm = (ago: number) => (ago > 4 ? undefined : ago < 1 ? 3 : 0.5)
    expect((await sampleOf(harm)).isBreached).toBe(false)
  })

  test('is not breached by what a budget is there for', async () => {
    expect((await sampleOf((ago) => (ago > 30 && ago < 32 ? 3 : 0.5))).isBreached).toBe(false)
  })

  test('finds a slow harm over six hours', async () => {
    // Seven of a hundred minutes are bad: 7× does not take 2 % in an hour, and takes 5 % in six.
    const { isBreached, sample } = await sampleOf((ago) => (Math.floor(ago) % 14 === 0 ? 3 : 0.5))
    expect(isBreached).toBe(true)
    expect(sample!.words).toContain('over 6h')
  })

  test('says nothing when nothing was measured: the alarm has no data', async () => {
    expect((await sampleOf(() => undefined)).sample).toBeUndefined()
  })

  test('takes darkness for harm where that was declared, and not before the first measurement', async () => {
    const of = { outcome: 'quick-or-dark' }
    expect((await sampleOf((ago) => (ago < 30 ? undefined : 0.5), of)).isBreached).toBe(true)
    expect((await sampleOf((ago) => (ago > 30 ? undefined : 0.5), of)).isBreached).toBe(false)
  })

  test('keeps to the windows that were told', async () => {
    const windows = [{ long: '2h', short: '10m', factor: 40 }]
    const { sample } = await sampleOf(() => 3, { windows })
    expect(sample!.value).toBeCloseTo(100 / 40, 6)
  })

  test('has no rule without an objective', () => {
    const spec = { severity: 'critical', burn: { outcome: 'outcome:whenever' } }
    expect(burn.source(spec as never, { model, name: 'x' })).toBeUndefined()
  })
})
