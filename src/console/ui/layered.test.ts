import { expect, test } from 'vitest'
import { layered } from './layered.ts'

const placesOf = (names: string[], pairs: [string, string][]) =>
  Object.fromEntries(
    layered(
      names,
      pairs.map(([from, to]) => ({ from, to })),
    ).map(({ name, layer, row }) => [name, [layer, row]]),
  )

test('who calls stands left of who is called, by the longest way', () => {
  expect(
    placesOf(
      ['shop', 'door', 'orders', 'payments'],
      [
        ['door', 'shop'],
        ['shop', 'orders'],
        ['orders', 'payments'],
        ['shop', 'payments'],
      ],
    ),
  ).toEqual({ door: [0, 0], shop: [1, 0], orders: [2, 0], payments: [3, 0] })
})

test('a circle of calls, and a service that calls itself, have places too', () => {
  const places = placesOf(
    ['a', 'b', 'c'],
    [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'b'],
      ['b', 'b'],
    ],
  )
  expect(places).toEqual({ a: [0, 0], b: [1, 0], c: [2, 0] })
})

test('lines that need not cross do not cross', () => {
  const places = placesOf(
    ['x', 'y', 'to-y', 'to-x'],
    [
      ['x', 'to-x'],
      ['y', 'to-y'],
    ],
  )
  expect(places['to-x']![1]! < places['to-y']![1]!).toBe(places.x![1]! < places.y![1]!)
})

test('services that nobody calls and that call nobody stand in the first layer', () => {
  expect(placesOf(['alone', 'too'], [])).toEqual({ alone: [0, 0], too: [0, 1] })
})
