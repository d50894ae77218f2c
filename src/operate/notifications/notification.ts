/** One message to one address: what is said, and how far it has come. */
import type { NotificationMessage } from '#ledger'

export type Purpose =
  | 'page'
  | 'recovery'
  | 'update'
  | 'status-impacted'
  | 'status-restored'
  | 'test'

export type NotificationState =
  | 'queued'
  | 'sending'
  | 'accepted'
  | 'failed'
  | 'expired'
  | 'cancelled'
  | 'superseded'

export interface Notification {
  /** The same for every attempt: receivers recognise a duplicate by it. */
  readonly id: string
  /** Of the fact that queued it; messages of a topic to an address leave in this order. */
  readonly position: number
  readonly correlation: string
  readonly workload: string
  readonly incident: string | null
  readonly purpose: Purpose
  readonly topic: string
  readonly recipient: string
  readonly channel: string
  readonly address: string
  readonly config: Readonly<Record<string, unknown>>
  readonly message: NotificationMessage
  readonly state: NotificationState
  readonly attempts: number
  /** An attempt ended without an answer: it may have arrived. */
  readonly maybeTold: boolean
  readonly recoveryOf: readonly string[]
  /** The message that tells the end of what this one told. */
  readonly recoveredBy: string | null
  /** Why it is not to be sent any more. */
  readonly calledOff: string | null
  readonly reason: string | null
  readonly queuedAt: string
  readonly acceptedAt: string | null
  readonly nextAttemptAt: string | null
  readonly expiresAt: string
  /** When somebody has used its link to acknowledge. */
  readonly answeredAt: string | null
}

const MINUTE_MS = 60_000

/** How long a message is of use. */
export const DEADLINE_MS: Readonly<Record<Purpose, number>> = {
  page: 15 * MINUTE_MS,
  recovery: 120 * MINUTE_MS,
  update: 120 * MINUTE_MS,
  'status-impacted': 360 * MINUTE_MS,
  'status-restored': 360 * MINUTE_MS,
  test: 15 * MINUTE_MS,
}

/** The recipient has heard of it, or may have. */
export function isTold({ state, maybeTold }: Notification): boolean {
  return state === 'accepted' || state === 'sending' || maybeTold
}
