/** Reading back what sources told, and who of them waits to be let in. */
import type { Sql } from '#base'

/** Something that another system told and that is no alert. */
export interface ReceivedEvent {
  readonly id: string
  readonly source: string
  readonly type: string
  readonly title: string
  readonly severity: string | null
  readonly identity: string | null
  readonly state: string | null
  readonly labels: Readonly<Record<string, string>>
  readonly url: string
  /** ISO 8601 */
  readonly at: string
}

/** The newest first. */
export async function listReceivedEvents(
  sql: Sql,
  query: {
    readonly workload: string
    readonly source?: string | undefined
    readonly limit: number
  },
): Promise<ReceivedEvent[]> {
  const { workload, source = null, limit } = query
  const rows = await sql<Omit<ReceivedEvent, 'at'> & { occurred_at: Date }>`
    select id, source, type, title, severity, identity, state, labels, url, occurred_at
    from received_event
    where workload = ${workload} and (${source}::text is null or source = ${source})
    order by occurred_at desc, position desc limit ${limit}`
  return rows.map(({ occurred_at, ...row }) => ({ ...row, at: occurred_at.toISOString() }))
}

export interface Subscription {
  readonly source: string
  readonly topic: string
  /** Opening it confirms. */
  readonly url: string
  /** ISO 8601 */
  readonly askedAt: string
  readonly confirmedAt: string | null
  readonly confirmedBy: string | null
}

export async function readSubscriptions(sql: Sql, workload: string): Promise<Subscription[]> {
  const rows = await sql<{
    source: string
    topic: string
    url: string
    asked_at: Date
    confirmed_at: Date | null
    confirmed_by: string | null
  }>`
    select source, topic, url, asked_at, confirmed_at, confirmed_by from source_subscription
    where workload = ${workload} order by asked_at, topic`
  return rows.map(({ source, topic, url, asked_at, confirmed_at, confirmed_by }) => ({
    ...{ source, topic, url, askedAt: asked_at.toISOString() },
    ...{ confirmedAt: confirmed_at?.toISOString() ?? null, confirmedBy: confirmed_by },
  }))
}
