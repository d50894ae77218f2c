/** What is wrong with a document, at its place. */
export interface Finding {
  /** OP001 to OP018. */
  readonly code: string
  readonly severity: 'error' | 'warning'
  readonly message: string
  readonly hint: string
  readonly line: number
  readonly column: number
}
