/** A change that is made because of what was learned, and whether it helped. */
import type { FactOf, improvementEvaluated, improvementMoved, improvementProposed } from '#ledger'

type Proposed = FactOf<typeof improvementProposed>['data']
type Evaluated = FactOf<typeof improvementEvaluated>['data']

/** `implemented` is not yet better: that is what evaluating is for. */
export type ImprovementState = FactOf<typeof improvementMoved>['data']['to'] | Evaluated['verdict']

export interface Improvement {
  readonly id: string
  readonly workload: string
  /** People say IMP-7. */
  readonly number: number
  readonly title: string
  readonly driver: Proposed['driver']
  readonly problem: string
  /** If we do this, then that will change. */
  readonly hypothesis: string
  readonly target: Proposed['target']
  readonly evaluateAt: string | null
  readonly effortHours: number | null
  readonly owner: string
  readonly retrospective: string | null
  readonly lesson: string | null
  readonly state: ImprovementState
  readonly by: string
  readonly proposedAt: string
  readonly movedAt: string
  readonly before: Evaluated['before']
  readonly after: Evaluated['after']
  readonly verdictReason: string | null
  readonly moves: readonly {
    readonly from: string
    readonly to: string
    readonly reason: string
    readonly by: string
    readonly at: string
  }[]
}
