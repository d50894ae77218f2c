/** The life of a job in the table and in the ledger: it is filled in chunks, held, stopped, told of, ended. */
import type { Sql } from '#base'
import {
  fanOutFinished,
  fanOutHeld,
  fanOutProgressed,
  fanOutStopped,
  fence,
  type Lease,
  type Ledger,
  type NewFact,
  type Transaction,
} from '#ledger'
import { roomForImpact, tenthsOf } from './decide.ts'
import { ASKING, type FanOut, type FanOutRow, type MessageCounts, toFanOut } from './fan-out.ts'

const ACTOR = 'service:subscribers'
const CHUNK = 1_000
const KEPT_MS = 90 * 86_400_000

export interface Jobs {
  /** Those that have not ended, in the order in which they were said. */
  open(): Promise<FanOut[]>
  /** Queues the next thousand messages and moves the cursor, in one transaction; the job as it is then. */
  fill(lease: Lease, job: FanOut, nowMs: number): Promise<FanOut>
  /** What has not left is not sent any more, at most some thousand messages at once. */
  supersede(lease: Lease, job: FanOut): Promise<void>
  hold(lease: Lease, job: FanOut, reason: string): Promise<void>
  /** Says how far it is, when that is another tenth. */
  tell(lease: Lease, job: FanOut): Promise<void>
  end(lease: Lease, job: FanOut): Promise<void>
  hasQueued(job: FanOut, how?: 'not tried yet'): Promise<boolean>
  /** Lets go of messages of jobs that ended long ago, and of askings that were answered or sent. */
  forget(lease: Lease): Promise<void>
}

export function openJobs(ledger: Ledger): Jobs {
  const { database } = ledger

  /** Writes only while we hold the lease and the job has not ended. */
  async function change(
    lease: Lease,
    job: FanOut,
    work: (tx: Transaction) => Promise<readonly NewFact[]>,
  ): Promise<void> {
    await ledger.transact({ actor: ACTOR }, async (tx) => {
      await tx.fence(lease)
      const [open] = await tx.sql`select from fan_out where id = ${job.id} and ended_at is null`
      if (open) await tx.append(...(await work(tx)))
    })
  }

  async function halt(
    lease: Lease,
    job: FanOut,
    state: 'held' | 'stopped',
    reason: string,
  ): Promise<void> {
    const fact = state === 'held' ? fanOutHeld : fanOutStopped
    await change(lease, job, async (tx) => {
      const halted = await tx.sql`
        update fan_out set state = ${state}, reason = ${reason}
        where id = ${job.id} and state = 'running' returning id`
      return halted.length > 0 ? [fact(subjectOf(job), { ...nameOf(job), reason })] : []
    })
  }

  return {
    async open() {
      const rows = await database.sql<FanOutRow>`
        select * from fan_out where ended_at is null order by position`
      return rows.map(toFanOut)
    },

    async fill(lease, job, nowMs) {
      const flooded = await whoIsFlooded(database.sql, job, nowMs)
      if (flooded !== undefined) {
        await halt(lease, job, 'stopped', flooded)
        return { ...job, state: 'stopped' }
      }
      const now = new Date(nowMs).toISOString()
      return database.transaction(async (sql) => {
        await fence(sql, lease)
        const total = job.total ?? (await countRecipients(sql, job))
        const fillNext = job.said === 'impacted' ? fillImpact : fillEnd
        const { cursor, isComplete } = await fillNext(sql, job, now)
        const [row] = await sql<FanOutRow>`
          update fan_out set cursor = ${cursor}, is_complete = ${isComplete}, total = ${total}
          where id = ${job.id} returning *`
        return toFanOut(row!)
      })
    },

    async supersede(lease, { id }) {
      await database.transaction(async (sql) => {
        await fence(sql, lease)
        await sql`
          update subscriber_message m set state = 'superseded'
          from (select subscriber, channel from subscriber_message
            where fan_out = ${id} and state = 'queued' limit 5000) waiting
          where m.fan_out = ${id} and m.subscriber = waiting.subscriber and m.channel = waiting.channel`
      })
    },

    hold: (lease, job, reason) => halt(lease, job, 'held', reason),

    async tell(lease, job) {
      const counts = await countMessages(database.sql, job.id)
      const total = job.total ?? 0
      const tenths = tenthsOf(endedOf(counts), total)
      // The last tenth is told with the end.
      if (tenths <= job.tenths || tenths >= 10) return
      await change(lease, job, async (tx) => {
        await tx.sql`update fan_out set tenths = ${tenths} where id = ${job.id}`
        return [fanOutProgressed(subjectOf(job), { ...nameOf(job), total, counts })]
      })
    },

    async end(lease, job) {
      await change(lease, job, async (tx) => {
        const counts = await countMessages(tx.sql, job.id)
        const isTold = job.isComplete && counts.superseded === 0 && job.state === 'running'
        await tx.sql`
          update fan_out set state = ${isTold ? 'finished' : 'superseded'}, tenths = 10,
            counts = ${JSON.stringify(counts)}, ended_at = ${new Date(tx.nowMs).toISOString()}
          where id = ${job.id}`
        const outcome = isTold ? 'told' : 'superseded'
        const total = job.total ?? 0
        return [fanOutFinished(subjectOf(job), { ...nameOf(job), outcome, total, counts })]
      })
    },

    async forget(lease) {
      const before = new Date((await ledger.nowMs()) - KEPT_MS).toISOString()
      await database.transaction(async (sql) => {
        await fence(sql, lease)
        await sql`
          delete from subscriber_message where fan_out in (
            select id from fan_out
            where ended_at < ${before} and (said = 'operational' or closed_by is not null))`
        await sql`
          delete from subscriber_message
          where fan_out >= ${ASKING} and fan_out < ${`${ASKING}~`} and state not in ('queued', 'sending')`
      })
    },

    async hasQueued({ id }, how) {
      const most = how ? 0 : 32_767
      const [row] = await database.sql<{ has: boolean }>`
        select exists (select from subscriber_message
          where fan_out = ${id} and state = 'queued' and attempts <= ${most}) as has`
      return row!.has
    },
  }
}

/** How many messages of a job are in each state. */
export async function countMessages(sql: Sql, fanOut: string): Promise<MessageCounts> {
  const rows = await sql<{ state: keyof MessageCounts; count: number }>`
    select state, count(*) from subscriber_message where fan_out = ${fanOut} group by state`
  const none = { queued: 0, sending: 0, accepted: 0, failed: 0, expired: 0, cancelled: 0 }
  return {
    ...{ ...none, superseded: 0 },
    ...Object.fromEntries(rows.map(({ state, count }) => [state, count])),
  }
}

const endedOf = ({ queued: _, sending: __, ...ended }: MessageCounts) =>
  Object.values(ended).reduce((sum, count) => sum + count, 0)

const subjectOf = ({ page }: FanOut) => `status-page:${page}`
const nameOf = ({ workload, page, id, seq }: FanOut) => ({ workload, page, fanOut: id, seq })

interface Filled {
  readonly cursor: number
  readonly isComplete: boolean
}

/** Numbers of subscribers have no gaps, so a chunk is a range of them. */
async function fillImpact(sql: Sql, job: FanOut, now: string): Promise<Filled> {
  const { id, workload, page, component, cursor, upTo } = job
  const to = Math.min(cursor + CHUNK, upTo)
  await sql`
    insert into subscriber_message (fan_out, subscriber, channel, next_at)
    select ${id}, number, kind, ${now}::timestamptz from subscriber
    where workload = ${workload} and page = ${page} and seq > ${cursor} and seq <= ${to}
      and unsubscribed_at is null and (components = '{}' or ${component} = any(components))
    on conflict do nothing`
  return { cursor: to, isComplete: to >= upTo }
}

/** The end goes to those whose last word was of an impact, and who may have heard it. */
async function fillEnd(sql: Sql, { id, cursor }: FanOut, now: string): Promise<Filled> {
  const [chunk] = await sql<{ to: number | null; size: number }>`
    select max(subscriber) as to, count(*) as size from (
      select next.subscriber from fan_out f, lateral (
        select m.subscriber from subscriber_message m
        where m.fan_out = f.id and m.subscriber > ${cursor} order by m.subscriber limit ${CHUNK}) next
      where f.closed_by = ${id} order by next.subscriber limit ${CHUNK}) chunk`
  const { to, size } = chunk!
  if (to === null) return { cursor, isComplete: true }
  await sql`
    insert into subscriber_message (fan_out, subscriber, channel, next_at)
    select ${id}, heard.subscriber, heard.channel, ${now}::timestamptz from (
      select distinct on (m.subscriber) m.subscriber, m.channel, f.said
      from fan_out f join subscriber_message m on m.fan_out = f.id
      where f.closed_by = ${id} and m.subscriber > ${cursor} and m.subscriber <= ${to}
        and (m.state = 'accepted' or m.maybe_told)
      order by m.subscriber, f.position desc) heard
    join subscriber s on s.number = heard.subscriber
    where heard.said = 'impacted' and s.unsubscribed_at is null
    on conflict do nothing`
  return { cursor: to, isComplete: size < CHUNK }
}

async function countRecipients(sql: Sql, job: FanOut): Promise<number> {
  const { id, said, workload, page, component, upTo } = job
  const [row] =
    said === 'impacted'
      ? await sql<{ count: number }>`
          select count(*) from subscriber
          where workload = ${workload} and page = ${page} and seq <= ${upTo}
            and unsubscribed_at is null and (components = '{}' or ${component} = any(components))`
      : await sql<{ count: number }>`
          select count(distinct m.subscriber)
          from fan_out f join subscriber_message m on m.fan_out = f.id
          join subscriber s on s.number = m.subscriber
          where f.closed_by = ${id} and f.said = 'impacted' and s.unsubscribed_at is null
            and (m.state = 'accepted' or m.maybe_told)`
  return row!.count
}

/**
 * Why the next thousand are not told of an impact. Its end always leaves: it answers something that was told, and
 * there is room for it.
 */
async function whoIsFlooded(sql: Sql, job: FanOut, nowMs: number): Promise<string | undefined> {
  if (job.said !== 'impacted' || job.releasedBy !== null) return undefined
  const { id, workload, page, cursor, offer } = job
  const room = roomForImpact(offer.mostPerHour)
  const since = new Date(nowMs - 3_600_000).toISOString()
  const recent = await sql<{ id: string }>`
    select id from fan_out
    where workload = ${workload} and page = ${page} and id <> ${id} and started_at > ${since}`
  // Each job has one message for each, so with few jobs nobody can have had more.
  if (recent.length <= room) return undefined
  const [flooded] = await sql<{ id: string; count: number }>`
    select s.id, count(*) from subscriber s join subscriber_message m on m.subscriber = s.number
    where s.workload = ${workload} and s.page = ${page} and s.seq > ${cursor} and s.seq <= ${cursor + CHUNK}
      and m.fan_out = any(${recent.map((one) => one.id)})
    group by s.id having count(*) > ${room} limit 1`
  return (
    flooded &&
    `${flooded.id} has had ${flooded.count} messages within the hour, and at most ${offer.mostPerHour} are meant, with the end of this one`
  )
}
