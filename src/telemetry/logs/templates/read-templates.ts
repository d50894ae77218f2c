/** The templates that were learned, as the store has them. */
import type { LogTemplate } from '../../model.ts'
import type { TelemetryStore } from '../../store/telemetry-store.ts'

const MOST = 20_000

/** What the next run goes on from: the templates that changed last. @throws StoreUnavailable */
export async function readTemplates(store: TelemetryStore): Promise<LogTemplate[]> {
  const rows = await store.ask<{ id: string; service: string; text: string; first: string }>({
    sql: `select toString(template_id) as id, service, argMax(template, updated) as text,
            toString(toUnixTimestamp64Milli(min(first_seen))) as first
          from tel.log_templates group by template_id, service
          order by max(updated) desc, template_id limit {most:UInt32}`,
    params: { most: MOST },
  })
  return rows.map(({ id, service, text, first }) => ({
    id: BigInt(id),
    service,
    text,
    firstSeenMs: Number(first),
  }))
}
