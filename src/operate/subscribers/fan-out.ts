/** One update on its way to all who follow a page, and one message of it. */
import type { NotificationMessage } from '#ledger'
import type { SubscriberKind } from './address.ts'
import type { MessageState } from './decide.ts'

/** Messages that ask for a confirmation stand in the queue under this and the nonce. */
export const ASKING = 'ask_'

export type FanOutState = 'running' | 'held' | 'stopped' | 'finished' | 'superseded'

/** What the page offered when the update was said. */
export interface Offer {
  readonly title: string
  readonly mostPerHour: number
  readonly privateWebhooks: boolean
  readonly sms: { readonly type: string; readonly config: Record<string, unknown> } | null
}

export interface FanOut {
  readonly id: string
  readonly position: number
  readonly workload: string
  readonly page: string
  readonly component: string
  readonly said: 'impacted' | 'operational'
  /** Of the update on its page. */
  readonly seq: number
  readonly message: NotificationMessage
  readonly offer: Offer
  readonly publishedAt: string
  /** The last seq of a subscriber to whom an impact goes. */
  readonly upTo: number
  /** How far messages were queued: a seq for an impact, the number of a subscriber for its end. */
  readonly cursor: number
  /** Every message is queued. */
  readonly isComplete: boolean
  /** Null until the first are queued. */
  readonly total: number | null
  readonly tenths: number
  readonly state: FanOutState
  /** Why it does not go on. */
  readonly reason: string | null
  readonly releasedBy: string | null
  /** The job that tells its end: nothing more of this one leaves. */
  readonly closedBy: string | null
  readonly startedAt: string
  readonly endedAt: string | null
}

/** One message in hand, with what is needed to send it. */
export interface InHand {
  readonly fanOut: string
  /** Row of the subscriber. */
  readonly number: number
  readonly channel: SubscriberKind
  /** This one among them, from 1. */
  readonly attempts: number
  /** Id of the subscriber. */
  readonly subscriber: string
  readonly address: string
  /** Of the asking. */
  readonly nonce: string | null
  readonly page: string
  readonly workload: string
  readonly askedAtMs: number
}

export type MessageCounts = Readonly<Record<MessageState, number>>

export interface FanOutRow {
  id: string
  position: number
  workload: string
  page: string
  component: string
  said: FanOut['said']
  update_seq: number
  message: NotificationMessage
  offer: Offer
  published_at: Date
  up_to: number
  cursor: number
  is_complete: boolean
  total: number | null
  tenths: number
  state: FanOutState
  reason: string | null
  released_by: string | null
  closed_by: string | null
  counts: MessageCounts | null
  started_at: Date
  ended_at: Date | null
}

export function toFanOut(row: FanOutRow): FanOut {
  const { id, position, workload, page, component, said, message, offer } = row
  const { cursor, total, tenths, state, reason } = row
  return {
    ...{ id, position, workload, page, component, said, message, offer },
    ...{ cursor, total, tenths, state, reason },
    seq: row.update_seq,
    publishedAt: row.published_at.toISOString(),
    upTo: row.up_to,
    isComplete: row.is_complete,
    releasedBy: row.released_by,
    closedBy: row.closed_by,
    startedAt: row.started_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  }
}
