/** Where a question is not understood: the server says it in words, the box draws a caret below the place. */
import { ApiError } from '#api/client'

export interface Mistake {
  readonly message: string
  readonly hint?: string
  /** The line of the question and the column in it, both from zero; undefined when no place is told. */
  readonly place?: { readonly line: number; readonly column: number }
}

const PLACE = /\b(?:column|character|position) (\d+)/

/** Undefined for what is no mistake of the question, such as a server that does not answer. */
export function mistakeOf(error: unknown, question: string): Mistake | undefined {
  if (!(error instanceof ApiError) || ![400, 413].includes(error.problem.status)) return undefined
  const { detail, hint } = error.problem
  const said = PLACE.exec(detail)?.[1]
  return {
    message: detail,
    ...(hint ? { hint } : {}),
    ...(said ? { place: placeOf(question, Number(said) - 1) } : {}),
  }
}

/** Line and column of an offset, which may be just behind the end. */
export function placeOf(question: string, offset: number): { line: number; column: number } {
  const before = question.slice(0, Math.max(0, offset))
  const line = before.split('\n').length - 1
  return { line, column: before.length - (before.lastIndexOf('\n') + 1) }
}
