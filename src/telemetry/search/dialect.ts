/** What logs and traces each add to a search: which names of fields have a column of their own, and what words are looked for in. */
import type { Operator, Value } from './syntax.ts'

/** Conditions as SQL. Text of the person goes into `given`, which answers with a placeholder, and nowhere else. */
export interface Writer {
  given(value: string, type?: 'String'): string
  given(value: number, type: 'Float64' | 'UInt8'): string
  /** A text column against a value. */
  text(column: string, value: Value, operator: '=' | '!='): string
  /** A number against another. */
  number(expression: string, operator: Operator, value: number): string
}

export interface FieldRead {
  readonly name: string
  readonly operator: Operator
  readonly value: Value
  readonly column: number
}

export interface Dialect {
  /** The condition of a field that is not an attribute; undefined when there is no such field. */
  field(read: FieldRead, writer: Writer): string | undefined
  /** Whether a column has something in it; undefined when there is no such field. */
  exists(name: string): string | undefined
  /** Columns of text that words, phrases and patterns without a field are looked for in. */
  readonly words: readonly { readonly column: string; readonly indexed: boolean }[]
}
