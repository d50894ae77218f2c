/** The outbox: every message and how far it has come, folded from facts. */
import type { Sql } from '#base'
import {
  defineProjection,
  escalationSnoozed,
  fold,
  incidentAcknowledged,
  notificationAccepted,
  notificationAnswered,
  notificationAttempted,
  notificationCancelled,
  notificationExpired,
  notificationFailed,
  notificationQueued,
  notificationSuperseded,
} from '#ledger'

export const notifications = defineProjection(
  'operate.notifications',
  ['notification'],
  [
    fold(notificationQueued, async ({ subject, position, correlation, time, data }, sql) => {
      await sql`
        insert into notification (id, position, correlation, workload, incident, purpose, topic, recipient,
          channel, address, config, message, state, recovery_of, queued_at, next_attempt_at, expires_at)
        values (${subject}, ${position}, ${correlation}, ${data.workload}, ${data.incident}, ${data.purpose},
          ${data.topic}, ${data.recipient}, ${data.channel}, ${data.address}, ${JSON.stringify(data.config)},
          ${JSON.stringify(data.message)}, 'queued', ${JSON.stringify(data.recoveryOf)}, ${time}, ${time},
          ${data.expiresAt})`
      if (data.recoveryOf.length > 0)
        await sql`update notification set recovered_by = ${subject} where id = any(${data.recoveryOf})`
    }),
    fold(
      notificationAttempted,
      ({ subject, time, data }, sql) => sql`
        update notification set state = 'sending', attempts = ${data.attempt}, epoch = ${data.epoch},
          attempted_at = ${time}, next_attempt_at = null
        where id = ${subject}`,
    ),
    // Acceptance is a truth whenever it is heard of, also from an attempt that was given up.
    fold(
      notificationAccepted,
      ({ subject, time }, sql) => sql`
        update notification set maybe_told = true, accepted_at = coalesce(accepted_at, ${time}),
          state = case when state in ('queued', 'sending') then 'accepted' else state end,
          next_attempt_at = null, reason = null
        where id = ${subject}`,
    ),
    fold(notificationFailed, async ({ subject, data }, sql) => {
      await sql`
        update notification set state = ${data.retryAt === null ? 'failed' : 'queued'},
          next_attempt_at = ${data.retryAt}, reason = ${data.reason}
        where id = ${subject} and state = 'sending' and attempts = ${data.attempt}`
      if (data.uncertain) await sql`update notification set maybe_told = true where id = ${subject}`
    }),
    fold(notificationExpired, ({ subject, data }, sql) =>
      end(sql, subject, 'expired', data.reason),
    ),
    fold(notificationCancelled, ({ subject, data }, sql) =>
      end(sql, subject, 'cancelled', data.reason),
    ),
    fold(
      notificationAnswered,
      ({ subject, time }, sql) => sql`
        update notification set answered_at = ${time} where id = ${subject}`,
    ),
    fold(notificationSuperseded, ({ subject, data }, sql) =>
      end(sql, subject, 'superseded', `replaced by ${data.by}`),
    ),
    fold(
      incidentAcknowledged,
      ({ subject, data }, sql) => sql`
        update notification set called_off = ${`${data.by} has acknowledged`}
        where topic = ${`incident:${subject}`} and purpose = 'page' and state in ('queued', 'sending')
          and not recipient = any(${data.awaits ?? []})`,
    ),
    fold(
      escalationSnoozed,
      ({ subject, data }, sql) => sql`
        update notification set called_off = ${`${data.by} has snoozed it`}
        where topic = ${`incident:${subject}`} and purpose = 'page' and state in ('queued', 'sending')`,
    ),
  ],
)

function end(sql: Sql, id: string, state: string, reason: string): Promise<unknown> {
  return sql`
    update notification set state = ${state}, reason = ${reason}, next_attempt_at = null where id = ${id}`
}
