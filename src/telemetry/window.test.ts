import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SampleWindow } from './window.ts'

test('a window holds what a sorted list without doubles would hold, whatever the order of arrival', () => {
  const operation = fc.oneof(
    { weight: 5, arbitrary: fc.record({ add: fc.nat(60) }) },
    { weight: 1, arbitrary: fc.record({ dropBefore: fc.nat(60) }) },
  )
  fc.assert(
    fc.property(
      fc.array(operation, { maxLength: 120 }),
      fc.nat(60),
      fc.nat(60),
      (steps, from, to) => {
        const window = new SampleWindow()
        let expected: [number, number][] = []
        steps.forEach((step, value) => {
          if ('add' in step) {
            const known = expected.some(([time]) => time === step.add)
            expect(window.has(step.add)).toBe(known)
            expect(window.add(step.add, value)).toBe(!known)
            if (!known) expected.push([step.add, value])
            expected.sort(([a], [b]) => a - b)
          } else {
            const rest = expected.filter(([time]) => time >= step.dropBefore)
            expect(window.dropBefore(step.dropBefore)).toBe(expected.length - rest.length)
            expected = rest
          }
          expect(window.size).toBe(expected.length)
          expect(window.lastMs).toBe(expected.at(-1)?.[0])
          expect(window.lastValue).toBe(expected.at(-1)?.[1])
        })
        const { times, values } = window.between(from, to)
        const inside = expected.filter(([time]) => time > from && time <= to)
        expect([...times].map((time, i) => [time, values[i]])).toEqual(inside)
      },
    ),
  )
})
