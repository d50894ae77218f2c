import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SampleBlocks } from './sample-blocks.ts'

const SERIES = 3

test('each series holds what a sorted list without doubles would hold, whatever the order of arrival', () => {
  const operation = fc.oneof(
    { weight: 8, arbitrary: fc.record({ series: fc.nat(SERIES - 1), add: fc.nat(90) }) },
    { weight: 1, arbitrary: fc.record({ series: fc.nat(SERIES - 1), dropBefore: fc.nat(90) }) },
    { weight: 1, arbitrary: fc.record({ series: fc.nat(SERIES - 1), drop: fc.constant(true) }) },
  )
  fc.assert(
    fc.property(
      fc.array(operation, { maxLength: 250, size: 'max' }),
      fc.nat(90),
      fc.nat(90),
      (steps, from, to) => {
        const blocks = new SampleBlocks()
        const expected: [number, number][][] = Array.from({ length: SERIES }, () => [])
        steps.forEach((step, value) => {
          const { series } = step
          const before = expected[series]!
          if ('add' in step) {
            const known = before.some(([time]) => time === step.add)
            expect(blocks.has(series, step.add)).toBe(known)
            expect(blocks.add(series, step.add, value)).toBe(!known)
            if (!known) before.push([step.add, value])
            before.sort(([a], [b]) => a - b)
          } else if ('drop' in step) {
            expect(blocks.drop(series)).toBe(before.length)
            expected[series] = []
          } else {
            const rest = before.filter(([time]) => time >= step.dropBefore)
            expect(blocks.dropBefore(series, step.dropBefore)).toBe(before.length - rest.length)
            expected[series] = rest
          }
        })
        for (const [series, held] of expected.entries()) {
          expect(blocks.count(series)).toBe(held.length)
          expect(blocks.lastMs(series)).toBe(held.at(-1)?.[0])
          expect(blocks.lastValue(series)).toBe(held.at(-1)?.[1])
          const { times, values } = blocks.between(series, from, to)
          const inside = held.filter(([time]) => time > from && time <= to)
          expect([...times].map((time, i) => [time, values[i]])).toEqual(inside)
        }
      },
    ),
  )
})
