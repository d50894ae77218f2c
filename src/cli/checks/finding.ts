/** What doctor looks at: one question with its answer, and what to do when the answer is no. */
export interface Finding {
  readonly check: string
  readonly ok: boolean
  /** What was found, in words. */
  readonly found: string
  /** What to do about it; only when it is not well. */
  readonly mend?: string
}

export function well(check: string, found: string): Finding {
  return { check, ok: true, found }
}

export function ill(check: string, found: string, mend: string): Finding {
  return { check, ok: false, found, mend }
}
