/** The promise of evaluation over time: every step is what a question about that moment alone would answer. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evaluateInstant, evaluateRange } from './evaluate.ts'
import { labelsKey } from './labels.ts'
import { MemorySource } from './memory-source.ts'
import { writeStale } from './staleness.ts'

const QUERIES = [
  'm',
  'm offset 30s',
  'm @ 100',
  'rate(m[2m])',
  'increase(m[1m] offset 15s)',
  'increase(m[1m] anchored)',
  'm smoothed',
  'sum by (a) (m)',
  'topk(1, m)',
  'count_values("v", m)',
  'm > 3',
  'm / on (a, b) n',
  'm + on (a) group_left () sum by (a) (n)',
  'm or n',
  'm and n > 2',
  'm unless on (a) n',
  'max_over_time(m[3m:20s])',
  'sum_over_time(rate(m[1m])[2m:30s])',
  'absent(m)',
  'absent_over_time(m[30s])',
  'timestamp(m)',
  'quantile_over_time(0.3, m[90s])',
  'predict_linear(m[2m], 60)',
  'scalar(m) + vector(time())',
  'label_replace(m, "c", "$1", "a", "(.)")',
] as const

const place = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 9 }) },
  { weight: 1, arbitrary: fc.constantFrom('gap' as const, 'stale' as const) },
)
const seriesOf = fc.record({
  name: fc.constantFrom('m', 'n'),
  a: fc.constantFrom('1', '2'),
  b: fc.constantFrom('x', 'y'),
  places: fc.array(place, { maxLength: 25 }),
})

test('a query over time is the same as many questions', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...QUERIES),
      fc.uniqueArray(seriesOf, { maxLength: 6, selector: ({ name, a, b }) => name + a + b }),
      fc.integer({ min: 1, max: 70 }),
      async (query, all, stepSeconds) => {
        const source = new MemorySource()
        for (const { name, a, b, places } of all) {
          const kept = places.flatMap((value, i) =>
            value === 'gap' ? [] : [{ value, time: i * 15_000 }],
          )
          const values = Float64Array.from(kept, ({ value }) => (value === 'stale' ? 0 : value))
          for (const [i, { value }] of kept.entries()) if (value === 'stale') writeStale(values, i)
          source.add(
            { __name__: name, a, b },
            Float64Array.from(kept, ({ time }) => time),
            values,
          )
        }
        const [start, end] = [7_000, 500_000]
        const range = await evaluateRange(query, start, end, stepSeconds * 1000, source)
        const fromRange = new Map<number, Map<string, number>>()
        for (const { labels, times, values } of range.series)
          for (const [i, time] of times.entries()) {
            const at = fromRange.get(time) ?? new Map<string, number>()
            fromRange.set(time, at.set(labelsKey(labels), values[i]!))
          }
        for (let time = start; time <= end; time += stepSeconds * 1000) {
          const instant = await evaluateInstant(query, time, source)
          const samples = instant.type === 'vector' ? instant.samples : []
          const alone = new Map(samples.map(({ labels, value }) => [labelsKey(labels), value]))
          expect(alone).toEqual(fromRange.get(time) ?? new Map())
        }
      },
    ),
    { numRuns: 300 },
  )
}, 60_000)
