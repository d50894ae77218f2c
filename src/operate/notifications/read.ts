/** Reading messages back: who was told what, and when. */
import type { Sql } from '#base'
import type { NotificationMessage } from '#ledger'
import type { Notification, NotificationState, Purpose } from './notification.ts'

/** The newest first, or of one incident in order of queueing. */
export async function listNotifications(
  sql: Sql,
  query: {
    readonly workload?: string | undefined
    readonly incident?: string | undefined
    readonly state?: NotificationState | undefined
    readonly topic?: string | undefined
    readonly limit?: number | undefined
  } = {},
): Promise<Notification[]> {
  const { workload = null, incident = null, state = null, topic = null, limit = 200 } = query
  const rows = await sql<NotificationRow>`
    select * from notification
    where (${workload}::text is null or workload = ${workload})
      and (${incident}::text is null or incident = ${incident})
      and (${state}::text is null or state = ${state})
      and (${topic}::text is null or topic = ${topic})
    order by case when ${incident}::text is null then -position else position end
    limit ${limit}`
  return rows.map(toNotification)
}

/** The newest message to each recipient that had one. */
export async function lastToRecipients(
  sql: Sql,
  { workload, recipients }: { workload: string; recipients: readonly string[] },
): Promise<ReadonlyMap<string, Notification>> {
  const rows = await sql<NotificationRow>`
    select distinct on (recipient) * from notification
    where workload = ${workload} and recipient = any(${recipients})
    order by recipient, position desc`
  return new Map(rows.map((row) => [row.recipient, toNotification(row)]))
}

export async function readNotification(sql: Sql, id: string): Promise<Notification | undefined> {
  const [row] = await sql<NotificationRow>`select * from notification where id = ${id}`
  return row && toNotification(row)
}

/** How many messages are in each state; nothing counts as accepted before the receiver’s server said so. */
export async function countNotifications(
  sql: Sql,
  workload?: string,
): Promise<Record<NotificationState, number>> {
  const rows = await sql<{ state: NotificationState; count: number }>`
    select state, count(*) from notification
    where ${workload ?? null}::text is null or workload = ${workload ?? null} group by state`
  const counts: Record<NotificationState, number> = {
    queued: 0,
    sending: 0,
    accepted: 0,
    failed: 0,
    expired: 0,
    cancelled: 0,
    superseded: 0,
  }
  for (const { state, count } of rows) counts[state] = count
  return counts
}

/** Messages about a harm of a topic that have no recovery yet, oldest first. */
export async function readUnrecovered(
  sql: Sql,
  topic: string,
  purposes: readonly Purpose[],
): Promise<Notification[]> {
  const rows = await sql<NotificationRow>`
    select * from notification
    where topic = ${topic} and purpose = any(${purposes}) and recovered_by is null order by position`
  return rows.map(toNotification)
}

/** Pages about an incident that were queued at a time (ISO 8601) or later. */
export async function readPagesSince(
  sql: Sql,
  incident: string,
  since: string,
): Promise<Notification[]> {
  const rows = await sql<NotificationRow>`
    select * from notification
    where incident = ${incident} and purpose = 'page' and queued_at >= ${since} order by position`
  return rows.map(toNotification)
}

/** Pages of a topic that nobody needs any more and that have not left. */
export async function readCalledOff(sql: Sql, topic: string): Promise<Notification[]> {
  const rows = await sql<NotificationRow>`
    select * from notification
    where topic = ${topic} and state = 'queued' and called_off is not null order by position`
  return rows.map(toNotification)
}

export interface NotificationRow {
  id: string
  position: number
  correlation: string
  workload: string
  incident: string | null
  purpose: Purpose
  topic: string
  recipient: string
  channel: string
  address: string
  config: Record<string, unknown>
  message: NotificationMessage
  state: NotificationState
  attempts: number
  maybe_told: boolean
  recovery_of: string[]
  recovered_by: string | null
  called_off: string | null
  reason: string | null
  queued_at: Date
  accepted_at: Date | null
  next_attempt_at: Date | null
  expires_at: Date
  answered_at: Date | null
}

export function toNotification(row: NotificationRow): Notification {
  const { id, position, correlation, workload, incident, purpose, topic, recipient } = row
  const { channel, address, config, message, state, attempts, reason } = row
  return {
    id,
    position,
    correlation,
    workload,
    incident,
    purpose,
    topic,
    recipient,
    channel,
    address,
    config,
    message,
    state,
    attempts,
    maybeTold: row.maybe_told,
    recoveryOf: row.recovery_of,
    recoveredBy: row.recovered_by,
    calledOff: row.called_off,
    reason,
    queuedAt: row.queued_at.toISOString(),
    acceptedAt: row.accepted_at?.toISOString() ?? null,
    nextAttemptAt: row.next_attempt_at?.toISOString() ?? null,
    expiresAt: row.expires_at.toISOString(),
    answeredAt: row.answered_at?.toISOString() ?? null,
  }
}
