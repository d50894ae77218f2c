/**
 * What the delivery worker reads and writes. An intent needs the lease: whoever has lost it writes none.
 * An outcome is a truth, whoever brings it, and needs no lease.
 */
import { contentHash } from '#base'
import { type Fact, type Lease, type Ledger, type NewFact, notificationAttempted } from '#ledger'
import { afterAttempt, expire, type Outcome, ofNotification, withdraw } from './decide.ts'
import type { Notification } from './notification.ts'
import { type NotificationRow, readNotification, toNotification } from './read.ts'

const ACTOR = 'service:notifications'

/** One attempt in hand. */
export interface Attempt {
  readonly notification: Notification
  readonly attempt: number
}

/** How an attempt ended, and how long it took; null when nobody saw its end. */
export interface Ended extends Attempt {
  readonly outcome: Outcome
  readonly latencyMs: number | null
}

export interface Outbox {
  /** Declares the intent to send what is due, at most `limit`, and ends what is of no use any more. */
  take(lease: Lease, limit: number): Promise<Attempt[]>
  /** Returns what earlier holders of the lease left in hand, except `ours`; how many. */
  takeOver(lease: Lease, ours: ReadonlySet<string>): Promise<number>
  record(ended: readonly Ended[]): Promise<void>
  /** When the next message is due, in milliseconds since 1970. */
  nextDueMs(): Promise<number | undefined>
}

export function openOutbox(ledger: Ledger, random: () => number): Outbox {
  const { sql } = ledger.database

  /** One transaction for each chain of facts, so that every fact names what it answers. */
  async function transactByChain<T extends { notification: Notification }>(
    items: readonly T[],
    decide: (item: T, nowMs: number, now: Notification) => readonly NewFact[],
    lease?: Lease,
  ): Promise<void> {
    for (const chain of byCorrelation(items)) {
      const cause = await queuedFact(chain[0]!.notification)
      await ledger.transact({ actor: ACTOR, cause }, async (tx) => {
        if (lease) await tx.fence(lease)
        for (const item of chain) {
          const now = (await readNotification(tx.sql, item.notification.id))!
          await tx.append(...decide(item, tx.nowMs, now))
        }
      })
    }
  }

  async function queuedFact({ position }: Notification): Promise<Fact> {
    const [fact] = await ledger.read({ after: position - 1, upTo: position })
    return fact!
  }

  async function endUseless(lease: Lease, nowMs: number): Promise<void> {
    const now = new Date(nowMs).toISOString()
    const expired = await sql<NotificationRow>`
      select * from notification where state = 'queued' and expires_at <= ${now} limit 500`
    await transactByChain(
      expired.map((row) => ({ notification: toNotification(row) })),
      (_item, _nowMs, notification) =>
        notification.state === 'queued' ? [expire(notification)] : [],
      lease,
    )
    const pointless = await sql<NotificationRow>`
      select n.* from notification n
      where n.state = 'queued' and n.purpose = 'recovery' and not exists (
        select from notification told
        where told.recovered_by = n.id and (told.state in ('accepted', 'sending') or told.maybe_told))
      limit 500`
    await transactByChain(
      pointless.map((row) => ({ notification: toNotification(row) })),
      (_item, _nowMs, notification) =>
        notification.state === 'queued' ? [withdraw(notification)] : [],
      lease,
    )
  }

  return {
    async take(lease, limit) {
      const nowMs = await ledger.nowMs()
      await endUseless(lease, nowMs)
      // Nothing overtakes an earlier message of its topic to the same address.
      const rows = await sql<NotificationRow>`
        select n.* from notification n
        where n.state = 'queued' and n.next_attempt_at <= ${new Date(nowMs).toISOString()}
          and not exists (
            select from notification earlier
            where earlier.topic = n.topic and earlier.channel = n.channel and earlier.address = n.address
              and earlier.position < n.position and earlier.state in ('queued', 'sending'))
        order by n.purpose <> 'page', n.position limit ${limit}`
      // By id, since a transaction may be tried again.
      const attempts = new Map<string, Attempt>()
      await transactByChain(
        rows.map((row) => ({ notification: toNotification(row) })),
        (_item, _nowMs, notification) => {
          if (notification.state !== 'queued') return []
          const attempt = notification.attempts + 1
          attempts.set(notification.id, { notification, attempt })
          const { config, message, address } = notification
          return [
            notificationAttempted(notification.id, {
              ...ofNotification(notification),
              attempt,
              worker: lease.owner,
              epoch: lease.epoch,
              requestHash: contentHash({ address, config, message }),
            }),
          ]
        },
        lease,
      )
      return [...attempts.values()]
    },

    async takeOver(lease, ours) {
      const rows = await sql<NotificationRow>`
        select * from notification where state = 'sending' and epoch < ${lease.epoch} order by position`
      const orphans = rows.map(toNotification).filter(({ id }) => !ours.has(id))
      await transactByChain(
        orphans.map((notification) => ({ notification })),
        (_item, nowMs, notification) =>
          notification.state === 'sending'
            ? afterAttempt(
                notification,
                notification.attempts,
                {
                  kind: 'failed',
                  reason: 'the sender stopped before the answer came',
                  permanent: false,
                  uncertain: true,
                },
                { latencyMs: null, nowMs, random: random() },
              )
            : [],
        lease,
      )
      return orphans.length
    },

    async record(ended) {
      await transactByChain(ended, ({ attempt, outcome, latencyMs }, nowMs, notification) =>
        afterAttempt(notification, attempt, outcome, { latencyMs, nowMs, random: random() }),
      )
    },

    async nextDueMs() {
      // What waits for an earlier message is woken by the end of that one.
      const [row] = await sql<{ due: Date | null }>`
        select min(least(n.next_attempt_at, n.expires_at)) as due from notification n
        where n.state = 'queued' and not exists (
          select from notification earlier
          where earlier.topic = n.topic and earlier.channel = n.channel and earlier.address = n.address
            and earlier.position < n.position and earlier.state in ('queued', 'sending'))`
      return row?.due?.getTime()
    },
  }
}

function byCorrelation<T extends { notification: Notification }>(items: readonly T[]): T[][] {
  const chains = new Map<string, T[]>()
  for (const item of items) {
    const { correlation } = item.notification
    const chain = chains.get(correlation)
    if (chain) chain.push(item)
    else chains.set(correlation, [item])
  }
  return [...chains.values()]
}
