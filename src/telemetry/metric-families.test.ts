/** What is said of a metric holds for the series of its parts. */
import { expect, test } from 'vitest'
import { MetricFamilies } from './metric-families.ts'

test('buckets, sums and counts belong to their family, and only to one of that type', () => {
  const families = new MetricFamilies()
  const family = (name: string, type: 'histogram' | 'summary' | 'counter' | 'gauge') => {
    const made = { name, type, help: 'Help.', unit: '' }
    expect(families.put(made)).toBe(true)
    return made
  }
  const [h, s, c, g] = [
    family('h', 'histogram'),
    family('s', 'summary'),
    family('c', 'counter'),
    family('g_count', 'gauge'),
  ]
  expect(['h_bucket', 'h_sum', 'h_count', 'h_total'].map((name) => families.of(name))).toEqual([
    h,
    h,
    h,
    undefined,
  ])
  expect(['s', 's_sum', 's_bucket'].map((name) => families.of(name))).toEqual([s, s, undefined])
  expect(['c', 'c_total', 'c_sum'].map((name) => families.of(name))).toEqual([c, c, undefined])
  expect([families.of('g_count'), families.of('g'), families.of('')]).toEqual([
    g,
    undefined,
    undefined,
  ])
  expect(families.put({ ...h })).toBe(false)
  expect(families.put({ ...h, help: 'Other.' })).toBe(true)
})
