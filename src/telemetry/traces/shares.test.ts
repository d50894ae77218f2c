/** A difference is only called one when chance does not explain it. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { certaintyOf } from './shares.ts'

test.each([
  [[3, 4], [1, 4], 'may-be-chance'],
  [[1, 1], [0, 1], 'may-be-chance'],
  [[0, 0], [5, 10], 'may-be-chance'],
  [[30, 30], [0, 1_000], 'more-in-a'],
  [[0, 1_000], [30, 30], 'more-in-b'],
  [[600, 1_000], [500, 1_000], 'more-in-a'],
  [[52, 100], [48, 100], 'may-be-chance'],
] as const)('%j and %j: %s', ([hitsA, ofA], [hitsB, ofB], verdict) => {
  expect(certaintyOf({ hits: hitsA, of: ofA }, { hits: hitsB, of: ofB }).verdict).toBe(verdict)
})

const count = fc
  .tuple(fc.nat(5_000), fc.nat(5_000))
  .map(([x, y]) => ({ hits: Math.min(x, y), of: Math.max(x, y) }))

test('it never claims more than was seen, and turning the sets round turns the verdict round', () => {
  fc.assert(
    fc.property(count, count, (a, b) => {
      const one = certaintyOf(a, b)
      const other = certaintyOf(b, a)
      expect(one.atLeast).toBeGreaterThanOrEqual(0)
      if (a.of > 0 && b.of > 0)
        expect(one.atLeast).toBeLessThanOrEqual(Math.abs(a.hits / a.of - b.hits / b.of) + 1e-12)
      expect(other.atLeast).toBeCloseTo(one.atLeast, 9)
      const turned = {
        'more-in-a': 'more-in-b',
        'more-in-b': 'more-in-a',
        'may-be-chance': 'may-be-chance',
      }
      expect(other.verdict).toBe(turned[one.verdict])
    }),
  )
})
