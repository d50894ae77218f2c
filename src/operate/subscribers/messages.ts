/**
 * The rows of messages as the worker takes and returns them, many at once. To take one needs the lease; how an
 * attempt ended is a truth, whoever brings it.
 */
import { fence, type Lease, type Ledger } from '#ledger'
import type { SubscriberKind } from './address.ts'
import { afterSend, type SendOutcome } from './decide.ts'
import { ASKING, type InHand } from './fan-out.ts'

/** How an attempt ended. */
export interface Sent {
  readonly message: InHand
  readonly outcome: SendOutcome
  /** When its job began, in milliseconds since 1970. */
  readonly queuedAtMs: number
}

export interface Messages {
  /** Takes what is due of a job into hand; nobody who has left is among them. */
  take(
    lease: Lease,
    fanOut: string,
    options: {
      readonly limit: number
      /** Jobs whose messages to the same subscriber go first. */
      readonly after: readonly string[]
      readonly paused: readonly SubscriberKind[]
      readonly nowMs: number
    },
  ): Promise<InHand[]>
  /** Jobs of askings that wait for their message. */
  askings(limit: number): Promise<string[]>
  /** What former holders of the lease left in hand is due again, except `ours`; how many. */
  takeOver(lease: Lease, ours: Iterable<InHand>): Promise<number>
  record(sent: readonly Sent[]): Promise<void>
  /** When the next of a job is due, in milliseconds since 1970. */
  nextDueMs(fanOuts: readonly string[]): Promise<number | undefined>
}

export function openMessages(ledger: Ledger, random: () => number): Messages {
  const { database } = ledger
  return {
    async take(lease, fanOut, { limit, after, paused, nowMs }) {
      const now = new Date(nowMs).toISOString()
      const rows = await database.transaction(async (sql) => {
        await fence(sql, lease)
        return sql<Taken>`
          with due as materialized (
            select m.subscriber, m.channel, s.id, s.address, s.nonce, s.page, s.workload, s.asked_at,
              s.unsubscribed_at is not null or s.address is null as gone
            from subscriber_message m join subscriber s on s.number = m.subscriber
            where m.fan_out = ${fanOut} and m.state = 'queued' and m.next_at <= ${now}
              and m.channel <> all(${paused as string[]})
              and not exists (
                select from subscriber_message earlier
                where earlier.fan_out = any(${after as string[]}) and earlier.subscriber = m.subscriber
                  and earlier.state in ('queued', 'sending'))
            order by m.next_at limit ${limit})
          update subscriber_message m set
            state = case when due.gone then 'cancelled' else 'sending' end,
            reason = case when due.gone then 'the subscriber has left' else m.reason end,
            attempts = m.attempts + case when due.gone then 0 else 1 end, epoch = ${lease.epoch}
          from due
          where m.fan_out = ${fanOut} and m.subscriber = due.subscriber and m.channel = due.channel
          returning m.attempts, due.*`
      })
      return rows.flatMap((row) =>
        row.gone
          ? []
          : [
              {
                ...{ fanOut, number: row.subscriber, channel: row.channel, subscriber: row.id },
                ...{ attempts: row.attempts, address: row.address!, nonce: row.nonce },
                ...{ page: row.page, workload: row.workload, askedAtMs: row.asked_at.getTime() },
              },
            ],
      )
    },

    async askings(limit) {
      const now = new Date(await ledger.nowMs()).toISOString()
      const rows = await database.sql<{ fan_out: string }>`
        select fan_out from subscriber_message
        where fan_out >= ${ASKING} and fan_out < ${`${ASKING}~`} and state = 'queued' and next_at <= ${now}
        order by next_at limit ${limit}`
      return rows.map(({ fan_out }) => fan_out)
    },

    async takeOver(lease, ours) {
      const mine = new Set([...ours].map(keyOf))
      const now = new Date(await ledger.nowMs()).toISOString()
      return database.transaction(async (sql) => {
        await fence(sql, lease)
        const rows = await sql<{ fanOut: string; number: number; channel: SubscriberKind }>`
          select fan_out as "fanOut", subscriber as number, channel from subscriber_message
          where state = 'sending' and epoch < ${lease.epoch}`
        const orphans = rows.filter((row) => !mine.has(keyOf(row)))
        await sql`
          update subscriber_message m
          set state = 'queued', maybe_told = true, next_at = ${now},
            reason = 'the sender stopped before the answer came'
          from unnest(${orphans.map((one) => one.fanOut)}::text[], ${orphans.map((one) => one.number)}::bigint[],
            ${orphans.map((one) => one.channel)}::text[]) as orphan (fan_out, subscriber, channel)
          where m.fan_out = orphan.fan_out and m.subscriber = orphan.subscriber
            and m.channel = orphan.channel and m.state = 'sending'`
        return orphans.length
      })
    },

    async record(sent) {
      const nowMs = await ledger.nowMs()
      const ends = sent.map(({ message, outcome, queuedAtMs }) => ({
        ...message,
        ...afterSend(outcome, message.attempts, { queuedAtMs, nowMs, random: random() }),
      }))
      await database.sql`
        update subscriber_message m
        set state = e.state, reason = e.reason, maybe_told = m.maybe_told or e.maybe_told, next_at = e.next_at
        from unnest(${ends.map((e) => e.fanOut)}::text[], ${ends.map((e) => e.number)}::bigint[],
          ${ends.map((e) => e.channel)}::text[], ${ends.map((e) => e.attempts)}::smallint[],
          ${ends.map((e) => e.state)}::text[],
          ${ends.map((e) => e.reason?.replaceAll(e.address, '(address)') ?? null)}::text[],
          ${ends.map((e) => e.maybeTold)}::boolean[],
          ${ends.map((e) => new Date(e.nextAtMs).toISOString())}::timestamptz[])
          as e (fan_out, subscriber, channel, attempts, state, reason, maybe_told, next_at)
        where m.fan_out = e.fan_out and m.subscriber = e.subscriber and m.channel = e.channel
          and (e.state = 'accepted' or (m.state = 'sending' and m.attempts = e.attempts))`
    },

    async nextDueMs(fanOuts) {
      const [row] = await database.sql<{ due: Date | null }>`
        select min(next_at) as due from subscriber_message
        where state = 'queued' and (fan_out = any(${fanOuts as string[]})
          or (fan_out >= ${ASKING} and fan_out < ${`${ASKING}~`}))`
      return row?.due?.getTime()
    },
  }
}

export const keyOf = (one: Pick<InHand, 'fanOut' | 'number' | 'channel'>) =>
  `${one.fanOut} ${one.number} ${one.channel}`

interface Taken {
  subscriber: number
  channel: SubscriberKind
  attempts: number
  id: string
  address: string | null
  nonce: string | null
  page: string
  workload: string
  asked_at: Date
  gone: boolean
}
