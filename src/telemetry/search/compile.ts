/**
 * A search as a condition in SQL. The text of the condition is made of our own words and of placeholders; every
 * word of the person is a parameter. So what is asked can never become what is run.
 */
import { attributeOf, type MapPlace, mapsOf } from './attribute.ts'
import { compareQuantity, quantityGiven } from './compare-quantity.ts'
import type { Dialect, FieldRead, Writer } from './dialect.ts'
import type { Search, Value } from './syntax.ts'
import { containedText, tokensOf, wildcardPattern, wordsPattern } from './text.ts'

export interface Condition {
  readonly sql: string
  readonly params: Readonly<Record<string, string | number>>
}

/** @throws SearchNotUnderstood when a field cannot be compared like that */
export function compileSearch(search: Search, dialect: Dialect): Condition {
  const params: Record<string, string | number> = {}
  const writer = writerInto(params)
  const condition = (part: Search): string => {
    switch (part.kind) {
      case 'everything':
        return '1'
      case 'and':
      case 'or':
        return `(${part.parts.map(condition).join(` ${part.kind} `)})`
      case 'not':
        return `not ${condition(part.part)}`
      case 'text':
        return `(${dialect.words.map((place) => textIn(place, part.value, writer)).join(' or ')})`
      case 'exists':
        return dialect.exists(part.name) ?? attributeExists(part.name, writer)
      case 'field':
        return dialect.field(part, writer) ?? attributeCondition(part, writer)
    }
  }
  return { sql: condition(search), params }
}

function writerInto(params: Record<string, string | number>): Writer {
  let count = 0
  const given = (value: string | number, type = 'String') => {
    const name = `q${count++}`
    params[name] = value
    return `{${name}:${type}}`
  }
  const writer: Writer = {
    given,
    text(column, value, operator) {
      const equal =
        value.kind === 'exact'
          ? `${column} = ${given(value.text)}`
          : `match(${column}, ${given(value.kind === 'wildcard' ? wildcardPattern(value) : sourceOf(value))})`
      return operator === '=' ? `(${equal})` : `not (${equal})`
    },
    number: (expression, operator, value) =>
      `ifNull(${expression} ${operator} ${given(value, 'Float64')}, 0)`,
  }
  return writer
}

/**
 * Words are found by the index of whole words first and looked at afterwards: the index skips what cannot hold
 * them, and `positionCaseInsensitiveUTF8` alone would read every line.
 */
function textIn(
  { column, indexed }: Dialect['words'][number],
  value: Value,
  { given }: Writer,
): string {
  if (value.kind === 'pattern') return `match(${column}, ${given(sourceOf(value))})`
  if (value.kind === 'wildcard') {
    const contained = containedText(value)
    return contained === undefined
      ? `match(${column}, ${given(wordsPattern(value))})`
      : `positionCaseInsensitiveUTF8(${column}, ${given(contained)}) > 0`
  }
  const { tokens, whole } = tokensOf(value.text)
  const place = indexed ? `lower(${column})` : column
  const word = indexed ? 'hasToken' : 'hasTokenCaseInsensitive'
  const has = tokens.map((token) => `${word}(${place}, ${given(token)})`)
  if (!whole) has.push(`positionCaseInsensitiveUTF8(${column}, ${given(value.text)}) > 0`)
  return `(${has.join(' and ')})`
}

const sourceOf = ({ source, anyCase }: { source: string; anyCase: boolean }): string =>
  anyCase ? `(?i)${source}` : source

function attributeExists(name: string, writer: Writer): string {
  return attributeOf(name, writer.given).has
}

function attributeCondition(read: FieldRead, writer: Writer): string {
  const { name, operator, value, column } = read
  if (operator === '=') return attributeEquals(name, value, writer)
  if (operator === '!=') return `not ${attributeEquals(name, value, writer)}`
  const { has, value: text } = attributeOf(name, writer.given)
  const quantity = quantityGiven(name, operator, value, column)
  return `(${has} and ${compareQuantity(text, operator, quantity, writer)})`
}

/** Written without a choice between values, which no index of values could look into. */
function attributeEquals(name: string, value: Value, writer: Writer): string {
  const { attribute, resource } = mapsOf(name, writer.given)
  const inMap = (place: MapPlace) => `(${place.has} and ${writer.text(place.value, value, '=')})`
  if (!attribute || !resource) return inMap((attribute ?? resource)!)
  return `(${inMap(attribute)} or (not ${attribute.has} and ${inMap(resource)}))`
}
