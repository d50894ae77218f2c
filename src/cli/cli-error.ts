/**
 * A mistake that the command line itself finds. It has the shape of every error of ours and not its class:
 * the door of base brings the drivers of the stores along, and a help text must not wait for them.
 */
import type { ErrorKind } from '#base'

export interface Told {
  readonly code: string
  readonly kind: ErrorKind
  readonly message: string
  readonly hint?: string | undefined
}

export class CliError extends Error implements Told {
  readonly code: string
  readonly kind: ErrorKind
  readonly hint: string | undefined

  constructor({ code, kind, message, hint }: Told) {
    super(message)
    this.name = 'CliError'
    this.code = code
    this.kind = kind
    this.hint = hint
  }
}

/** Whether an error tells its code and its kind: ours do, wherever they come from. */
export function isTold(error: unknown): error is Told {
  return error instanceof Error && 'kind' in error && 'code' in error
}
