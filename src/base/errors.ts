/**
 * Errors with a permanent code, what happened and why, and what to do about it.
 *
 * A code never changes its meaning: scripts and people search for it. The kind says who can mend it,
 * and every edge (HTTP, command line, console) derives its own answer from the kind.
 */

/** Who can mend it. HTTP status, exit code and colour are derived from this, nowhere else. */
export type ErrorKind =
  | 'bad-input'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'too-large'
  | 'unsupported'
  | 'too-many'
  | 'unavailable'
  | 'internal'

/** An error of ours: safe to show, never carries a secret. */
export class OpsplaneError extends Error {
  readonly code: string
  readonly kind: ErrorKind
  readonly hint: string | undefined
  readonly details: Readonly<Record<string, unknown>>

  constructor(options: {
    code: string
    kind: ErrorKind
    message: string
    hint?: string | undefined
    details?: Record<string, unknown>
    cause?: unknown
  }) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'OpsplaneError'
    this.code = options.code
    this.kind = options.kind
    this.hint = options.hint
    this.details = options.details ?? {}
  }
}

interface ErrorText<Details> {
  message: (details: Details) => string
  hint?: string | ((details: Details) => string)
}

/** A constructor for one permanent code. */
export interface ErrorDefinition<Details> {
  readonly code: string
  readonly kind: ErrorKind
  new (details: Details, options?: { cause?: unknown }): OpsplaneError
}

/**
 * Declares one error of the catalogue.
 *
 * @example
 * const ResourceNotFound = defineError('model.resource-not-found', 'not-found', {
 *   message: (d: { ref: string }) => `There is no ${d.ref} in the model.`,
 *   hint: 'Run opsplane plan to see what is declared.',
 * })
 * throw new ResourceNotFound({ ref: 'alarm:checkout' })
 */
export function defineError<Details extends Record<string, unknown>>(
  code: string,
  kind: ErrorKind,
  text: ErrorText<Details>,
): ErrorDefinition<Details> {
  return class extends OpsplaneError {
    static readonly code = code
    static readonly kind = kind
    constructor(details: Details, options?: { cause?: unknown }) {
      const hint = typeof text.hint === 'function' ? text.hint(details) : text.hint
      super({ code, kind, message: text.message(details), hint, details, cause: options?.cause })
    }
  }
}

/** The words of any thrown value, without its stack. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
