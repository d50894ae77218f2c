/** Who follows a page, how far its updates have been told, and letting one go on that was held. */
import { defineError, type Sql } from '#base'
import { fanOutReleased, type Ledger } from '#ledger'
import type { SubscriberKind } from './address.ts'
import { type FanOut, type FanOutRow, type MessageCounts, toFanOut } from './fan-out.ts'
import { countMessages } from './jobs.ts'
import { type Subscriber, type SubscriberRow, toSubscriber } from './subscriptions.ts'

export const FanOutNotHeld = defineError('subscribers.fan-out-not-held', 'conflict', {
  message: (d: { fanOut: string; why: string }) => `${d.fanOut} cannot be released: ${d.why}.`,
  hint: 'opsplane status fan-outs PAGE shows which are held.',
})

export const FanOutNotFound = defineError('subscribers.fan-out-not-found', 'not-found', {
  message: (d: { fanOut: string }) => `No job is called ${d.fanOut}.`,
  hint: 'opsplane status fan-outs PAGE shows them.',
})

export interface SubscriberCounts {
  readonly confirmed: number
  /** Asked to confirm, and not answered yet. */
  readonly asked: number
  readonly unsubscribed: number
  /** Of those who have confirmed. */
  readonly byKind: Readonly<Partial<Record<SubscriberKind, number>>>
}

export interface OfPage {
  readonly workload: string
  readonly page: string
}

/** In the order of confirmation; those who have left and those who were only asked are not among them. */
export async function listSubscribers(
  sql: Sql,
  { workload, page, after, limit }: OfPage & { readonly after: number; readonly limit: number },
): Promise<(Subscriber & { readonly seq: number })[]> {
  const rows = await sql<SubscriberRow>`
    select * from subscriber
    where workload = ${workload} and page = ${page} and seq > ${after} and unsubscribed_at is null
    order by seq limit ${limit}`
  return rows.map((row) => ({ ...toSubscriber(row), seq: row.seq! }))
}

export async function countSubscribers(
  sql: Sql,
  { workload, page }: OfPage,
): Promise<SubscriberCounts> {
  const rows = await sql<{ kind: SubscriberKind; state: string; count: number }>`
    select kind, case when unsubscribed_at is not null then 'unsubscribed'
      when confirmed_at is null then 'asked' else 'confirmed' end as state, count(*)
    from subscriber where workload = ${workload} and page = ${page} group by 1, 2`
  const sum = (state: string) =>
    rows.reduce((all, row) => all + (row.state === state ? row.count : 0), 0)
  return {
    confirmed: sum('confirmed'),
    asked: sum('asked'),
    unsubscribed: sum('unsubscribed'),
    byKind: Object.fromEntries(
      rows.flatMap(({ kind, state, count }) => (state === 'confirmed' ? [[kind, count]] : [])),
    ),
  }
}

/** The newest first, each with its messages by state. */
export async function listFanOuts(
  sql: Sql,
  { workload, page, limit = 50 }: OfPage & { readonly limit?: number },
): Promise<(FanOut & { readonly counts: MessageCounts })[]> {
  const rows = await sql<FanOutRow>`
    select * from fan_out where workload = ${workload} and page = ${page}
    order by position desc limit ${limit}`
  return Promise.all(
    rows.map(async (row) => ({
      ...toFanOut(row),
      counts: row.counts ?? (await countMessages(sql, row.id)),
    })),
  )
}

/** A person lets an update be told that was held or stopped. @throws FanOutNotFound, FanOutNotHeld */
export async function releaseFanOut(
  ledger: Ledger,
  { fanOut, by }: { readonly fanOut: string; readonly by: string },
): Promise<FanOut> {
  return ledger.transact({ actor: by }, async (tx) => {
    const [row] = await tx.sql<FanOutRow>`select * from fan_out where id = ${fanOut}`
    if (!row) throw new FanOutNotFound({ fanOut })
    if (row.closed_by !== null || (row.state !== 'held' && row.state !== 'stopped'))
      throw new FanOutNotHeld({
        fanOut,
        why: row.closed_by ? 'the page has said the end of it since' : `it is ${row.state}`,
      })
    const [now] = await tx.sql<FanOutRow>`
      update fan_out set state = 'running', reason = null, released_by = ${by}
      where id = ${fanOut} returning *`
    const { workload, page, update_seq: seq } = row
    await tx.append(fanOutReleased(`status-page:${page}`, { workload, page, fanOut, seq, by }))
    return toFanOut(now!)
  })
}
