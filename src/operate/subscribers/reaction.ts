/**
 * Each update of a page that people follow becomes one job. Who is told is frozen with it: of an impact those who
 * have confirmed by now; of its end those who were told of the impact. When a job waits, whoever owns the workload hears.
 */
import {
  answer,
  defineReaction,
  type FactOf,
  fanOutHeld,
  fanOutStarted,
  fanOutStopped,
  statusPublished,
  type Transaction,
} from '#ledger'
import { loadModel } from '#model'
import { contactsOf, eachAddressOnce, queueMessage, statusWords } from '../notifications/index.ts'
import type { Offer } from './fan-out.ts'
import { haltedMessage } from './halted-message.ts'

export const fanOutUpdates = defineReaction('operate.subscribers', [
  answer(statusPublished, async (fact, tx) => {
    const { workload, page, component, state } = fact.data
    const id = `fan_${fact.id.replace(/^fact_/, '')}`
    const upTo =
      state === 'impacted'
        ? await followersNow(tx, workload, page, component)
        : await closeImpacts(tx, id, fact)
    if (upTo === 0) return
    const model = await loadModel(tx.sql, workload)
    const spec = model?.get('status-page', page)?.spec
    const message = await statusWords(tx.sql, fact, model)
    const sms = spec?.subscribers?.sms
    const offer: Offer = {
      title: spec?.title ?? page,
      mostPerHour: spec?.subscribers?.mostPerHour ?? 12,
      privateWebhooks: spec?.subscribers?.privateWebhooks ?? false,
      sms: (sms && model?.find(sms, 'channel')?.spec) || null,
    }
    await tx.sql`
      insert into fan_out (id, position, workload, page, component, said, update_seq, message, offer,
        published_at, up_to, started_at)
      values (${id}, ${fact.position}, ${workload}, ${page}, ${component}, ${state}, ${fact.data.seq},
        ${JSON.stringify(message)}, ${JSON.stringify(offer)}, ${fact.recordedAt}, ${upTo},
        ${new Date(tx.nowMs).toISOString()})`
    await tx.append(
      fanOutStarted(fact.subject, {
        ...{ workload, page, fanOut: id, seq: fact.data.seq, component, state, upTo },
      }),
    )
  }),
  answer(fanOutHeld, tellOwner),
  answer(fanOutStopped, tellOwner),
])

/** Customers do not hear what the page says, and only a person can change that. */
async function tellOwner(
  because: FactOf<typeof fanOutHeld> | FactOf<typeof fanOutStopped>,
  tx: Transaction,
): Promise<void> {
  const { workload, page, fanOut } = because.data
  const model = await loadModel(tx.sql, workload)
  const title = model?.get('status-page', page)?.spec.title ?? page
  const message = haltedMessage(because.data, title)
  const contacts = model?.all('workload').flatMap(({ spec }) => contactsOf(model, spec.owner)) ?? []
  const facts = eachAddressOnce(contacts).map((contact) =>
    queueMessage({
      ...{ because, workload, incident: null, topic: `fan-out:${fanOut}`, purpose: 'update' },
      ...{ contact, message, nowMs: tx.nowMs },
    }),
  )
  await tx.append(...facts)
}

/** The newest seq of the page, 0 when nobody follows. An end that was not told yet is of no use any more. */
async function followersNow(
  tx: Transaction,
  workload: string,
  page: string,
  component: string,
): Promise<number> {
  const overtaken = await tx.sql<{ id: string }>`
    update fan_out set state = 'superseded'
    where workload = ${workload} and page = ${page} and component = ${component}
      and said = 'operational' and state in ('held', 'stopped') returning id`
  await tx.sql`
    update fan_out set closed_by = null where closed_by = any(${overtaken.map(({ id }) => id)})`
  const [row] = await tx.sql<{ upto: number | null }>`
    select max(seq) as upto from subscriber
    where workload = ${workload} and page = ${page} and unsubscribed_at is null`
  return row!.upto ?? 0
}

/** What waits of the impact is not sent any more. The greatest number of a subscriber; 0 when nobody was to be told. */
async function closeImpacts(
  tx: Transaction,
  id: string,
  { data }: FactOf<typeof statusPublished>,
): Promise<number> {
  const { workload, page, component } = data
  const closed = await tx.sql`
    update fan_out set closed_by = ${id}
    where workload = ${workload} and page = ${page} and component = ${component} and closed_by is null
      and (said = 'impacted' or state = 'superseded')
    returning id`
  if (closed.length === 0) return 0
  const [row] = await tx.sql<{ upto: number | null }>`
    select max(seq) as upto from subscriber where workload = ${workload} and page = ${page}`
  return row!.upto ?? 0
}
