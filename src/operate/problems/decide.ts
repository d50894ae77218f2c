/** The ways a problem may go, and when one is proposed: pure decisions. */
import { type NewFact, problemMoved } from '#ledger'
import { ProblemCannotMove, ProblemLacks } from './errors.ts'
import type { Problem, ProblemState } from './problem.ts'

/** Steps back are steps too: a diagnosis may be wrong, a fix may not hold. */
const NEXT: Readonly<Record<ProblemState, readonly ProblemState[]>> = {
  proposed: ['open', 'dismissed'],
  dismissed: ['open'],
  open: ['diagnosed', 'known-error', 'accepted', 'dismissed'],
  diagnosed: ['known-error', 'fix-planned', 'fixed', 'accepted', 'open'],
  'known-error': ['fix-planned', 'fixed', 'accepted', 'diagnosed'],
  'fix-planned': ['fixed', 'known-error', 'diagnosed', 'accepted'],
  fixed: ['verified', 'diagnosed'],
  verified: ['open'],
  accepted: ['open', 'fix-planned'],
}

/** What each state stands on. */
const NEEDS: Partial<Record<ProblemState, readonly (keyof Particulars)[]>> = {
  diagnosed: ['cause'],
  'known-error': ['workaround'],
  'fix-planned': ['fixBy'],
  accepted: ['riskOwner', 'acceptedUntil'],
}

const WORDS: Readonly<Record<keyof Particulars, string>> = {
  cause: 'its cause',
  workaround: 'a procedure that helps meanwhile',
  fixBy: 'the date by which it is fixed',
  riskOwner: 'somebody who accepts the risk',
  acceptedUntil: 'the date until which it is accepted',
}

export interface Particulars {
  readonly cause?: string | null | undefined
  /** procedure:name */
  readonly workaround?: string | null | undefined
  /** ISO 8601 */
  readonly fixBy?: string | null | undefined
  /** person:name */
  readonly riskOwner?: string | null | undefined
  /** ISO 8601 */
  readonly acceptedUntil?: string | null | undefined
}

/** What is said once stays until something else is said. @throws ProblemCannotMove, ProblemLacks */
export function moveProblem(
  problem: Problem,
  to: ProblemState,
  { reason, by, ...said }: Particulars & { readonly reason: string; readonly by: string },
): NewFact[] {
  const { id, workload, number, state: from } = problem
  if (!NEXT[from].includes(to))
    throw new ProblemCannotMove({ number, from, to, next: NEXT[from].join(', ') })
  const known = {
    cause: said.cause ?? problem.cause,
    workaround: said.workaround ?? problem.workaround,
    fixBy: said.fixBy ?? problem.fixBy,
    riskOwner: to === 'accepted' ? (said.riskOwner ?? null) : problem.riskOwner,
    acceptedUntil: to === 'accepted' ? (said.acceptedUntil ?? null) : null,
  }
  const lacking = NEEDS[to]?.find((field) => known[field] === null)
  if (lacking) throw new ProblemLacks({ number, to, field: WORDS[lacking] })
  return [problemMoved(id, { workload, number, from, to, reason, by, ...known })]
}

/** So often in so long is no accident. */
export const RECURS = { times: 3, withinMs: 14 * 86_400_000 }

/** Whether incidents that began at these times are a problem. */
export function recurs(openedMs: readonly number[], nowMs: number): boolean {
  return openedMs.filter((at) => nowMs - at <= RECURS.withinMs).length >= RECURS.times
}

/** For this long nothing of the kind may happen after a fix. */
export const VERIFY_AFTER_MS = 14 * 86_400_000

/** Nothing more is to be done about it. */
export function isOver(state: ProblemState): boolean {
  return state === 'verified' || state === 'dismissed'
}
