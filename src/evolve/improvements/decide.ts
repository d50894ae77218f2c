/** The ways an improvement may go: pure decisions. */
import { improvementEvaluated, improvementMoved, type NewFact } from '#ledger'
import { CannotMove, VerdictNeedsNumbers } from './errors.ts'
import type { Improvement, ImprovementState } from './improvement.ts'

export type Verdict = 'effective' | 'no-effect' | 'harmful' | 'cannot-tell'
export type MoveTo = Exclude<ImprovementState, Verdict | 'proposed'>

/** Being implemented is not the end of it: only a verdict is. */
const NEXT: Readonly<Record<ImprovementState, readonly ImprovementState[]>> = {
  proposed: ['accepted', 'declined'],
  declined: [],
  accepted: ['in-progress', 'declined'],
  'in-progress': ['implemented', 'declined'],
  implemented: ['evaluating'],
  evaluating: ['effective', 'no-effect', 'harmful', 'cannot-tell'],
  effective: [],
  'no-effect': [],
  harmful: [],
  // More data may come.
  'cannot-tell': ['evaluating'],
}

/** Throws CannotMove. */
export function move(
  improvement: Improvement,
  to: MoveTo,
  { reason, by }: { readonly reason: string; readonly by: string },
): NewFact[] {
  check(improvement, to)
  const { id, workload, number, state } = improvement
  const from = state === 'cannot-tell' ? 'evaluating' : (state as MoveTo | 'proposed')
  return [improvementMoved(id, { workload, number, from, to, reason, by })]
}

/** A verdict stands on numbers; without them the only honest one is that nobody can tell. Throws CannotMove, VerdictNeedsNumbers. */
export function evaluate(
  improvement: Improvement,
  options: {
    readonly verdict: Verdict
    readonly before?: Improvement['before'] | undefined
    readonly after?: Improvement['after'] | undefined
    readonly reason: string
    readonly by: string
  },
): NewFact[] {
  const { verdict, before = null, after = null, reason, by } = options
  const { id, workload, number } = improvement
  check(improvement, verdict)
  if (verdict !== 'cannot-tell' && (before === null || after === null))
    throw new VerdictNeedsNumbers({ number, verdict })
  return [improvementEvaluated(id, { workload, number, verdict, before, after, reason, by })]
}

function check({ number, state }: Improvement, to: ImprovementState): void {
  const next = NEXT[state]
  if (!next.includes(to))
    throw new CannotMove({ number, from: state, to, next: next.join(', ') || 'nowhere' })
}
