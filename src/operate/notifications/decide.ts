/**
 * What follows from an attempt, and what becomes of earlier messages when it is over: pure decisions.
 *
 * The promise: whoever was told that it broke, or may have been told, is told once that it is over, and
 * nobody else is. What only waited is not sent any more.
 */
import {
  type Fact,
  type NewFact,
  type NotificationMessage,
  notificationAccepted,
  notificationCancelled,
  notificationExpired,
  notificationFailed,
  notificationSuperseded,
} from '#ledger'
import { isTold, type Notification } from './notification.ts'
import { type Contact, queueMessage } from './queue.ts'
import { retryDelayMs } from './retry.ts'

/** How an attempt ended. */
export type Outcome =
  | { readonly kind: 'accepted'; readonly response: string }
  | {
      readonly kind: 'failed'
      readonly reason: string
      readonly permanent: boolean
      readonly uncertain: boolean
      readonly retryAfterMs?: number | undefined
    }

export function afterAttempt(
  notification: Notification,
  attempt: number,
  outcome: Outcome,
  options: { readonly latencyMs: number | null; readonly nowMs: number; readonly random: number },
): NewFact[] {
  const { latencyMs, nowMs, random } = options
  const { id, expiresAt } = notification
  const of = ofNotification(notification)
  if (outcome.kind === 'accepted')
    return [
      notificationAccepted(id, {
        ...of,
        attempt,
        response: outcome.response,
        latencyMs: latencyMs ?? 0,
      }),
    ]

  const { reason, permanent, uncertain, retryAfterMs } = outcome
  // An attempt whose end nobody saw is repeated at once: it has waited for long enough.
  const { purpose } = notification
  const asked = { purpose, askedMs: retryAfterMs }
  const delayMs = latencyMs === null ? 0 : retryDelayMs(attempt, random, asked)
  const retryMs = nowMs + delayMs
  const failed = (retryAt: string | null) =>
    notificationFailed(id, { ...of, attempt, reason, permanent, uncertain, latencyMs, retryAt })
  if (permanent) return [failed(null)]
  const end = endOf(notification)
  if (end) return [failed(null), end]
  if (retryMs >= Date.parse(expiresAt))
    return [
      failed(null),
      notificationExpired(id, { ...of, reason: `no success in time: ${reason}` }),
    ]
  return [failed(new Date(retryMs).toISOString())]
}

/** A message that is not wanted any more is not tried again. */
function endOf(notification: Notification): NewFact | undefined {
  const { id, recoveredBy, calledOff } = notification
  const of = ofNotification(notification)
  if (recoveredBy !== null) return notificationSuperseded(id, { ...of, by: recoveredBy })
  if (calledOff !== null) return notificationCancelled(id, { ...of, reason: calledOff })
  return undefined
}

/**
 * It is over: one recovery to each address that was told, and the end of what still waits.
 * `impact` are the messages of the topic that have no recovery yet.
 */
export function recover(
  impact: readonly Notification[],
  options: {
    readonly because: Fact
    readonly purpose: 'recovery' | 'status-restored'
    readonly nowMs: number
    /** An audience that was to be told hears of it even when the first message had not left. */
    readonly evenIfUntold: boolean
    readonly contactOf: (told: Notification) => Contact
    readonly messageFor: (contact: Contact) => NotificationMessage
  },
): NewFact[] {
  const { because, purpose, nowMs, evenIfUntold, contactOf, messageFor } = options
  const byAddress = new Map<string, Notification[]>()
  for (const one of impact) {
    const key = `${one.channel} ${one.address}`
    byAddress.set(key, [...(byAddress.get(key) ?? []), one])
  }
  const facts: NewFact[] = []
  for (const messages of byAddress.values()) {
    const waiting = messages.filter(({ state }) => state === 'queued')
    const told = messages.filter(isTold)
    const first = told[0] ?? (evenIfUntold ? waiting[0] : undefined)
    if (!first) {
      facts.push(
        ...waiting.map((one) =>
          notificationCancelled(one.id, {
            ...ofNotification(one),
            reason: 'it was over before it left',
          }),
        ),
      )
      continue
    }
    const contact = contactOf(first)
    const recovery = queueMessage({
      because,
      workload: first.workload,
      incident: first.incident,
      topic: first.topic,
      purpose,
      contact,
      message: messageFor(contact),
      nowMs,
      recoveryOf: [...new Set([...told, ...waiting])].map(({ id }) => id),
    })
    facts.push(
      recovery,
      ...waiting.map((one) =>
        notificationSuperseded(one.id, { ...ofNotification(one), by: recovery.subject }),
      ),
    )
  }
  return facts
}

/** A recovery whose trigger never arrived has nothing to take back. */
export function withdraw(recovery: Notification): NewFact {
  return notificationCancelled(recovery.id, {
    ...ofNotification(recovery),
    reason: 'the message that it answers has not arrived',
  })
}

export function callOff(notification: Notification, reason: string): NewFact {
  return notificationCancelled(notification.id, { ...ofNotification(notification), reason })
}

export function expire(notification: Notification): NewFact {
  return notificationExpired(notification.id, {
    ...ofNotification(notification),
    reason: notification.reason
      ? `no success in time: ${notification.reason}`
      : 'it was not sent in time',
  })
}

/** What every fact about a message carries. */
export function ofNotification({ workload, incident, purpose, recipient }: Notification) {
  return { workload, incident, purpose, recipient }
}
