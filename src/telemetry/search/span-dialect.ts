/** The fields of a span. All conditions of a search hold for one and the same span. */
import type { Dialect, FieldRead, Writer } from './dialect.ts'
import { textField } from './log-dialect.ts'
import { msOf, numberOf } from './quantities.ts'
import { SearchNotUnderstood } from './syntax.ts'

export const STATUSES = ['unset', 'ok', 'error'] as const
export const KINDS = [
  'unspecified',
  'internal',
  'server',
  'client',
  'producer',
  'consumer',
] as const

const TEXT: Readonly<Record<string, string>> = {
  service: 'service',
  operation: 'name',
  name: 'name',
  trace: 'lower(hex(trace_id))',
  trace_id: 'lower(hex(trace_id))',
  span: 'lower(hex(span_id))',
  span_id: 'lower(hex(span_id))',
  parent: 'lower(hex(parent_id))',
}

export const spanDialect: Dialect = {
  words: [
    { column: 'name', indexed: false },
    { column: 'status_message', indexed: false },
  ],
  exists(name) {
    if (name === 'parent') return `parent_id != toFixedString('', 8)`
    if (name === 'status') return 'status != 0'
    return name in TEXT || name === 'duration' || name === 'kind' ? '1' : undefined
  },
  field(read, writer) {
    const { name } = read
    if (name === 'status') return oneOf('status', STATUSES, read, writer)
    if (name === 'kind') return oneOf('kind', KINDS, read, writer)
    if (name === 'duration') return durationCondition(read, writer)
    if (name === 'trace' || name === 'trace_id') {
      // Only the bytes as they are kept are in the index.
      const id = read.value.kind === 'exact' ? read.value.text.toLowerCase() : ''
      if (/^[0-9a-f]{32}$/.test(id) && /^!?=$/.test(read.operator))
        return `trace_id ${read.operator} toFixedString(unhex(${writer.given(id)}), 16)`
    }
    const column = Object.hasOwn(TEXT, name) ? TEXT[name] : undefined
    return column && textField(column, read, writer)
  },
}

function oneOf(
  column: string,
  names: readonly string[],
  { name, operator, value, column: at }: FieldRead,
  { given }: Writer,
): string {
  const number = value.kind === 'exact' ? names.indexOf(value.text.toLowerCase()) : -1
  if (number < 0 || (operator !== '=' && operator !== '!='))
    throw new SearchNotUnderstood({
      reason: `this is not a ${name}`,
      column: at,
      mend: `Write ${name}:${names.at(-1)}; it is one of ${names.join(', ')}.`,
    })
  return `${column} ${operator} ${given(number, 'UInt8')}`
}

function durationCondition({ operator, value, column }: FieldRead, writer: Writer): string {
  const text = value.kind === 'exact' ? value.text : ''
  const ms = numberOf(text) ?? msOf(text)
  if (ms === undefined)
    throw new SearchNotUnderstood({
      reason: 'this is not a duration',
      column,
      mend: 'Write duration>500ms, duration>=1.5s or duration<200us.',
    })
  return writer.number('duration_ns / 1e6', operator, ms)
}
