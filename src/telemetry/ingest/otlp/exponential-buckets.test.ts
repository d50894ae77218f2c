/** Whatever was observed, a bucket counts what lies at or below its bound. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cumulativeBuckets } from './exponential-buckets.ts'

/** An exponential histogram as an SDK makes it: index i of scale s holds (base^i, base^(i+1)]. */
function histogramOf(values: readonly number[], scale: number) {
  const buckets = (own: readonly number[]) => {
    const indexes = own.map((value) => Math.ceil(Math.log2(value) * 2 ** scale) - 1)
    const offset = Math.min(...indexes)
    const bucketCounts = Array.from(
      { length: own.length === 0 ? 0 : Math.max(...indexes) - offset + 1 },
      (_, i) => BigInt(indexes.filter((index) => index === offset + i).length),
    )
    return own.length === 0 ? {} : { offset, bucketCounts }
  }
  return {
    scale,
    count: BigInt(values.length),
    zeroCount: BigInt(values.filter((value) => value === 0).length),
    positive: buckets(values.filter((value) => value > 0)),
    negative: buckets(values.filter((value) => value < 0).map((value) => -value)),
  }
}

// Away from the bounds themselves, where a logarithm rounds to either side.
const value = fc.integer({ min: -4_000, max: 4_000 }).map((n) => n * 1.000_37)

test('a bucket counts what lies at or below its bound', () => {
  fc.assert(
    fc.property(
      fc.array(value, { maxLength: 60 }),
      fc.integer({ min: -2, max: 5 }),
      (values, scale) => {
        const buckets = cumulativeBuckets(histogramOf(values, scale))!
        for (const { bound, count } of buckets)
          expect(count, `le ${bound}`).toBe(values.filter((one) => one <= bound).length)
        const bounds = buckets.map(({ bound }) => bound)
        expect(bounds).toEqual([...bounds].sort((a, b) => a - b))
        expect(new Set(bounds).size).toBe(bounds.length)
      },
    ),
  )
})

test('bounds stay the same when the resolution of the sender falls', () => {
  const values = [0.3, 1.1, 2.5, 7]
  const bounds = (scale: number) =>
    cumulativeBuckets(histogramOf(values, scale))!.map(({ bound }) => bound)
  expect(bounds(4)).toEqual(bounds(1))
  expect(bounds(4)).toContain(2 ** 1.5)
  for (const bound of bounds(0)) expect([...bounds(1), 8]).toContain(bound)
})

test('counts that contradict each other and more buckets than anybody sends are refused', () => {
  const positive = { offset: 0, bucketCounts: [3n] }
  expect(cumulativeBuckets({ count: 2n, positive })).toBeUndefined()
  const many = Array.from({ length: 1_000 }, () => 1n)
  expect(
    cumulativeBuckets({ count: 1_000n, positive: { bucketCounts: many }, scale: 0 }),
  ).toBeUndefined()
  expect(cumulativeBuckets({ count: 1n, zeroCount: 1n, zeroThreshold: Number.NaN })).toBeUndefined()
  // Beyond what a number holds there is no bound but +Inf.
  expect(
    cumulativeBuckets({ count: 1n, positive: { offset: 2 ** 30, bucketCounts: [1n] } }),
  ).toEqual([{ bound: 0, count: 0 }])
})
