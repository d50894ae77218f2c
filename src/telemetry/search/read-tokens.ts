/**
 * Cuts a search into tokens. A word ends at a space, a bracket or a quote; `\` takes the meaning of the sign after
 * it; a name that is followed by `:` or a comparison begins a field.
 */
import { type Operator, SearchNotUnderstood, type Value } from './syntax.ts'

export type Token =
  | { readonly kind: '(' | ')' | 'and' | 'or' | 'not'; readonly column: number }
  | { readonly kind: 'value'; readonly value: Value; readonly column: number }
  | {
      readonly kind: 'field'
      readonly name: string
      readonly operator: Operator
      readonly column: number
    }
  | { readonly kind: 'exists'; readonly name: string; readonly column: number }

const SPACE = /\s+/y
const FIELD = /([A-Za-z_@][\w.@/-]*)(\s*:?(?:!=|>=|<=|>|<)|:?=|:)/y
const EXISTS = /exists\(\s*([A-Za-z_@][\w.@/-]*)\s*\)/y
const KEYWORD = /(AND|OR|NOT)(?=[\s()]|$)/y
const PATTERN_END = /(i?)(?=[\s)]|$)/y
const MOST_PATTERN = 500

export function readTokens(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  const take = (shape: RegExp): RegExpExecArray | null => {
    shape.lastIndex = at
    const found = shape.exec(text)
    if (found) at += found[0].length
    return found
  }
  while (at < text.length) {
    if (take(SPACE)) continue
    const column = at + 1
    const sign = text[at]!
    const last = tokens.at(-1)
    const wantsValue = last?.kind === 'field'
    if (sign === '(' || sign === ')') {
      at++
      tokens.push({ kind: sign, column })
    } else if (sign === '"' || sign === '/') {
      const { value, end } = sign === '"' ? phraseAt(text, at) : patternAt(text, at)
      at = end
      tokens.push({ kind: 'value', value, column })
    } else if (sign === '-' && !wantsValue && /[^\s)]/.test(text[at + 1] ?? ' ')) {
      at++
      tokens.push({ kind: 'not', column })
    } else {
      const keyword = take(KEYWORD)
      if (keyword) {
        tokens.push({ kind: keyword[1]!.toLowerCase() as 'and' | 'or' | 'not', column })
        continue
      }
      const exists = take(EXISTS)
      if (exists) {
        tokens.push({ kind: 'exists', name: exists[1]!, column })
        continue
      }
      const field = wantsValue || isAddress(text, at) ? null : take(FIELD)
      if (field) {
        tokens.push({ kind: 'field', name: field[1]!, operator: operatorOf(field[2]!), column })
        continue
      }
      const { value, end } = wordAt(text, at)
      at = end
      tokens.push({ kind: 'value', value, column })
    }
  }
  return tokens
}

/** `http://shop.example` is a word: an empty pattern is of no use to anybody. */
function isAddress(text: string, at: number): boolean {
  return /^[a-z][a-z+.-]*:\/\//i.test(text.slice(at, at + 40))
}

function operatorOf(written: string): Operator {
  const bare = written.replace(/[\s:]/g, '')
  return bare === '' ? '=' : (bare as Operator)
}

function phraseAt(text: string, from: number): { value: Value; end: number } {
  let said = ''
  for (let at = from + 1; at < text.length; at++) {
    const sign = text[at]!
    if (sign === '"') return { value: { kind: 'exact', text: said }, end: at + 1 }
    if (sign === '\\' && /["\\]/.test(text[at + 1] ?? '')) said += text[++at]
    else said += sign
  }
  throw new SearchNotUnderstood({
    reason: 'a quotation mark is not closed',
    column: from + 1,
    mend: 'Close it with ", or write \\" when the sign itself is meant.',
  })
}

function patternAt(text: string, from: number): { value: Value; end: number } {
  let source = ''
  for (let at = from + 1; at < text.length; at++) {
    const sign = text[at]!
    if (sign === '/') {
      PATTERN_END.lastIndex = at + 1
      const flags = PATTERN_END.exec(text)
      if (source === '' || !flags) break
      if (source.length > MOST_PATTERN)
        throw new SearchNotUnderstood({
          reason: `the pattern is longer than ${MOST_PATTERN} signs`,
          column: from + 1,
          mend: 'Shorten it, or combine several shorter ones with OR.',
        })
      const value = { kind: 'pattern', source, anyCase: flags[1] === 'i' } as const
      return { value, end: at + 1 + flags[0].length }
    }
    if (sign === '\\' && text[at + 1] === '/') {
      source += '/'
      at++
    } else if (sign === '\\' && at + 1 < text.length) source += sign + text[++at]
    else source += sign
  }
  throw new SearchNotUnderstood({
    reason: 'a regular expression begins here and does not end',
    column: from + 1,
    mend: 'Write /like this/ or /like this/i, with \\/ for a slash in it. For a path write "/pay", or \\/pay* with a star.',
  })
}

function wordAt(text: string, from: number): { value: Value; end: number } {
  const pieces: string[] = []
  let piece = ''
  let at = from
  for (; at < text.length && !/[\s()"]/.test(text[at]!); at++) {
    const sign = text[at]!
    if (sign === '*') {
      pieces.push(piece)
      piece = ''
    } else if (sign === '\\' && at + 1 < text.length) piece += text[++at]
    else piece += sign
  }
  pieces.push(piece)
  const value: Value =
    pieces.length === 1 ? { kind: 'exact', text: pieces[0]! } : { kind: 'wildcard', pieces }
  return { value, end: at }
}
