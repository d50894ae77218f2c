/**
 * Reads a search: `service:orders level>=error "card declined" -healthcheck (a OR b)`. What stands side by side
 * must all hold; AND binds closer than OR; `-` and NOT turn one thing round.
 */
import { readTokens, type Token } from './read-tokens.ts'
import { type Operator, type Search, SearchNotUnderstood, type Value } from './syntax.ts'

export const MOST_SEARCH_LENGTH = 2_000
const MOST_DEPTH = 30
const MOST_TERMS = 100

/** @throws SearchNotUnderstood, and nothing else, whatever the text is */
export function parseSearch(text: string): Search {
  if (text.length > MOST_SEARCH_LENGTH)
    throw new SearchNotUnderstood({
      reason: `it is longer than ${MOST_SEARCH_LENGTH} signs`,
      column: MOST_SEARCH_LENGTH + 1,
      mend: 'Shorten it.',
    })
  const reader = new Reader(readTokens(text), text.length + 1)
  return reader.whole()
}

class Reader {
  readonly #tokens: readonly Token[]
  readonly #endColumn: number
  #at = 0
  #depth = 0
  #terms = 0

  constructor(tokens: readonly Token[], endColumn: number) {
    this.#tokens = tokens
    this.#endColumn = endColumn
  }

  whole(): Search {
    if (this.#tokens.length === 0) return { kind: 'everything' }
    const search = this.#either()
    const rest = this.#tokens[this.#at]
    if (rest) throw notUnderstood('there is no bracket that this one closes', rest.column)
    return search
  }

  #either(): Search {
    const parts = [this.#all()]
    while (this.#takes('or')) parts.push(this.#all())
    return parts.length === 1 ? parts[0]! : { kind: 'or', parts }
  }

  #all(): Search {
    const parts = [this.#one()]
    for (;;) {
      const next = this.#tokens[this.#at]?.kind
      if (next === 'and') this.#at++
      else if (next === undefined || next === 'or' || next === ')') break
      parts.push(this.#one())
    }
    return parts.length === 1 ? parts[0]! : { kind: 'and', parts }
  }

  #one(): Search {
    const token = this.#tokens[this.#at++]
    if (!token) throw notUnderstood('something is missing at the end', this.#endColumn)
    const { column } = token
    if (++this.#terms > MOST_TERMS)
      throw notUnderstood(`it has more than ${MOST_TERMS} parts`, column, 'Use fewer.')
    switch (token.kind) {
      case 'value':
        return { kind: 'text', value: notEmpty(token.value, column), column }
      case 'exists':
        return { kind: 'exists', name: token.name, column }
      case 'not':
        return this.#deeper(column, () => ({ kind: 'not', part: this.#one() }))
      case '(':
        return this.#deeper(column, () => this.#within(column, () => this.#either()))
      case 'field':
        return this.#field(token)
      case ')':
        throw notUnderstood('a bracket is closed where something should stand', column)
      default:
        throw notUnderstood(
          `${token.kind.toUpperCase()} has nothing before it`,
          column,
          `Put quotes around "${token.kind.toUpperCase()}" when the word itself is meant.`,
        )
    }
  }

  #field({ name, operator, column }: Token & { kind: 'field' }): Search {
    const next = this.#tokens[this.#at]
    if (next?.kind === 'value') {
      this.#at++
      return { kind: 'field', name, operator, value: next.value, column: next.column }
    }
    if (next?.kind === '(' && (operator === '=' || operator === '!=')) {
      this.#at++
      const choice = this.#deeper(column, () =>
        this.#within(next.column, () => this.#choices(name)),
      )
      return operator === '=' ? choice : { kind: 'not', part: choice }
    }
    throw notUnderstood(
      `the field ${name} has no value`,
      next?.column ?? this.#endColumn,
      `Write ${name}:value, ${name}:"some words", or put quotes around all of it when it is text.`,
    )
  }

  /** `service:(orders OR payments)`. */
  #choices(name: string): Search {
    const parts: Search[] = []
    do {
      const token = this.#tokens[this.#at++]
      if (token?.kind !== 'value')
        throw notUnderstood(
          'only values separated by OR can stand here',
          token?.column ?? this.#endColumn,
          `Write ${name}:(a OR b).`,
        )
      if (++this.#terms > MOST_TERMS)
        throw notUnderstood(`it has more than ${MOST_TERMS} parts`, token.column, 'Use fewer.')
      const operator: Operator = '='
      parts.push({ kind: 'field', name, operator, value: token.value, column: token.column })
    } while (this.#takes('or'))
    return parts.length === 1 ? parts[0]! : { kind: 'or', parts }
  }

  #within(column: number, read: () => Search): Search {
    const inside = read()
    if (!this.#takes(')'))
      throw notUnderstood(
        'a bracket is not closed',
        this.#tokens[this.#at]?.column ?? this.#endColumn,
        `It was opened at column ${column}; put quotes around a bracket that is meant as text.`,
      )
    return inside
  }

  #deeper(column: number, read: () => Search): Search {
    if (++this.#depth > MOST_DEPTH)
      throw notUnderstood(`it is nested deeper than ${MOST_DEPTH}`, column, 'Write it flatter.')
    const inside = read()
    this.#depth--
    return inside
  }

  #takes(kind: Token['kind']): boolean {
    if (this.#tokens[this.#at]?.kind !== kind) return false
    this.#at++
    return true
  }
}

function notEmpty(value: Value, column: number): Value {
  if (value.kind !== 'exact' || value.text.trim() !== '') return value
  throw notUnderstood('there is nothing between the quotation marks', column, 'Write a word.')
}

function notUnderstood(reason: string, column: number, mend?: string) {
  return new SearchNotUnderstood({
    reason,
    column,
    mend: mend ?? 'Example: service:orders level>=error "card declined" -healthcheck.',
  })
}
