/** The way help is called for one incident: the steps it was pinned to, and how far it has come. */
import type { PolicyStep, Trigger } from '../oncall/index.ts'

export interface Escalation {
  /** Id of the incident; it has at most one escalation. */
  readonly incident: string
  readonly workload: string
  readonly number: number
  readonly policy: string | null
  /** Raised each time it starts anew. */
  readonly cycle: number
  readonly state: 'running' | 'acknowledged' | 'snoozed' | 'exhausted' | 'stopped'
  /** The next step to execute; the number of steps when all have been. */
  readonly step: number
  readonly steps: readonly PolicyStep[]
  readonly triggers: readonly Trigger[]
  /** IANA zone of local times in conditions. */
  readonly zone: string
  readonly fallback: string
  readonly ackTtlMs: number
  /** An acknowledgement holds as long as the priority of the incident says, not for `ackTtlMs`. */
  readonly ackByPriority: boolean
  /** When the next step, or the end of patience, is due; ISO 8601. */
  readonly dueAt: string | null
  readonly heldBy: string | null
  readonly heldUntil: string | null
  /** Who still has to acknowledge, person:name, where one alone is not enough. */
  readonly awaits: readonly string[]
  readonly snoozedBy: string | null
  readonly snoozedUntil: string | null
  readonly startedAt: string
}

/** Somebody or something that is told. */
export interface Recipient {
  /** person:name, channel:name or third-party:name */
  readonly to: string
  /** In words: how it came to this one. */
  readonly why: string
}

/** A third party that was called for an incident. */
export interface CalledParty {
  /** third-party:name */
  readonly party: string
  readonly calledAt: string
  /** By then they are to have given a case number. */
  readonly answerBy: string
  readonly case: string | null
  /** Who wrote the number down. */
  readonly by: string | null
  /** When they were found to be late; null when they were not. */
  readonly lateAt: string | null
}
