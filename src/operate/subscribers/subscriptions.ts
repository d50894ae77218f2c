/**
 * Following a status page and leaving it. Nobody follows before whoever owns the address has said so, and nobody
 * learns who does: asking has one answer. An address that leaves is erased at once.
 */
import { randomBytes } from 'node:crypto'
import { defineError, newId, type Sql } from '#base'
import {
  type Ledger,
  subscriberConfirmed,
  subscribersImported,
  subscriberUnsubscribed,
  type Transaction,
} from '#ledger'
import { readLinkKey } from '../notifications/index.ts'
import { type FoundPage, findStatusPage } from '../status/index.ts'
import { readAddress, type SubscriberKind } from './address.ts'
import { ASKING } from './fan-out.ts'
import { confirmCode, isSame, type LinkOf, readLinkToken } from './tokens.ts'

export const NoSuchPage = defineError('subscribers.no-such-page', 'not-found', {
  message: (d: { page: string }) => `Nobody can subscribe to a status page called ${d.page}.`,
  hint: "Declare it with subscribers: statusPage('name', { …, subscribers: { by: ['email'] } }).",
})
export const BadAddress = defineError('subscribers.bad-address', 'bad-input', {
  message: (d: { kind: string; address: string }) => `“${d.address}” is no address for ${d.kind}.`,
  hint: 'An address of mail, a number such as +491701234567, or an http address without a password.',
})
export const NotOffered = defineError('subscribers.not-offered', 'bad-input', {
  message: (d: { what: string }) => `The page does not offer ${d.what}.`,
  hint: 'The page itself shows what there is.',
})
export const LinkSpent = defineError('subscribers.link-spent', 'bad-input', {
  message: () => 'This was used already, it is too old, or it is not complete.',
  hint: 'Subscribe again, and a new one is sent.',
})

const ASKED_HOURS = 24
/** Nobody is asked more often, whoever writes their address into the form. */
const ASK_AGAIN_MINUTES = 10
const MOST_TRIES = 5

export interface Wish {
  readonly page: string
  readonly kind: SubscriberKind
  readonly address: string
  /** Names of components; all of them when empty. */
  readonly components: readonly string[]
}

/**
 * Queues a message that asks for confirmation. A stranger cannot tell from it whether the address is known.
 * @throws NoSuchPage, BadAddress, NotOffered
 */
export async function askToSubscribe(ledger: Ledger, wish: Wish): Promise<void> {
  const { page, kind, components } = wish
  const offering = await findOffering(ledger.database.sql, page)
  const { workload } = offering
  const address = checkWish(offering, wish)
  const now = new Date(await ledger.nowMs()).toISOString()
  const nonce = randomBytes(12).toString('base64url')
  await ledger.database.transaction(async (sql) => {
    // Who was asked and never answered is forgotten.
    await sql`
      delete from subscriber where workload = ${workload} and page = ${page} and confirmed_at is null
        and asked_at < ${now}::timestamptz - ${ASKED_HOURS} * interval '1 hour'`
    const [asked] = await sql<{ number: number }>`
      insert into subscriber (id, workload, page, kind, address, wished, nonce, asked_at)
      values (${newId('sub')}, ${workload}, ${page}, ${kind}, ${address}, ${[...components]}, ${nonce}, ${now})
      on conflict (workload, page, kind, address) do update
        set wished = excluded.wished, nonce = excluded.nonce, asked_at = excluded.asked_at, tries = 0
        where subscriber.asked_at <= ${now}::timestamptz - ${ASK_AGAIN_MINUTES} * interval '1 minute'
      returning number`
    if (asked)
      await sql`
        insert into subscriber_message (fan_out, subscriber, channel, next_at)
        values (${ASKING + nonce}, ${asked.number}, ${kind}, ${now})`
  })
}

/** What a link belongs to, before anything is done. @throws LinkSpent */
export async function readConfirmLink(ledger: Ledger, token: string): Promise<Subscriber> {
  const link = readLinkToken(await readLinkKey(ledger.database.sql), 'confirm', token)
  const row = link && (await findAsked(ledger.database.sql, link, await ledger.nowMs()))
  if (!row) throw new LinkSpent({})
  return toSubscriber(row)
}

/** The owner of the address says yes. @throws LinkSpent */
export async function confirmByLink(ledger: Ledger, token: string): Promise<Subscriber> {
  const link = readLinkToken(await readLinkKey(ledger.database.sql), 'confirm', token)
  if (!link) throw new LinkSpent({})
  return ledger.transact({ actor: `subscriber:${link.subscriber}` }, async (tx) => {
    const row = await findAsked(tx.sql, link, tx.nowMs)
    if (!row) throw new LinkSpent({})
    return confirm(tx, row)
  })
}

/** The same with the code of a text message; five wrong ones end the asking. @throws LinkSpent */
export async function confirmByCode(
  ledger: Ledger,
  given: { readonly page: string; readonly address: string; readonly code: string },
): Promise<Subscriber> {
  const address = readAddress('sms', given.address)
  const key = await readLinkKey(ledger.database.sql)
  const now = new Date(await ledger.nowMs()).toISOString()
  // A try counts whatever follows from it.
  const [row] = await ledger.database.sql<SubscriberRow>`
    update subscriber set tries = tries + 1
    where page = ${given.page} and kind = 'sms' and address = ${address ?? null} and nonce is not null
      and tries < ${MOST_TRIES} and asked_at > ${now}::timestamptz - ${ASKED_HOURS} * interval '1 hour'
    returning *`
  const code = given.code.replace(/\s/g, '')
  if (!row?.nonce || !isSame(confirmCode(key, { subscriber: row.id, nonce: row.nonce }), code))
    throw new LinkSpent({})
  const link = { subscriber: row.id, nonce: row.nonce }
  return ledger.transact({ actor: `subscriber:${row.id}` }, async (tx) => {
    const still = await findAsked(tx.sql, link, tx.nowMs)
    if (!still) throw new LinkSpent({})
    return confirm(tx, still)
  })
}

/** Undefined unless the link is ours; whether it was used makes no difference. */
export async function readUnsubscribeLink(
  ledger: Ledger,
  token: string,
): Promise<Subscriber | undefined> {
  const { sql } = ledger.database
  const link = readLinkToken(await readLinkKey(sql), 'unsubscribe', token)
  const [row] = link
    ? await sql<SubscriberRow>`select * from subscriber where id = ${link.subscriber}`
    : []
  return row && toSubscriber(row)
}

/** RFC 8058: whoever has the link leaves with one request, and may repeat it. @throws LinkSpent */
export async function unsubscribeByLink(ledger: Ledger, token: string): Promise<Subscriber> {
  const subscription = await readUnsubscribeLink(ledger, token)
  if (!subscription) throw new LinkSpent({})
  const { id } = subscription
  await ledger.transact({ actor: `subscriber:${id}` }, (tx) => leave(tx, id, 'the subscriber'))
  return subscription
}

/** A person takes an address out; false when nobody has it. */
export async function unsubscribeAddress(
  ledger: Ledger,
  given: {
    readonly workload: string
    readonly page: string
    readonly address: string
    readonly by: string
  },
): Promise<boolean> {
  const { workload, page, address, by } = given
  const forms = (['email', 'webhook', 'sms'] as const).flatMap(
    (kind) => readAddress(kind, address) ?? [],
  )
  return ledger.transact({ actor: by }, async (tx) => {
    const rows = await tx.sql<{ id: string }>`
      select id from subscriber
      where workload = ${workload} and page = ${page} and address = any(${forms})`
    for (const { id } of rows) await leave(tx, id, by)
    return rows.length > 0
  })
}

/** Takes over subscribers who have agreed elsewhere; those who are known stay as they are. */
export async function importSubscribers(
  ledger: Ledger,
  given: {
    readonly workload: string
    readonly page: string
    readonly by: string
    readonly subscribers: readonly Omit<Wish, 'page'>[]
  },
): Promise<{ imported: number; known: number }> {
  const { workload, page, by } = given
  const rows: { id: string; kind: string; address: string; components: readonly string[] }[] = []
  const offering = await findOffering(ledger.database.sql, page, workload)
  for (const one of given.subscribers) {
    const address = checkWish(offering, one)
    rows.push({ id: newId('sub'), kind: one.kind, address, components: one.components })
  }
  return ledger.transact({ actor: by }, async (tx) => {
    const now = new Date(tx.nowMs).toISOString()
    const [made] = await tx.sql<{ count: number }>`
      with given as (
        select id, kind, address, array(select jsonb_array_elements_text(components)) as components, place
        from rows from (jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as (id text, kind text, address text, components jsonb)) with ordinality
          as given (id, kind, address, components, place)),
      fresh as (
        select distinct on (kind, address) * from given g where not exists (
          select from subscriber s where s.workload = ${workload} and s.page = ${page}
            and s.kind = g.kind and s.address = g.address)
        order by kind, address, place),
      made as (
        insert into subscriber (id, workload, page, seq, kind, address, components, asked_at, confirmed_at)
        select id, ${workload}, ${page}, row_number() over (order by place) + coalesce(
            (select max(seq) from subscriber where workload = ${workload} and page = ${page}), 0),
          kind, address, components, ${now}, ${now}
        from fresh returning 1)
      select count(*) from made`
    const imported = made!.count
    const known = rows.length - imported
    await tx.append(
      subscribersImported(`status-page:${page}`, { workload, page, by, imported, known }),
    )
    return { imported, known }
  })
}

/** One who follows, or was asked to confirm, or has left. */
export interface Subscriber {
  readonly id: string
  readonly workload: string
  readonly page: string
  readonly kind: SubscriberKind
  /** Null once it is erased. */
  readonly address: string | null
  /** All of them when empty. */
  readonly components: readonly string[]
  readonly askedAt: string
  readonly confirmedAt: string | null
  readonly unsubscribedAt: string | null
}

export interface SubscriberRow {
  number: number
  id: string
  workload: string
  page: string
  seq: number | null
  kind: SubscriberKind
  address: string | null
  components: string[]
  wished: string[]
  nonce: string | null
  asked_at: Date
  confirmed_at: Date | null
  unsubscribed_at: Date | null
}

export function toSubscriber(row: SubscriberRow): Subscriber {
  const { id, workload, page, kind, address, components } = row
  return {
    ...{ id, workload, page, kind, address, components },
    askedAt: row.asked_at.toISOString(),
    confirmedAt: row.confirmed_at?.toISOString() ?? null,
    unsubscribedAt: row.unsubscribed_at?.toISOString() ?? null,
  }
}

/** @throws NoSuchPage */
async function findOffering(sql: Sql, page: string, workload?: string): Promise<FoundPage> {
  const found = await findStatusPage(sql, page, workload)
  if (!found?.spec.subscribers) throw new NoSuchPage({ page })
  return found
}

/** The address in the form in which it is kept. @throws BadAddress, NotOffered */
function checkWish({ spec }: FoundPage, wish: Omit<Wish, 'page'>): string {
  const { kind, components } = wish
  const isOffered = spec.subscribers!.by.includes(kind) && (kind !== 'sms' || spec.subscribers!.sms)
  if (!isOffered) throw new NotOffered({ what: kind })
  const unknown = components.find((name) => !spec.components.some((one) => one.name === name))
  if (unknown !== undefined) throw new NotOffered({ what: unknown })
  const address = readAddress(kind, wish.address)
  if (address === undefined) throw new BadAddress({ kind, address: wish.address.slice(0, 100) })
  return address
}

async function findAsked(
  sql: Sql,
  { subscriber, nonce }: LinkOf,
  nowMs: number,
): Promise<SubscriberRow | undefined> {
  const now = new Date(nowMs).toISOString()
  const [row] = await sql<SubscriberRow>`
    select * from subscriber where id = ${subscriber} and nonce = ${nonce}
      and asked_at > ${now}::timestamptz - ${ASKED_HOURS} * interval '1 hour'`
  return row
}

/** The ledger takes one transaction at a time, so numbers have no gaps and none is given twice. */
async function confirm(tx: Transaction, row: SubscriberRow): Promise<Subscriber> {
  const { id, workload, page, kind } = row
  const [now] = await tx.sql<SubscriberRow>`
    update subscriber set components = wished, nonce = null,
      confirmed_at = coalesce(confirmed_at, ${new Date(tx.nowMs).toISOString()}),
      seq = coalesce(seq, (select coalesce(max(seq), 0) + 1 from subscriber
        where workload = ${workload} and page = ${page}))
    where id = ${id} returning *`
  const { seq, components } = now!
  await tx.append(
    subscriberConfirmed(`status-page:${page}`, {
      ...{ workload, page, subscriber: id, kind, components, seq: seq! },
    }),
  )
  return toSubscriber(now!)
}

async function leave(tx: Transaction, id: string, by: string): Promise<void> {
  const [left] = await tx.sql<SubscriberRow>`
    update subscriber set address = null, nonce = null,
      unsubscribed_at = ${new Date(tx.nowMs).toISOString()}
    where id = ${id} and unsubscribed_at is null returning *`
  if (!left) return
  const { workload, page, number } = left
  // A reason may hold the address in the words of a mail server.
  await tx.sql`
    update subscriber_message set reason = null,
      state = case when state = 'queued' then 'cancelled' else state end
    where subscriber = ${number}`
  await tx.append(
    subscriberUnsubscribed(`status-page:${page}`, { workload, page, subscriber: id, by }),
  )
}
