/** Questions find the same series by the index as by looking at each. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Catalog } from './catalog.ts'
import { seriesIdentity } from './model.ts'
import { compileMatchers, labelsKey, type Matcher } from './promql/index.ts'

const word = fc.constantFrom('', 'a', 'b', 'c')
const series = fc.record({ name: fc.constantFrom('m', 'n'), x: word, y: word })
const matcher: fc.Arbitrary<Matcher> = fc.record({
  name: fc.constantFrom('__name__', 'x', 'y', 'z'),
  op: fc.constantFrom('=', '!=', '=~'),
  value: fc.constantFrom('', 'a', 'b', 'm', 'a|c'),
})

test('whatever comes and goes in between, in the order of their labels', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(series, fc.array(matcher, { maxLength: 3 })), { maxLength: 30 }),
      fc.nat(30),
      (steps, forgetAt) => {
        const catalog = new Catalog()
        for (const [i, [{ name, ...labels }, matchers]] of steps.entries()) {
          catalog.intern(seriesIdentity(name, Object.entries(labels), 'gauge', ''), i)
          if (i === forgetAt) catalog.expire(i / 2)
          const satisfies = compileMatchers(matchers)
          const expected = [...catalog.all()].filter((one) => satisfies(one.labels))
          const found = catalog.select(matchers, 0)
          expect(new Set(found)).toEqual(new Set(expected))
          const names = matchers.some(({ name, op }) => name === '__name__' && op === '=')
          const keys = found.map((one) => labelsKey(one.labels))
          if (names) expect(keys).toEqual([...keys].sort())
        }
      },
    ),
    { numRuns: 500 },
  )
})
