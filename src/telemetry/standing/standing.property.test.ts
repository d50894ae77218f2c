/** The promise of standing queries: their answers are those of the evaluator, to the last bit. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { silentLog } from '#base'
import { Catalog } from '../catalog.ts'
import { Head } from '../head.ts'
import { seriesIdentity } from '../model.ts'
import { PlacedSamples } from '../placed-samples.ts'
import {
  evaluateInstant,
  labelsKey,
  MemorySource,
  parsePromql,
  type QueryValue,
  writeStale,
} from '../promql/index.ts'
import { StandingQueries } from './standing-queries.ts'
import type { StandingAnswer } from './standing-query.ts'

const RANGE_FUNCTIONS = [
  ...['rate', 'irate', 'increase', 'delta', 'idelta', 'deriv', 'changes', 'resets'],
  ...[
    'avg',
    'min',
    'max',
    'sum',
    'count',
    'last',
    'first',
    'present',
    'stddev',
    'stdvar',
    'mad',
  ].map((name) => `${name}_over_time`),
]
const number = fc.constantFrom('0', '1', '2.5', '-3', '1e9', 'Inf', 'NaN', '0.1')
const metric = fc.constantFrom('m_total', 'n_total')
const matchers = fc.constantFrom('', '{a="1"}', '{a!="1"}', '{b=~"x|y"}', '{a="1",b="x"}', '{c=""}')
const selector = fc.tuple(metric, matchers).map(([name, which]) => name + which)
const windowed = fc
  .tuple(fc.constantFrom(...RANGE_FUNCTIONS), selector, fc.constantFrom('10s', '1m', '5m'))
  .map(([name, which, window]) => `${name}(${which}[${window}])`)
const leaf = fc.oneof(
  selector,
  { weight: 2, arbitrary: windowed },
  fc
    .tuple(fc.constantFrom('0.5', '0.99', '-1', '2'), selector)
    .map(([q, which]) => `quantile_over_time(${q}, ${which}[1m])`),
  fc.tuple(selector, number).map(([which, n]) => `predict_linear(${which}[1m], ${n})`),
)
const operator = fc.constantFrom('+', '-', '*', '/', '%', '^', '>', '<', '>=', '<=', '==', '!=')
const compared = fc.constantFrom('> bool', '<= bool', '== bool')
const withNumber = (inner: fc.Arbitrary<string>) =>
  fc.oneof(
    inner,
    fc.tuple(inner, fc.oneof(operator, compared), number).map(([x, op, n]) => `(${x} ${op} ${n})`),
    fc.tuple(number, operator, inner).map(([n, op, x]) => `(${n} ${op} ${x})`),
    inner.map((x) => `-(${x})`),
    inner.map((x) => `abs(${x})`),
  )
const by = fc.constantFrom('', 'by (a)', 'by (a, b)', 'without (b)', 'by (le)', 'without ()')
const summed = (inner: fc.Arbitrary<string>) =>
  fc
    .tuple(fc.constantFrom('sum', 'avg', 'min', 'max', 'count', 'group', 'stddev'), by, inner)
    .map(([op, group, x]) => `${op} ${group} (${x})`)
const matching = fc.constantFrom('', 'on (a)', 'on (a, b)', 'ignoring (b)', 'on (a) group_left ()')
const matched = (inner: fc.Arbitrary<string>) =>
  fc.tuple(inner, operator, matching, inner).map(([x, op, on, y]) => `${x} ${op} ${on} ${y}`)
const buckets = fc
  .tuple(fc.constantFrom('0.5', '0.9', '1.5'), fc.constantFrom('sum by (le)', 'sum by (le, a)', ''))
  .map(([q, sum]) => `histogram_quantile(${q}, ${sum}(rate(h_bucket[1m])))`)
const query = fc.oneof(
  withNumber(leaf),
  withNumber(summed(withNumber(leaf))),
  withNumber(matched(fc.oneof(leaf, summed(leaf)))),
  summed(summed(leaf)),
  buckets,
  withNumber(buckets),
  leaf.map((x) => `absent(${x})`),
  fc.tuple(leaf, leaf).map(([x, y]) => `${x} or ${y}`),
  fc.tuple(leaf, leaf).map(([x, y]) => `${x} unless on (a) ${y}`),
  fc.tuple(leaf, fc.integer({ min: 0, max: 3 })).map(([x, k]) => `topk(${k}, ${x})`),
  selector.map((x) => `scalar(${x}) + time()`),
)

const SERIES = [
  ...['1', '2'].flatMap((a) => ['x', 'y', 'z'].map((b) => ['m_total', { a, b }] as const)),
  ['m_total', {}] as const,
  ...['1', '2'].flatMap((a) => ['x', 'y'].map((b) => ['n_total', { a, b }] as const)),
  ...['1', '2'].flatMap((a) => ['0.1', '1', '+Inf'].map((le) => ['h_bucket', { a, le }] as const)),
]

const value = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -5, max: 100 }) },
  { weight: 3, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Infinity, -Infinity, 0, -0, 1e300) },
)
/** What happens: some series have samples, a moment later; at times somebody is late. */
const step = fc.record({
  afterMs: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 0, max: 15_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 400_000 }) },
  ),
  samples: fc.array(
    fc.record({
      series: fc.nat(SERIES.length - 1),
      lateMs: fc.oneof(
        { weight: 6, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.integer({ min: -5_000, max: 30_000 }) },
      ),
      value,
    }),
    { maxLength: 10 },
  ),
  askBackMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30_000 })),
})

class World {
  readonly catalog = new Catalog()
  readonly head = new Head({ windowMs: 3_600_000, maxSamples: 100_000 }, 0)
  readonly oracle = new MemorySource()
  readonly standing: StandingQueries
  nowMs = 10_000_000

  constructor(maxSamples?: number) {
    this.standing = new StandingQueries({
      catalog: this.catalog,
      head: this.head,
      source: this.oracle,
      rolledUpToMs: () => 0,
      nowMs: () => this.nowMs,
      log: silentLog,
      ...(maxSamples ? { maxSamples } : {}),
    })
  }

  push(samples: readonly { series: number; lateMs: number; value: number }[]): void {
    const placed = new PlacedSamples(samples.length)
    for (const { series: which, lateMs, value } of samples) {
      const [name, labels] = SERIES[which]!
      const identity = seriesIdentity(name, Object.entries(labels), 'counter', '')
      const series = this.catalog.intern(identity, this.nowMs)!
      const timeMs = this.nowMs - lateMs
      if (this.head.has(series, timeMs)) continue
      this.head.add(series, timeMs, value)
      placed.add(series, this.head.numberOf(series), timeMs, value)
      const values = Float64Array.of(value)
      if (Number.isNaN(value)) writeStale(values, 0)
      this.oracle.add(series.labels, Float64Array.of(timeMs), values)
    }
    this.standing.take(placed)
  }
}

function rowsOf(answer: QueryValue): [string, number][] {
  if (answer.type === 'scalar') return [['', answer.value]]
  if (answer.type !== 'vector') throw new Error(answer.type)
  return answer.samples.map(({ labels, value }) => [labelsKey(labels), value])
}

const rowsOfStanding = ({ labels, values }: StandingAnswer): [string, number][] =>
  labels.map((one, i) => [labelsKey(one), values[i]!])

/** In order of labels: an answer is a set. */
const sorted = (rows: [string, number][]) => rows.sort(([a], [b]) => (a < b ? -1 : 1))

async function settle(run: () => unknown): Promise<unknown> {
  try {
    return await run()
  } catch (error) {
    return (error as Error).message
  }
}

test('a standing query answers what the evaluator answers, whatever arrives and in whatever order', async () => {
  let answered = 0
  let told = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(query, { minLength: 1, maxLength: 4 }),
      fc.array(step, { minLength: 1, maxLength: 25 }),
      fc.nat(24),
      async (queries, steps, heldFrom) => {
        const world = new World()
        let held: { text: string; at(atMs: number): StandingAnswer | undefined }[] = []
        for (const [i, { afterMs, samples, askBackMs }] of steps.entries()) {
          if (i === Math.min(heldFrom, steps.length - 1))
            held = queries.map((text) => {
              const one = world.standing.hold(parsePromql(text), 300_000, () => {})
              if (typeof one === 'string') throw new Error(`${text}: ${one}`)
              return { text, at: one.at }
            })
          world.nowMs += afterMs
          world.push(samples)
          const atMs = world.nowMs - askBackMs
          for (const { text, at } of held) {
            const expected = await settle(async () =>
              sorted(rowsOf(await evaluateInstant(text, atMs, world.oracle))),
            )
            const ours = await settle(() => {
              const answer = at(atMs)
              return answer && sorted(rowsOfStanding(answer))
            })
            told++
            // What memory does not know it leaves to the evaluator.
            if (ours === undefined) continue
            answered++
            expect(ours, `${text} at ${atMs}`).toEqual(expected)
          }
        }
      },
    ),
    { numRuns: 1_500 },
  )
  expect(answered / told).toBeGreaterThan(0.9)
}, 120_000)
