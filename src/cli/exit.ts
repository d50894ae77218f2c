/** Exit codes: what scripts may rely on. */
import type { ErrorKind } from '#base'
import { isTold } from './cli-error.ts'

export const EXIT = {
  /** Yes, or done. */
  ok: 0,
  /** It failed. */
  failed: 1,
  /** Wrong usage. */
  usage: 2,
  /** The answer is no. */
  no: 3,
  /** Not signed in, or not allowed. */
  access: 4,
  /** The server cannot be reached. */
  unreachable: 5,
  /** Waits for a person. */
  waits: 6,
  /** Interrupted by hand, as shells count it. */
  interrupted: 130,
} as const

/** The answer to a question is no: not a failure, and nothing more to print. */
export class AnswerIsNo extends Error {}
/** Somebody has to decide first; the command has said how. */
export class WaitsForPerson extends Error {}
/** It failed, and the command has said all there is to say. */
export class HasFailed extends Error {}
/** Their command has printed everything; nothing is added. */
export function isSaid(error: unknown): boolean {
  return (
    error instanceof AnswerIsNo || error instanceof WaitsForPerson || error instanceof HasFailed
  )
}

const BY_KIND: Partial<Record<ErrorKind, number>> = {
  'bad-input': EXIT.usage,
  unauthenticated: EXIT.access,
  forbidden: EXIT.access,
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof AnswerIsNo) return EXIT.no
  if (error instanceof WaitsForPerson) return EXIT.waits
  const name = (error as Error)?.name
  if (name === 'Unreachable') return EXIT.unreachable
  if (name === 'ApiError') {
    const { status } = (error as unknown as { problem: { status: number } }).problem
    if (status === 401 || status === 403) return EXIT.access
    return status === 400 ? EXIT.usage : EXIT.failed
  }
  if (isTold(error)) return BY_KIND[error.kind] ?? EXIT.failed
  return EXIT.failed
}
