/** A mistake in a user's model: collected with all the others and shown with its place. */
export interface Diagnostic {
  /** Permanent: `OPS-M101`. */
  readonly code: string
  readonly severity: 'error' | 'warning'
  /** What is wrong and why that matters. */
  readonly message: string
  /** What to do. */
  readonly hint: string
  readonly file?: string | undefined
  /** From 1. */
  readonly line?: number | undefined
  readonly column?: number | undefined
  /** `kind:name` of the resource it is about. */
  readonly subject?: string | undefined
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error')
}
