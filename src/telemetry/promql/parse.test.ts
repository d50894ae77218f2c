/** The promise of the parser: every text is a query or a syntax error with its place, and operators bind as in Prometheus. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Expr } from './ast.ts'
import { PromqlSyntaxError } from './errors.ts'
import { formatExpr } from './format.ts'
import { parsePromql } from './parse.ts'

/** The expression with every operator in parentheses, so that binding can be seen. */
function bound(expr: Expr): string {
  if (expr.kind === 'binary') return `(${bound(expr.lhs)} ${expr.op} ${bound(expr.rhs)})`
  if (expr.kind === 'unary') return `(${expr.op}${bound(expr.expr)})`
  if (expr.kind === 'paren') return bound(expr.expr)
  return formatExpr(expr)
}

function withoutPositions(expr: Expr): unknown {
  return JSON.parse(
    JSON.stringify(expr, (key, value) => {
      if (key === 'position') return undefined
      return typeof value === 'number' ? String(value) : value
    }),
  )
}

describe('binding', () => {
  test.each([
    ['1 + 2 * 3', '(1 + (2 * 3))'],
    ['1 - 2 - 3', '((1 - 2) - 3)'],
    ['2 ^ 3 ^ 2', '(2 ^ (3 ^ 2))'],
    ['-2 ^ 2', '(-(2 ^ 2))'],
    ['a or b and c', '(a or (b and c))'],
    ['a > b + c', '(a > (b + c))'],
    ['a + b offset 5m', '(a + b offset 5m)'],
    ['-a offset 5m', '(-a offset 5m)'],
    ['a / b @ 60', '(a / b @ 60)'],
    ['a * rate(b_total[5m]) > 3', '((a * rate(b_total[5m])) > 3)'],
    ['a atan2 b', '(a atan2 b)'],
  ])('%s', (text, expected) => {
    expect(bound(parsePromql(text))).toBe(expected)
  })
})

describe('literals', () => {
  test.each([
    ['0x1F', 31],
    ['017', 15],
    ['08', 8],
    ['1_000', 1000],
    ['2.', 2],
    ['1.e2', 100],
    ['1.e+2', 100],
    ['.5', 0.5],
    ['1e-3', 0.001],
    ['1h30m', 5400],
    ['-Inf', Number.NEGATIVE_INFINITY],
    ['nan', Number.NaN],
  ])('%s', (text, value) => {
    expect(parsePromql(text)).toMatchObject({ kind: 'number', value })
  })

  test.each([
    [String.raw`"a\tb"`, 'a\tb'],
    [String.raw`'it\'s'`, "it's"],
    [String.raw`"\u00e9\x41\101"`, 'éAA'],
    ['`raw\\n`', 'raw\\n'],
  ])('%s', (text, value) => {
    expect(parsePromql(text)).toMatchObject({ kind: 'string', value })
  })
})

test('selectors keep the name as a matcher, quoted or not', () => {
  const plain = parsePromql('up{job="a", zone!~"b.*"}')
  const quoted = parsePromql('{"up", job="a", "zone"!~"b.*"}')
  expect(withoutPositions(quoted)).toEqual(withoutPositions(plain))
  expect(plain).toMatchObject({
    name: 'up',
    matchers: [
      { name: '__name__', op: '=', value: 'up' },
      { name: 'job', op: '=', value: 'a' },
      { name: 'zone', op: '!~', value: 'b.*' },
    ],
  })
})

describe('refused, with the place', () => {
  test.each([
    ['', 0],
    ['rate(up_total[5m]', 17],
    ['sum(nofunction(up))', 4],
    ['rate(up_total)', 5],
    ['up + "text"', 5],
    ['1 > 2', 0],
    ['{job=""}', 0],
    ['up{job=~"("}', 8],
    ['up[5m] + 1', 0],
    ['up offset 5m offset 5m', 13],
    ['up[0s]', 3],
    ['topk(up)', 0],
    ['sum(1, up)', 0],
    ['a and 1', 0],
    ['a + bool b', 0],
    ['"open', 0],
    ['a + on(x) group_left(x) b', 0],
    ['clamp(up, 1)', 0],
    ['(1)[5m]', 0],
    ['up{job="a"', 10],
    ['a ? b', 2],
  ])('%s', (text, position) => {
    let error: unknown
    try {
      parsePromql(text)
    } catch (caught) {
      error = caught
    }
    expect(error).toBeInstanceOf(PromqlSyntaxError)
    expect(error).toMatchObject({ details: { position } })
  })
})

describe('writing', () => {
  test.each([
    'sum by (job, "a.b") (rate(requests_total{code=~"5.."}[5m] offset 1m))',
    'a == bool on (x) group_left (y) fill_right(0) b',
    'max_over_time(rate(a_total[1m])[1h:30s] @ start())',
    'topk(3, a) without (b)',
    'quantile_over_time(0.9, a[step() * 2])',
    'a[min_of(5m, range())] offset -(5m)',
    '-(a + b) ^ 2',
    'label_replace(a, "x", "$1", "y", "(.*)\\n")',
    'a[1w1d2ms]',
    '{"odd name", x="1"}',
    'increase(a_total[5m] smoothed)',
  ])('%s reads back as itself', (text) => {
    const expr = parsePromql(text)
    expect(withoutPositions(parsePromql(formatExpr(expr)))).toEqual(withoutPositions(expr))
  })
})

describe('whatever is written', () => {
  const refusesOrParses = (text: string) => {
    try {
      const expr = parsePromql(text)
      const again = parsePromql(formatExpr(expr))
      expect(withoutPositions(again)).toEqual(withoutPositions(expr))
    } catch (error) {
      if (!(error instanceof PromqlSyntaxError)) throw error
      expect(error.details.query).toBeTypeOf('string')
    }
  }

  test('any text parses or is a syntax error', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), refusesOrParses), { numRuns: 2000 })
  })

  test('any sequence of words parses, and reads back the same, or is a syntax error', () => {
    const words = [
      'a',
      'b_total',
      '{',
      '}',
      'x="1"',
      '(',
      ')',
      '[',
      ']',
      '5m',
      ':',
      '1',
      '-',
      '+',
      '^',
    ]
    words.push(
      'offset',
      '@',
      'end()',
      'sum',
      'by',
      'rate',
      'on',
      'group_left',
      'bool',
      '>',
      'or',
      ',',
    )
    words.push(
      '"s"',
      '`',
      'time()',
      'min_of',
      'step()',
      'smoothed',
      'fill',
      'topk',
      '#',
      '2.',
      'inf',
    )
    const soup = fc.array(fc.constantFrom(...words), { maxLength: 14 })
    fc.assert(
      fc.property(soup, (parts) => refusesOrParses(parts.join(' '))),
      { numRuns: 5000 },
    )
  })

  test.each(['(', '-', 'abs(', '1 + '])('a long run of %s is refused, not fatal', (part) => {
    const text = `${part.repeat(40_000)}1${part.endsWith('(') ? ')'.repeat(40_000) : ''}`
    expect(() => parsePromql(text)).toThrow(PromqlSyntaxError)
  })
})
