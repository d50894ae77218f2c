/** What was learned from what happened, success included. */
import type { FactOf, lessonRecorded } from '#ledger'

type Recorded = FactOf<typeof lessonRecorded>['data']

export interface Lesson {
  readonly id: string
  readonly workload: string
  /** People say LES-7. */
  readonly number: number
  readonly statement: string
  readonly context: string
  readonly kind: Recorded['kind']
  readonly surprised: boolean
  readonly source: Recorded['source']
  readonly retrospective: string | null
  /** Resources it is about: `component:payments`. */
  readonly appliesTo: readonly string[]
  readonly by: string
  readonly at: string
  /** Who else has taken it in. */
  readonly acknowledgedBy: readonly { by: string; team: string | null; at: string }[]
}
