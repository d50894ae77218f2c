import { expect, test } from 'vitest'
import { isOriginOf } from './origins.ts'

test.each([
  ['https://shop.example', 'https://shop.example', true],
  ['https://shop.example', 'http://shop.example', false],
  ['https://shop.example', 'https://shop.example.evil.test', false],
  ['https://shop.example', 'https://shopxexample', false],
  ['https://*.shop.example', 'https://www.shop.example', true],
  ['https://*.shop.example', 'https://shop.example', false],
  ['https://*.shop.example', 'https://evilshop.example', false],
  ['http://127.0.0.1:*', 'http://127.0.0.1:4610', true],
  ['http://127.0.0.1:*', 'http://127.0.0.1', true],
  ['http://127.0.0.1:*', 'http://127.0.0.1:80.evil.test', false],
  ['https://shop.example', 'null', false],
])('%s and a page of %s: %s', (allowed, origin, is) => {
  expect(isOriginOf(origin, [allowed])).toBe(is)
})
