/** How people work on one incident. */
import type { FactOf, incidentMoved, incidentRoleTaken } from '#ledger'

export type Phase = FactOf<typeof incidentMoved>['data']['to']
export type Role = FactOf<typeof incidentRoleTaken>['data']['role']

export interface Task {
  readonly id: string
  readonly text: string
  readonly assignee: string | null
  readonly addedBy: string
  /** ISO 8601, as all times here */
  readonly addedAt: string
  readonly outcome: 'done' | 'dropped' | null
  readonly result: string | null
  readonly endedBy: string | null
  readonly endedAt: string | null
}

export interface Decision {
  readonly id: string
  readonly question: string
  readonly options: readonly string[]
  readonly risk: string | null
  readonly askedOf: string | null
  readonly askedBy: string
  readonly askedAt: string
  readonly choice: string | null
  readonly reason: string | null
  /** By which right it was decided. */
  readonly authority: string | null
  readonly decidedBy: string | null
  readonly decidedAt: string | null
}

export interface Response {
  readonly phase: Phase
  readonly movedAt: string | null
  /** When customers felt it, as somebody said; null when nobody has. */
  readonly impact: {
    readonly from: string
    readonly to: string | null
    readonly reason: string
    readonly by: string
  } | null
  readonly roles: readonly {
    readonly role: Role
    readonly person: string
    readonly since: string
    readonly note: string | null
  }[]
  readonly tasks: readonly Task[]
  readonly decisions: readonly Decision[]
}
