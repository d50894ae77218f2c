/** The language of searches: what is read, and what is refused with the place and the way out. */
import { expect, test } from 'vitest'
import { parseSearch } from './parse.ts'
import type { Search, Value } from './syntax.ts'

/** The tree in brackets, so that a decision is one line. */
function shown(search: Search): string {
  switch (search.kind) {
    case 'everything':
      return 'everything'
    case 'and':
    case 'or':
      return `(${search.parts.map(shown).join(` ${search.kind} `)})`
    case 'not':
      return `not ${shown(search.part)}`
    case 'text':
      return written(search.value)
    case 'exists':
      return `exists ${search.name}`
    case 'field':
      return `${search.name} ${search.operator} ${written(search.value)}`
  }
}

function written(value: Value): string {
  if (value.kind === 'exact') return `'${value.text}'`
  if (value.kind === 'wildcard') return `'${value.pieces.join("'*'")}'`
  return `/${value.source}/${value.anyCase ? 'i' : ''}`
}

test.each([
  ['', 'everything'],
  ['   \n', 'everything'],
  ['declined', "'declined'"],
  ['card declined', "('card' and 'declined')"],
  ['"card declined"', "'card declined'"],
  ['"say \\"no\\" \\\\ \\n"', '\'say "no" \\ \\n\''],
  ['a OR b c', "('a' or ('b' and 'c'))"],
  ['(a OR b) c', "(('a' or 'b') and 'c')"],
  ['a AND b', "('a' and 'b')"],
  ['and or not', "('and' and 'or' and 'not')"],
  ['-a', "not 'a'"],
  ['NOT a', "not 'a'"],
  ['--a', "not not 'a'"],
  ['-(a OR b)', "not ('a' or 'b')"],
  ['a - b', "('a' and '-' and 'b')"],
  ['well-known', "'well-known'"],
  ['service:orders', "service = 'orders'"],
  ['service:"my shop"', "service = 'my shop'"],
  ['service:(orders OR pay*)', "(service = 'orders' or service = 'pay'*'')"],
  ['service!=(a OR b)', "not (service = 'a' or service = 'b')"],
  ['-service:orders', "not service = 'orders'"],
  ['level>=error', "level >= 'error'"],
  ['level:>=error', "level >= 'error'"],
  ['duration > 500ms', "duration > '500ms'"],
  ['http.route:"/pay"', "http.route = '/pay'"],
  ['http.route:/^.pay/i', 'http.route = /^.pay/i'],
  ['attr.shard>=5', "attr.shard >= '5'"],
  ['temperature<-3', "temperature < '-3'"],
  ['trace:0af7651916cd43dd8448eb211c80319c', "trace = '0af7651916cd43dd8448eb211c80319c'"],
  ['exists(order.id)', 'exists order.id'],
  ['-exists( order.id )', 'not exists order.id'],
  ['/time(d )?out/i', '/time(d )?out/i'],
  ['/a\\/b\\d/', '/a/b\\d/'],
  ['pay*', "'pay'*''"],
  ['*pay*ment', "''*'pay'*'ment'"],
  ['pay\\*', "'pay*'"],
  ['10:30', "'10:30'"],
  ['http://shop.example/x', "'http://shop.example/x'"],
  ['service\\:orders', "'service:orders'"],
  ['((a))', "'a'"],
])('%s', (text, tree) => {
  expect(shown(parseSearch(text))).toBe(tree)
})

test.each([
  ['"card', 1, 'quotation mark'],
  ['a "b', 3, 'quotation mark'],
  ['/a', 1, 'regular expression'],
  ['//', 1, 'regular expression'],
  ['/pay/card', 1, 'regular expression'],
  [`x /${'a'.repeat(501)}/`, 3, 'longer than 500'],
  ['(a', 3, 'bracket is not closed'],
  ['(a b', 5, 'bracket is not closed'],
  ['a)', 2, 'no bracket'],
  ['()', 2, 'bracket is closed'],
  ['a OR', 5, 'missing at the end'],
  ['OR a', 1, 'OR has nothing before it'],
  ['a AND OR b', 7, 'OR has nothing before it'],
  ['NOT', 4, 'missing at the end'],
  ['service:', 9, 'field service has no value'],
  ['service: )', 10, 'field service has no value'],
  ['level>=(a OR b)', 8, 'field level has no value'],
  ['service:(a b)', 12, 'bracket is not closed'],
  ['service:(level:a)', 10, 'only values'],
  ['""', 1, 'nothing between'],
  ['x'.repeat(2_001), 2_001, 'longer than 2000'],
  ['a '.repeat(101), 201, 'more than 100 parts'],
  ['('.repeat(31), 31, 'nested deeper'],
  [`${'-'.repeat(40)}a`, 31, 'nested deeper'],
])('%s is refused at column %i', (text, column, reason) => {
  let error: unknown
  try {
    parseSearch(text)
  } catch (thrown) {
    error = thrown
  }
  expect(error).toMatchObject({
    code: 'telemetry.search-not-understood',
    kind: 'bad-input',
    hint: expect.stringMatching(/.{5}/),
    details: { column },
  })
  expect((error as Error).message).toContain(reason)
})
