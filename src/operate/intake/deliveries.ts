/**
 * Each delivery of another system once: what it says and the answer that it was given are committed together, so
 * whoever sends it again within a day gets the same answer, and nothing changes.
 */
import type { Sql } from '#base'
import type { Ledger, NewFact, Transaction } from '#ledger'
import { keepSent, type PushedAlert } from '../alarms/index.ts'

/** What a delivery says. */
export interface Received {
  /** The same when the same thing is delivered again. */
  readonly deliveryId: string
  readonly alerts: readonly PushedAlert[]
  readonly facts: readonly NewFact[]
  /** Why nothing is made of it, in words. */
  readonly ignored?: string | undefined
}

export interface Answer {
  readonly taken: 'recorded' | 'ignored'
  readonly alerts: number
  readonly events: number
  readonly why?: string | undefined
}

/** So long a repetition is recognised. */
const KEPT_MS = 86_400_000

export async function takeDelivery(
  ledger: Ledger,
  on: {
    readonly workload: string
    readonly source: string
    readonly by: string
  },
  received: Received,
  /** Whether it was taken longer ago than repetitions are recognised. */
  isKnown: (sql: Sql) => Promise<boolean> = async () => false,
): Promise<{ readonly answer: Answer; readonly isRepeated: boolean }> {
  const { workload, source, by } = on
  return ledger.transact({ actor: by, source }, async (tx) => {
    const known = await knownAnswer(tx, workload, source, received.deliveryId)
    if (known) return { answer: known, isRepeated: true }
    const isOld = received.facts.length > 0 && (await isKnown(tx.sql))
    const { alerts } = received
    const facts = isOld ? [] : received.facts
    const ignored = isOld ? 'it was taken before' : received.ignored
    await tx.append(...facts)
    if (alerts.length > 0) await keepSent(tx, { workload, source }, alerts)
    const isEmpty = alerts.length === 0 && facts.length === 0
    const answer: Answer = {
      ...{ taken: isEmpty ? 'ignored' : 'recorded', alerts: alerts.length, events: facts.length },
      ...(ignored === undefined ? {} : { why: ignored }),
    }
    await tx.sql`
      update delivery set answer = ${JSON.stringify(answer)}, status = ${isEmpty ? 200 : 201}
      where workload = ${workload} and source = ${source} and delivery_id = ${received.deliveryId}`
    return { answer, isRepeated: false }
  })
}

/** The answer that it was given before. The same at the same moment waits here until the first of them is answered. */
async function knownAnswer(
  { sql, nowMs }: Transaction,
  workload: string,
  source: string,
  deliveryId: string,
): Promise<Answer | undefined> {
  await sql`delete from delivery where received_at < ${iso(nowMs - KEPT_MS)}`
  const isNew = await sql`
    insert into delivery (workload, source, delivery_id, received_at, status, answer)
    values (${workload}, ${source}, ${deliveryId}, ${iso(nowMs)}, 200, '{}')
    on conflict do nothing returning 1`
  if (isNew.length > 0) return undefined
  const [row] = await sql<{ answer: Answer }>`
    select answer from delivery
    where workload = ${workload} and source = ${source} and delivery_id = ${deliveryId}`
  return row!.answer
}

/** How many deliveries of each source were taken in the last day, and when the last one came; ISO 8601. */
export async function readDeliveries(
  sql: Sql,
  workload: string,
): Promise<Map<string, { readonly count: number; readonly lastAt: string }>> {
  const rows = await sql<{ source: string; count: number; last: Date }>`
    select source, count(*)::int as count, max(received_at) as last from delivery
    where workload = ${workload} group by source`
  return new Map(
    rows.map(({ source, count, last }) => [source, { count, lastAt: last.toISOString() }]),
  )
}

const iso = (ms: number) => new Date(ms).toISOString()
