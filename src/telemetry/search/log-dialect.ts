/** The fields of a log record. */
import { attributeOf } from './attribute.ts'
import { compareQuantity, quantityGiven } from './compare-quantity.ts'
import type { Dialect, FieldRead, Writer } from './dialect.ts'
import { numberOf } from './quantities.ts'
import { SearchNotUnderstood } from './syntax.ts'

/** First severity number of each level of OpenTelemetry; each is four wide. */
export const LEVELS = { trace: 1, debug: 5, info: 9, warn: 13, error: 17, fatal: 21 } as const
export type Level = keyof typeof LEVELS | 'unknown'
const OTHER_NAMES: Readonly<Record<string, keyof typeof LEVELS>> = {
  warning: 'warn',
  err: 'error',
  critical: 'fatal',
  information: 'info',
}

export function levelOf(severity: number): Level {
  if (severity < 1) return 'unknown'
  return (['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const)[
    Math.min(5, Math.floor((severity - 1) / 4))
  ]!
}

const TEXT: Readonly<Record<string, string>> = {
  service: 'service',
  host: 'host',
  body: 'body',
  message: 'body',
  msg: 'body',
  trace: 'trace_id',
  trace_id: 'trace_id',
  span: 'span_id',
  span_id: 'span_id',
}
/** Attributes that tell how long something took, and which are read for `duration`. */
export const DURATIONS = [
  'duration',
  'duration_ms',
  'duration.ms',
  'durationMs',
  'latency_ms',
  'elapsed_ms',
]

export const logDialect: Dialect = {
  words: [{ column: 'body', indexed: true }],
  exists(name) {
    if (name === 'level' || name === 'severity') return 'severity > 0'
    if (name === 'template') return 'pattern_id != 0'
    const column = Object.hasOwn(TEXT, name) ? TEXT[name] : undefined
    return column && `${column} != ''`
  },
  field(read, writer) {
    const { name } = read
    if (name === 'level' || name === 'severity') return levelCondition(read, writer)
    if (name === 'template') return textField('toString(pattern_id)', read, writer)
    if (name === 'duration') return durationCondition(read, writer)
    const column = Object.hasOwn(TEXT, name) ? TEXT[name] : undefined
    return column && textField(column, read, writer)
  },
}

export interface FieldExpression {
  /** Its value as text. */
  readonly value: string
  readonly has: string
  readonly params: Readonly<Record<string, string>>
  /** The values are numbers of severity. */
  readonly isLevel: boolean
}

/** What a field of a record is in SQL; its name is a parameter when it is the name of an attribute. */
export function logField(name: string): FieldExpression {
  if (name === 'level' || name === 'severity')
    return {
      value: 'toString(if(severity = 0, 0, intDiv(severity - 1, 4) * 4 + 1))',
      has: '1',
      params: {},
      isLevel: true,
    }
  const column =
    name === 'template' ? 'pattern_id' : Object.hasOwn(TEXT, name) ? TEXT[name] : undefined
  if (column)
    return {
      value: `toString(${column})`,
      has: `(toString(${column}) != '')`,
      params: {},
      isLevel: false,
    }
  const params: Record<string, string> = {}
  const { has, value } = attributeOf(name, (key) => {
    params.field = key
    return '{field:String}'
  })
  return { has, value, params, isLevel: false }
}

/** @throws SearchNotUnderstood when it is compared by size */
export function textField(column: string, read: FieldRead, writer: Writer): string {
  const { name, operator, value } = read
  if (operator !== '=' && operator !== '!=')
    throw new SearchNotUnderstood({
      reason: `${name} is text and is not compared by size`,
      column: read.column,
      mend: `Write ${name}:value or ${name}!=value.`,
    })
  const lower = /_id$/.test(column) && value.kind === 'exact'
  return writer.text(
    column,
    lower ? { kind: 'exact', text: value.text.toLowerCase() } : value,
    operator,
  )
}

export type LevelBounds = 'unknown' | { readonly first: number; readonly last: number }

/** The numbers of severity that a level stands for. @throws SearchNotUnderstood when it is none */
export function levelBounds({ operator, value, column }: FieldRead): LevelBounds {
  const word = value.kind === 'exact' ? value.text.toLowerCase() : ''
  if ((operator === '=' || operator === '!=') && (word === 'unknown' || word === '0'))
    return 'unknown'
  const number = numberOf(word)
  if (number !== undefined && number >= 1 && number <= 24)
    return { first: Math.floor(number), last: Math.floor(number) }
  const level = Object.hasOwn(OTHER_NAMES, word) ? OTHER_NAMES[word]! : word
  if (Object.hasOwn(LEVELS, level)) {
    const first = LEVELS[level as keyof typeof LEVELS]
    return { first, last: first + 3 }
  }
  throw new SearchNotUnderstood({
    reason: 'this is not a level',
    column,
    mend: 'The levels are trace, debug, info, warn, error and fatal, or a number from 1 to 24.',
  })
}

/** A record that does not tell its level is neither above nor below any. */
function levelCondition(read: FieldRead, { given }: Writer): string {
  const { operator } = read
  const bounds = levelBounds(read)
  if (bounds === 'unknown') return operator === '=' ? 'severity = 0' : 'severity != 0'
  const low = () => given(bounds.first, 'UInt8')
  const high = () => given(bounds.last, 'UInt8')
  switch (operator) {
    case '=':
      return `(severity between ${low()} and ${high()})`
    case '!=':
      return `not (severity between ${low()} and ${high()})`
    case '>=':
      return `severity >= ${low()}`
    case '>':
      return `severity > ${high()}`
    case '<':
      return `(severity > 0 and severity < ${low()})`
    case '<=':
      return `(severity > 0 and severity <= ${high()})`
  }
}

function durationCondition(read: FieldRead, writer: Writer): string | undefined {
  const { operator, value, column } = read
  if (operator === '=' || operator === '!=') return undefined
  const of = (name: string) => {
    const quantity = quantityGiven(name, operator, value, column)
    return `(mapContains(attrs, '${name}') and ${compareQuantity(`attrs['${name}']`, operator, quantity, writer)})`
  }
  return `(${DURATIONS.map(of).join(' or ')})`
}
