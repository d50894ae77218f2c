/** The review of one incident, as it stands. */

export interface Moment {
  /** Of the fact in the ledger. */
  readonly position: number
  /** ISO 8601 */
  readonly at: string
  readonly type: string
  readonly sentence: string
}

/** How long it took. Milliseconds; none of these is ever averaged with another. */
export interface Timings {
  readonly occurredAt: string
  readonly detectedAt: string
  readonly acknowledgedAt: string | null
  readonly resolvedAt: string
  /** From the harm to the incident. */
  readonly ttdMs: number
  /** From the incident to the first person or the first procedure; null when nobody answered. */
  readonly ttaMs: number | null
  /** From the harm to the end of the incident. */
  readonly ttrMs: number
}

export interface Retrospective extends Timings {
  readonly id: string
  readonly workload: string
  /** People say RETRO-7. */
  readonly number: number
  readonly incident: string
  readonly incidentNumber: number
  readonly title: string
  readonly priority: string
  readonly outcomes: readonly string[]
  readonly owner: string
  /** Id of the drill that caused it; null when it was real. */
  readonly drill: string | null
  readonly state: 'open' | 'closed'
  readonly timeline: readonly Moment[]
  readonly openedAt: string
  readonly dueAt: string
  readonly closedAt: string | null
  readonly closedBy: string | null
  readonly summary: string | null
  /** Why there was nothing to learn. */
  readonly noLesson: string | null
  /** How many lessons were recorded on it. */
  readonly lessons: number
  readonly improvements: number
}
