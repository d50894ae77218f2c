/** A search becomes SQL that holds nothing of what was written in it. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LogRecord } from '../model.ts'
import { compileSearch } from './compile.ts'
import { logDialect } from './log-dialect.ts'
import { matchSearch } from './match.ts'
import { parseSearch } from './parse.ts'
import { spanDialect } from './span-dialect.ts'
import { SearchNotUnderstood } from './syntax.ts'

const dialects = { logs: logDialect, spans: spanDialect }
type Name = keyof typeof dialects

/** Undefined when it is refused; anything but the one error fails the test. */
function compiled(text: string, dialect: Name) {
  try {
    return compileSearch(parseSearch(text), dialects[dialect])
  } catch (error) {
    if (error instanceof SearchNotUnderstood) return undefined
    throw error
  }
}

test.each([
  ['declined', 'hasToken(lower(body), {q0:String})', ['declined']],
  ['Declined', 'hasToken(lower(body), {q0:String})', ['declined']],
  [
    '"Card declined"',
    'hasToken(lower(body), {q0:String}) and hasToken(lower(body), {q1:String}) and positionCaseInsensitiveUTF8(body, {q2:String}) > 0',
    ['card', 'declined', 'Card declined'],
  ],
  ['žluť', 'positionCaseInsensitiveUTF8(body, {q0:String}) > 0', ['žluť']],
  ['*clin*', 'positionCaseInsensitiveUTF8(body, {q0:String}) > 0', ['clin']],
  ['pay*', 'match(body, {q0:String})', ['(?i)(?:^|[^0-9A-Za-z])pay\\S*']],
  ['/a+b/i', 'match(body, {q0:String})', ['(?i)a+b']],
  ['service:orders', 'service = {q0:String}', ['orders']],
  ['service:pay*', 'match(service, {q0:String})', ['(?s)^pay.*$']],
  ['level>=error', 'severity >= {q0:UInt8}', [17]],
  ['level:warning', 'severity between {q0:UInt8} and {q1:UInt8}', [13, 16]],
  ['level<info', '(severity > 0 and severity < {q0:UInt8})', [9]],
  ['trace:ABCD', 'trace_id = {q0:String}', ['abcd']],
  ['exists(attr.order.id)', 'mapContains(attrs, {q0:String})', ['order.id']],
  ['attr.n>=5', 'ifNull(toFloat64OrNull(attrs[{q0:String}]) >= {q1:Float64}, 0)', ['n', 5]],
])('logs: %s', (text, sql, params) => {
  const found = compiled(text, 'logs')!
  expect(found.sql).toContain(sql)
  expect(Object.values(found.params)).toEqual(params)
})

test.each([
  ['status:error', 'status = {q0:UInt8}', [2]],
  ['kind!=client', 'kind != {q0:UInt8}', [3]],
  ['duration>1.5s', 'duration_ns / 1e6 > {q0:Float64}', [1500]],
  ['operation:"POST /pay"', 'name = {q0:String}', ['POST /pay']],
  [
    'http.route:"/pay"',
    '(mapContains(attrs, {q0:String}) and (attrs[{q0:String}] = {q1:String})) or (not mapContains(attrs, {q0:String}) and (mapContains(resource, {q0:String}) and (resource[{q0:String}] = {q2:String})))',
    ['http.route', '/pay', '/pay'],
  ],
])('spans: %s', (text, sql, params) => {
  const found = compiled(text, 'spans')!
  expect(found.sql).toContain(sql)
  expect(Object.values(found.params)).toEqual(params)
})

test.each<[Name, string, number, string]>([
  ['logs', 'level:loud', 7, 'not a level'],
  ['logs', 'a level>=25', 10, 'not a level'],
  ['logs', 'level:/x/', 7, 'not a level'],
  ['logs', 'service>orders', 9, 'not compared by size'],
  ['logs', 'order.id>many', 10, 'neither a number nor a duration'],
  ['logs', 'duration>soon', 10, 'neither a number nor a duration'],
  ['spans', 'status:bad', 8, 'not a status'],
  ['spans', 'status>=error', 9, 'not a status'],
  ['spans', 'kind:x', 6, 'not a kind'],
  ['spans', 'duration:soon', 10, 'not a duration'],
])('%s: %s is refused at column %i', (dialect, text, column, reason) => {
  expect(() => compileSearch(parseSearch(text), dialects[dialect])).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ column }) }),
  )
  expect(() => compileSearch(parseSearch(text), dialects[dialect])).toThrow(reason)
})

const RECORD: LogRecord = {
  timeNs: 0n,
  observedMs: 0,
  service: 'orders',
  host: '',
  severity: 9,
  traceId: '',
  spanId: '',
  body: '',
  attributes: { x: '5', 'http.route': '/pay' },
  resource: {},
}

/** All that our own text is made of, once the placeholders are taken out. */
const OURS = new RegExp(
  `^(?:${[
    String.raw`[\s(),<>=!*/\[\]]`,
    String.raw`'(?:\^-\?\[0-9\]\+\(\?:\[\.\]\[0-9\]\+\)\?|\^-\?\[0-9\.\]\+ \*\(\[a-zµ\]\+\)\$|ns|us|µs|ms|s|m|min|h|duration|duration_ms|duration\.ms|durationMs|latency_ms|elapsed_ms)?'`,
    String.raw`\b(?:and|or|not|between|match|ifNull|if|hasToken|hasTokenCaseInsensitive|positionCaseInsensitiveUTF8|lower|mapContains|attrs|resource|toFloat64OrNull|extract|transform|toString|toFixedString|unhex|hex)\b`,
    String.raw`\b(?:service|host|body|severity|trace_id|span_id|parent_id|pattern_id|name|status|status_message|kind|duration_ns)\b`,
    String.raw`\b(?:\d+(?:\.\d*)?|1e6)(?![A-Za-z_])`,
  ].join('|')})*$`,
)
const PLACEHOLDER = /\{q\d+:(?:String|Float64|UInt8)\}/g

const piece = fc.oneof(
  fc.constantFrom(
    ...[
      'service:',
      'level>=',
      'error',
      '(',
      ')',
      ' OR ',
      ' AND ',
      '-',
      'NOT ',
      '"',
      '/',
      '*',
      '\\',
    ],
    ...[
      'exists(',
      'attr.',
      'x>=',
      '5',
      '500ms',
      "'",
      ';',
      '--',
      '/*',
      '{q0:String}',
      '`',
      '\0',
      '\n\n',
    ],
    ...[
      "') or 1=1 --",
      'drop table tel.logs',
      'duration>',
      'status:',
      'trace:',
      'kind:',
      'http.route:',
    ],
  ),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.string({ maxLength: 8 }),
)
const anyText = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join('')),
  fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(' ')),
)

describe('whatever is written', () => {
  test('it is refused by the one error, or the SQL is made of our own words and placeholders alone', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom<Name>('logs', 'spans'), (text, dialect) => {
        const found = compiled(text, dialect)
        if (!found) return
        expect(found.sql.replace(PLACEHOLDER, ' ')).toMatch(OURS)
        const named = new Set(
          found.sql.match(PLACEHOLDER)?.map((one) => one.slice(1, one.indexOf(':'))),
        )
        expect([...named].sort()).toEqual(Object.keys(found.params).sort())
      }),
      { numRuns: 5_000 },
    )
  })

  test('what arrives is matched, or the search is refused by the same error', () => {
    fc.assert(
      fc.property(anyText, fc.string({ unit: 'grapheme', maxLength: 30 }), (text, body) => {
        try {
          expect(matchSearch(parseSearch(text))({ ...RECORD, body })).toBeTypeOf('boolean')
        } catch (error) {
          if (!(error instanceof SearchNotUnderstood)) throw error
        }
      }),
      { numRuns: 3_000 },
    )
  })

  test('the SQL of a search does not change with the words in it', () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/)
    const hostile = fc.string({ maxLength: 20 }).filter((text) => text.trim() !== '')
    const quoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`
    fc.assert(
      fc.property(word, hostile, hostile, fc.nat(), fc.nat(), (name, a, b, n, m) => {
        const search = (value: string, number: number) =>
          `attr.${name}:${quoted(value)} service!=${quoted(value)} (host:${quoted(value)} OR n>=${number}) level>=warn`
        for (const dialect of ['logs', 'spans'] as const)
          expect(compiled(search(a, n), dialect)?.sql).toBe(compiled(search(b, m), dialect)?.sql)
      }),
    )
  })
})
