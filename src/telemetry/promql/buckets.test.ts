/** What is known from counts below some bounds, at the edges of what they say. */
import { describe, expect, test } from 'vitest'
import { type Bucket, bucketFraction, bucketQuantile } from './buckets.ts'

const buckets = (...pairs: [number, number][]): Bucket[] =>
  pairs.map(([upper, count]) => ({ upper, count }))
const INF = Number.POSITIVE_INFINITY

describe('quantile', () => {
  test.each<[string, number, Bucket[], number]>([
    ['within a bucket, in proportion', 0.5, buckets([1, 10], [3, 30], [INF, 40]), 2],
    ['in the first bucket, from zero', 0.1, buckets([1, 10], [INF, 20]), 0.2],
    ['in the last bucket, the highest known bound', 0.9, buckets([1, 10], [INF, 20]), 1],
    ['below zero, the bound itself', 0.1, buckets([-1, 10], [INF, 20]), -1],
    ['no observations', 0.5, buckets([1, 0], [INF, 0]), Number.NaN],
    ['without a last bucket', 0.5, buckets([1, 1], [2, 2]), Number.NaN],
    ['below every quantile', -1, buckets([1, 1], [INF, 2]), -INF],
    ['equal bounds written differently', 0.5, buckets([1, 5], [1, 5], [INF, 20]), 1],
    ['in any order', 0.5, buckets([INF, 40], [3, 30], [1, 10]), 2],
  ])('%s', (_, q, given, expected) => {
    expect(bucketQuantile(q, given).value).toBe(expected)
  })

  test('counts that go down are mended, and said; tiny differences are not worth saying', () => {
    expect(bucketQuantile(0.5, buckets([1, 10], [2, 8], [INF, 20])).fixed).toBe(true)
    expect(bucketQuantile(0.5, buckets([1, 10], [2, 10 - 1e-13], [INF, 20])).fixed).toBe(false)
  })
})

describe('fraction', () => {
  test.each<[string, number, number, Bucket[], number]>([
    ['whole buckets', 1, 3, buckets([1, 10], [3, 30], [INF, 40]), 0.5],
    ['parts of buckets', 0.5, 2, buckets([1, 10], [3, 30], [INF, 40]), 0.375],
    ['everything', -INF, INF, buckets([1, 10], [INF, 40]), 1],
    ['nothing between', 2, 2, buckets([1, 10], [INF, 40]), 0],
    ['beyond the last bound nothing is known', 5, 9, buckets([1, 10], [INF, 40]), 0],
    ['not a number', Number.NaN, 1, buckets([1, 10], [INF, 40]), Number.NaN],
  ])('%s', (_, lower, upper, given, expected) => {
    expect(bucketFraction(lower, upper, given)).toBe(expected)
  })
})
