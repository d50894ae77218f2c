/** What requires intervention and cannot be resolved yet: seen in incidents, owned, on its way to a fix. */
import type { FactOf, problemMoved } from '#ledger'

export type ProblemState = FactOf<typeof problemMoved>['data']['to']

export interface Problem {
  readonly id: string
  readonly workload: string
  /** People say PRB-7. */
  readonly number: number
  readonly title: string
  readonly state: ProblemState
  /** Incidents of this group belong to it; null when it is about none. */
  readonly group: string | null
  readonly owner: string
  readonly reason: string
  readonly by: string
  /** ISO 8601, as all times here */
  readonly openedAt: string
  readonly movedAt: string
  readonly cause: string | null
  /** procedure:name of what helps until it is fixed. */
  readonly workaround: string | null
  readonly fixBy: string | null
  readonly riskOwner: string | null
  readonly acceptedUntil: string | null
  readonly moves: readonly {
    readonly from: ProblemState
    readonly to: ProblemState
    readonly reason: string
    readonly by: string
    readonly at: string
  }[]
  /** Ids, in the order in which they were linked. */
  readonly incidents: readonly string[]
}

/** What people say: PRB-7. */
export const problemName = ({ number }: Pick<Problem, 'number'>) => `PRB-${number}`
