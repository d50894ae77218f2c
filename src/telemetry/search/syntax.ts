/** What a search says, as a tree: the same for logs and for traces, which give the names of fields their meaning. */
import { defineError } from '#base'

export const SearchNotUnderstood = defineError('telemetry.search-not-understood', 'bad-input', {
  message: (d: { reason: string; column: number; mend: string }) =>
    `The search is not understood at column ${d.column}: ${d.reason}.`,
  hint: (d) => d.mend,
})

export type Operator = '=' | '!=' | '>' | '>=' | '<' | '<='

/** Text with stars: the pieces between them; `pay*` is `pay` and an empty piece. */
export interface Wildcard {
  readonly kind: 'wildcard'
  readonly pieces: readonly string[]
}

export interface Exact {
  readonly kind: 'exact'
  readonly text: string
}

/** RE2, found anywhere in the text. */
export interface Pattern {
  readonly kind: 'pattern'
  readonly source: string
  readonly anyCase: boolean
}

export type Value = Exact | Wildcard | Pattern

export type Search =
  | { readonly kind: 'everything' }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Search[] }
  | { readonly kind: 'not'; readonly part: Search }
  | { readonly kind: 'text'; readonly value: Value; readonly column: number }
  | {
      readonly kind: 'field'
      readonly name: string
      readonly operator: Operator
      readonly value: Value
      /** Of the value, counted from one. */
      readonly column: number
    }
  | { readonly kind: 'exists'; readonly name: string; readonly column: number }
