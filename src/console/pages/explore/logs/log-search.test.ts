import { expect, test } from 'vitest'
import { parseSearch } from '#telemetry'
import { fieldName, withValue } from './log-search.ts'

test('a value that is chosen narrows the search, whatever stands in it', () => {
  expect(withValue('', 'service', 'orders')).toBe('service:"orders"')
  expect(withValue('level>=error', 'path', 'a "b" \\c', true)).toBe(
    'level>=error -path:"a \\"b\\" \\\\c"',
  )
  expect(withValue('a OR b', 'service', 'orders')).toBe('(a OR b) service:"orders"')
  expect(withValue('x service:"orders"', 'service', 'orders')).toBe('x service:"orders"')
})

test('what is written by a click is what the language reads', () => {
  for (const value of ['x', 'a b', '"', '\\', 'a\\"b', '(', 'OR', '-1', '*'])
    expect(parseSearch(withValue('a OR b', 'path', value))).toMatchObject({
      kind: 'and',
      parts: [{ kind: 'or' }, { kind: 'field', value: { kind: 'exact', text: value } }],
    })
})

test('an attribute is named so that it is not taken for a column', () => {
  expect(fieldName('service', 'attribute')).toBe('attr.service')
  expect(fieldName('order.id', 'attribute')).toBe('order.id')
  expect(fieldName('duration', 'resource')).toBe('resource.duration')
})
