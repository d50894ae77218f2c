/**
 * A search of log records as a test of one record in memory, for those who follow what arrives. It says what the
 * SQL of the same search says; a scenario holds both to one table.
 *
 * Regular expressions are refused: ours are RE2's, which take time in proportion to the text, and the server's own
 * engine does not. Everything here is a plain search in a text.
 */
import type { LogRecord } from '../model.ts'
import { quantityGiven, quantityIn } from './compare-quantity.ts'
import type { FieldRead } from './dialect.ts'
import { DURATIONS, levelBounds } from './log-dialect.ts'
import { type Operator, type Search, SearchNotUnderstood, type Value } from './syntax.ts'
import { containedText, tokensOf } from './text.ts'
import { isWholly, standsIn } from './wildcard.ts'

type Test = (record: LogRecord) => boolean

/** @throws SearchNotUnderstood also for what only the store can do: patterns and templates */
export function matchSearch(search: Search): Test {
  switch (search.kind) {
    case 'everything':
      return () => true
    case 'and':
    case 'or': {
      const tests = search.parts.map(matchSearch)
      return search.kind === 'and'
        ? (record) => tests.every((test) => test(record))
        : (record) => tests.some((test) => test(record))
    }
    case 'not': {
      const test = matchSearch(search.part)
      return (record) => !test(record)
    }
    case 'text': {
      const test = wordsTest(search.value, search.column)
      return ({ body }) => test(body)
    }
    case 'exists':
      return existsTest(search.name, search.column)
    case 'field':
      return fieldTest(search)
  }
}

const TEXT: Readonly<Record<string, (record: LogRecord) => string>> = {
  service: ({ service }) => service,
  host: ({ host }) => host,
  body: ({ body }) => body,
  message: ({ body }) => body,
  msg: ({ body }) => body,
  trace: ({ traceId }) => traceId,
  trace_id: ({ traceId }) => traceId,
  span: ({ spanId }) => spanId,
  span_id: ({ spanId }) => spanId,
}

function onlyInStore(what: string, column: number) {
  return new SearchNotUnderstood({
    reason: `${what} cannot be followed while records arrive`,
    column,
    mend: 'Use words, phrases, fields and stars, or search without following.',
  })
}

function wordsTest(value: Value, column: number): (text: string) => boolean {
  if (value.kind === 'pattern') throw onlyInStore('a regular expression', column)
  if (value.kind === 'wildcard') {
    const contained = containedText(value)?.toLowerCase()
    if (contained !== undefined) return (text) => text.toLowerCase().includes(contained)
    if (value.pieces.some((piece) => /\s/.test(piece)))
      throw onlyInStore('a star beside a space', column)
    const pieces = value.pieces.map((piece) => piece.toLowerCase())
    return (text) => standsIn(text.toLowerCase(), pieces)
  }
  const { tokens, whole } = tokensOf(value.text)
  const phrase = value.text.toLowerCase()
  return (text) => {
    const lower = text.toLowerCase()
    if (!whole && !lower.includes(phrase)) return false
    return tokens.every((token) => standsIn(lower, [token]))
  }
}

function valueTest(value: Value, column: number): (text: string) => boolean {
  if (value.kind === 'pattern') throw onlyInStore('a regular expression', column)
  if (value.kind === 'exact') return (text) => text === value.text
  return (text) => isWholly(text, value.pieces)
}

function existsTest(name: string, column: number): Test {
  if (name === 'level' || name === 'severity') return ({ severity }) => severity > 0
  if (name === 'template') throw onlyInStore('a template', column)
  const of = Object.hasOwn(TEXT, name) ? TEXT[name] : undefined
  return of ? (record) => of(record) !== '' : (record) => attributeIn(record, name) !== undefined
}

function fieldTest(read: FieldRead): Test {
  const { name, operator, value, column } = read
  const isText = operator === '=' || operator === '!='
  const turned = (test: Test): Test => (operator === '!=' ? (record) => !test(record) : test)
  if (name === 'level' || name === 'severity') return levelTest(read)
  if (name === 'template') throw onlyInStore('a template', column)
  const of = Object.hasOwn(TEXT, name) ? TEXT[name] : undefined
  if (of) {
    if (!isText)
      throw new SearchNotUnderstood({
        reason: `${name} is text and is not compared by size`,
        column,
        mend: `Write ${name}:value or ${name}!=value.`,
      })
    const isId = /^(?:trace|span)/.test(name) && value.kind === 'exact'
    const test = valueTest(isId ? { ...value, text: value.text.toLowerCase() } : value, column)
    return turned((record) => test(of(record)))
  }
  if (isText) {
    const test = valueTest(value, column)
    return turned((record) => {
      const text = attributeIn(record, name)
      return text !== undefined && test(text)
    })
  }
  const names = name === 'duration' ? DURATIONS.map((one) => `attr.${one}`) : [name]
  const tests = names.map((one) => {
    const quantity = quantityGiven(one, operator, value, column)
    const given = quantity.kind === 'number' ? quantity.number : quantity.ms
    return (record: LogRecord) => {
      const text = attributeIn(record, one)
      const found = text === undefined ? undefined : quantityIn(text, quantity)
      return found !== undefined && compare(found, operator, given)
    }
  })
  return (record) => tests.some((test) => test(record))
}

function levelTest(read: FieldRead): Test {
  const bounds = levelBounds(read)
  const { operator } = read
  if (bounds === 'unknown')
    return ({ severity }) => (operator === '=' ? severity === 0 : severity !== 0)
  const { first, last } = bounds
  if (operator === '=' || operator === '!=')
    return ({ severity }) => (severity >= first && severity <= last) === (operator === '=')
  const limit = operator === '>' || operator === '<=' ? last : first
  return ({ severity }) => severity > 0 && compare(severity, operator, limit)
}

function compare(a: number, operator: Operator, b: number): boolean {
  if (operator === '>') return a > b
  if (operator === '>=') return a >= b
  return operator === '<' ? a < b : a <= b
}

function attributeIn({ attributes, resource }: LogRecord, name: string): string | undefined {
  const [, where, rest] = /^(attr|resource)\.(.+)$/.exec(name) ?? []
  const own = (map: Readonly<Record<string, string>>, key: string) =>
    Object.hasOwn(map, key) ? map[key] : undefined
  if (where && rest) return own(where === 'attr' ? attributes : resource, rest)
  return own(attributes, name) ?? own(resource, name)
}
