/**
 * The worker that sends. One node at a time holds the lease; another takes over when it is gone.
 *
 * Before each effect the intent is a fact, after it the outcome. A crash in between leaves a message in
 * hand: the next holder sends it again with the same id, so the receiver recognises the duplicate.
 */
import { type Log, messageOf } from '#base'
import {
  createFollower,
  Fenced,
  type Lease,
  type Ledger,
  releaseLease,
  renewLease,
  takeLease,
} from '#ledger'
import { withAnswerLink } from './answer-link.ts'
import type { ChannelContext } from './channel.ts'
import { channelOf } from './channels/index.ts'
import type { Outcome } from './decide.ts'
import { DeliveryRefused } from './errors.ts'
import { readLinkKey } from './link-key.ts'
import { openMailer, type SmtpSettings } from './mailer.ts'
import { type Attempt, type Ended, openOutbox } from './outbox.ts'

export interface NotificationContext {
  /** Without it every mail waits, and the reason is shown. */
  readonly smtp?: SmtpSettings | undefined
  /** Address of this server for links in messages, without a slash at the end. */
  readonly baseUrl: string
  /** The value of a secret by its name. */
  readonly secrets: (name: string) => string | undefined
  readonly fetch: typeof fetch
  /** The present for signatures, in milliseconds since 1970. */
  readonly nowMs: () => number
}

export interface DeliveryWorker {
  start(): Promise<void>
  /** Waits for what is in hand, then lets go. */
  stop(): Promise<void>
  /** Sends until nothing is due: for tests. */
  settle(): Promise<void>
}

const LEASE_KEY = 'notifications.delivery'
const LOOK_AGAIN_MS = 1_000
// What a crash may repeat; enough to keep receivers busy.
const MOST_IN_HAND = 20

export function createDelivery(options: {
  ledger: Ledger
  context: NotificationContext
  log: Log
  /** Names this process among the nodes. */
  owner: string
  /** How long the lease outlives a node that is gone. */
  leaseMs?: number
  random?: () => number
}): DeliveryWorker {
  const { ledger, context, log, owner, leaseMs = 3_000, random = Math.random } = options
  const outbox = openOutbox(ledger, random)
  const mailer = openMailer(context.smtp)
  const world: ChannelContext = { ...context, mailer }
  const inHand = new Set<string>()
  const sending = new Set<Promise<void>>()
  /** Of links in messages. */
  let key: Buffer | undefined
  let lease: Lease | undefined
  let renewedAt = 0
  let ended: Ended[] = []
  let recording: Promise<void> | undefined

  /** Takes the lease or holds on to it; what a former holder left in hand is ours then. */
  async function hold(): Promise<Lease | undefined> {
    const at = performance.now()
    if (lease && at - renewedAt < leaseMs / 3) return lease
    if (lease && (await renewLease(ledger.database, lease, leaseMs))) {
      renewedAt = at
      return lease
    }
    lease = await takeLease(ledger.database, { key: LEASE_KEY, owner, forMs: leaseMs })
    if (!lease) return undefined
    renewedAt = at
    const orphans = await outbox.takeOver(lease, inHand)
    if (orphans > 0) log.warn('messages of a former sender are sent again', { messages: orphans })
    return lease
  }

  /** One pass; true when something was sent. */
  async function pass(): Promise<boolean> {
    try {
      const held = await hold()
      if (!held) return false
      // What is known to have arrived is written before more is sent: a crash then repeats less.
      await record()
      const attempts = await outbox.take(held, MOST_IN_HAND - inHand.size)
      for (const attempt of attempts) begin(attempt)
      return attempts.length > 0
    } catch (error) {
      await letGo()
      if (!(error instanceof Fenced)) throw error
      return false
    }
  }

  /** Intents whose commit is in doubt come back with the next taking of the lease, as of a former holder. */
  async function letGo(): Promise<void> {
    const held = lease
    lease = undefined
    if (held) await releaseLease(ledger.database, held).catch(() => {})
  }

  function begin(attempt: Attempt): void {
    const { id } = attempt.notification
    inHand.add(id)
    const work = send(attempt)
      .then((end) => {
        ended.push(end)
        return record()
      })
      .finally(() => {
        inHand.delete(id)
        sending.delete(work)
        follower.wake()
      })
    sending.add(work)
  }

  async function send(attempt: Attempt): Promise<Ended> {
    const startedAt = performance.now()
    const outcome = await deliver(attempt)
    return { ...attempt, outcome, latencyMs: Math.round(performance.now() - startedAt) }
  }

  async function deliver({ notification }: Attempt): Promise<Outcome> {
    const channel = channelOf(notification.channel)
    const config = channel?.config.safeParse(notification.config)
    if (!channel || !config?.success) {
      const reason = channel
        ? `the configuration of ${notification.recipient} does not fit: ${config!.error!.message}`
        : `there is no channel of the type ${notification.channel}`
      return { kind: 'failed', reason, permanent: true, uncertain: false }
    }
    try {
      const queuedAtMs = Date.parse(notification.queuedAt)
      key ??= await readLinkKey(ledger.database.sql)
      const message = withAnswerLink(key, notification)
      const response = await channel.send(
        { ...notification, message, queuedAtMs },
        config.data,
        world,
      )
      return { kind: 'accepted', response }
    } catch (error) {
      const reason = messageOf(error)
      if (!(error instanceof DeliveryRefused))
        return { kind: 'failed', reason, permanent: false, uncertain: true }
      const { permanent, retryAfterMs } = error.details as {
        permanent: boolean
        retryAfterMs?: number
      }
      return { kind: 'failed', reason, permanent, uncertain: false, retryAfterMs }
    }
  }

  /** Outcomes that come while others are written are written together. */
  async function record(): Promise<void> {
    while (ended.length > 0) {
      recording ??= writeEnded().finally(() => {
        recording = undefined
      })
      await recording
    }
    await recording
  }

  async function writeEnded(): Promise<void> {
    const batch = ended
    ended = []
    for (let attempt = 1; ; attempt++) {
      try {
        return await outbox.record(batch)
      } catch (error) {
        // Unwritten, the messages would be sent again: the same id tells the receiver.
        log.error('outcomes of messages were not written', { why: messageOf(error), attempt })
        if (attempt === 3) return letGo()
      }
    }
  }

  async function untilNextDue(): Promise<number> {
    const due = inHand.size < MOST_IN_HAND ? await outbox.nextDueMs() : undefined
    if (due === undefined || !lease) return LOOK_AGAIN_MS
    return Math.max(10, due - (await ledger.nowMs()))
  }

  const follower = createFollower({
    ledger,
    pass: async () => (await pass()) || untilNextDue(),
    wokenBy: (type) => type.startsWith('notification.'),
    failed: (error) => log.error('messages were not looked at', { why: messageOf(error) }),
    lookAgainMs: LOOK_AGAIN_MS,
  })

  return {
    start: follower.start,
    async stop() {
      await follower.stop()
      await Promise.all(sending)
      await letGo()
      mailer.close()
    },
    async settle() {
      while ((await pass()) || sending.size > 0) await Promise.all(sending)
    },
  }
}
