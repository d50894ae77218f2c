/** What may leave, what follows from an attempt, and when there is something to say of a job: pure decisions. */
import { retryDelayMs } from '../notifications/index.ts'

const HOUR_MS = 3_600_000
/** An update that is older is history: a person decides whether it is still told. */
export const OLDEST_MS = HOUR_MS
/** How long a message is of use. */
const EXPIRES_MS = 6 * HOUR_MS

export type MessageState =
  | 'queued'
  | 'sending'
  | 'accepted'
  | 'failed'
  | 'expired'
  | 'cancelled'
  | 'superseded'

/** How an attempt ended. */
export type SendOutcome =
  | { readonly kind: 'accepted' }
  | {
      readonly kind: 'failed'
      readonly reason: string
      readonly permanent: boolean
      /** It may have arrived all the same. */
      readonly uncertain: boolean
      readonly retryAfterMs?: number | undefined
    }

/** What becomes of a message. */
export interface AfterSend {
  readonly state: 'accepted' | 'queued' | 'failed' | 'expired'
  readonly reason: string | null
  readonly maybeTold: boolean
  /** Milliseconds since 1970. */
  readonly nextAtMs: number
}

export function afterSend(
  outcome: SendOutcome,
  /** Attempts so far, this one among them. */
  attempts: number,
  times: { readonly queuedAtMs: number; readonly nowMs: number; readonly random: number },
): AfterSend {
  const { queuedAtMs, nowMs, random } = times
  if (outcome.kind === 'accepted')
    return { state: 'accepted', reason: null, maybeTold: false, nextAtMs: nowMs }
  const { reason, permanent, uncertain: maybeTold, retryAfterMs: askedMs } = outcome
  if (permanent) return { state: 'failed', reason, maybeTold, nextAtMs: nowMs }
  const nextAtMs = nowMs + retryDelayMs(attempts, random, { purpose: 'status-impacted', askedMs })
  const state = nextAtMs >= queuedAtMs + EXPIRES_MS ? 'expired' : 'queued'
  return { state, reason, maybeTold, nextAtMs }
}

/** Why an update is not sent by itself any more; undefined while it may leave. */
export function whyHeld(job: {
  readonly publishedAtMs: number
  readonly nowMs: number
  readonly isReleased: boolean
}): string | undefined {
  const ageMs = job.nowMs - job.publishedAtMs
  if (job.isReleased || ageMs <= OLDEST_MS) return undefined
  return 'it was said more than an hour ago, and not everybody has been told'
}

/** How many messages a subscriber may have had within the hour when another impact is told: its end needs room too. */
export function roomForImpact(mostPerHour: number): number {
  return mostPerHour - 2
}

/** Tenths of a job that are done. */
export function tenthsOf(ended: number, total: number): number {
  return total === 0 ? 10 : Math.floor((10 * ended) / total)
}
