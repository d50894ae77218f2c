/** The way help is called for one incident: the steps it was pinned to, and how far it has come. */
export interface Step {
  /** How long the step before it goes unanswered. */
  readonly afterMs: number
  /** rotation:, team:, person: or channel:name */
  readonly notify: readonly string[]
}

export interface Escalation {
  /** Id of the incident; it has at most one escalation. */
  readonly incident: string
  readonly workload: string
  readonly number: number
  readonly policy: string | null
  /** Raised each time it starts anew. */
  readonly cycle: number
  readonly state: 'running' | 'acknowledged' | 'exhausted' | 'stopped'
  /** The next step to execute; the number of steps when all have been. */
  readonly step: number
  readonly steps: readonly Step[]
  readonly fallback: string
  readonly ackTtlMs: number
  /** When the next step, or the end of patience, is due; ISO 8601. */
  readonly dueAt: string | null
  readonly heldBy: string | null
  readonly heldUntil: string | null
  readonly startedAt: string
}

/** Somebody or something that is told. */
export interface Recipient {
  /** person:name or channel:name */
  readonly to: string
  /** In words: how it came to this one. */
  readonly why: string
}
