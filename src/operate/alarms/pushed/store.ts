/** The alerts that other systems have sent, as they said them last, and when each source was heard. */
import { contentHash, type Sql } from '#base'
import type { Model } from '#model'
import type { Labels } from '../instance.ts'
import { type Claim, ownerOf, type PushedAlert } from './alert.ts'

/** What has been over for so long is forgotten. */
const KEPT_MS = 7 * 86_400_000

/**
 * What was said last stands; what comes late changes nothing, not even when it is the first that is heard of it: an
 * end of something unknown is kept, so that its late begin is over already. Said at the same moment, the end wins.
 * An alert keeps the labels with which it began, also when its end is told with others.
 */
export async function keepAlerts(
  sql: Sql,
  workload: string,
  alerts: readonly PushedAlert[],
): Promise<void> {
  for (const alert of alerts) {
    const { source, labels, annotations, url, identity } = alert
    const fingerprint = contentHash(identity === undefined ? labels : { identity })
    const at = (ms: number) => new Date(ms).toISOString()
    await sql`
      insert into pushed_alert (workload, source, fingerprint, labels, annotations, starts_at, ends_at,
        received_at, said_at, url)
      values (${workload}, ${source}, ${fingerprint}, ${JSON.stringify(labels)},
        ${JSON.stringify(annotations)}, ${at(alert.startsMs)}, ${at(alert.endsMs)},
        ${at(alert.receivedMs)}, ${at(alert.saidMs)}, ${url})
      on conflict (workload, source, fingerprint) do update set annotations = excluded.annotations,
        labels = case when pushed_alert.ends_at <= pushed_alert.starts_at then excluded.labels
          else pushed_alert.labels end,
        starts_at = case when excluded.ends_at <= excluded.starts_at then pushed_alert.starts_at
          else excluded.starts_at end,
        ends_at = excluded.ends_at, received_at = excluded.received_at, said_at = excluded.said_at,
        url = excluded.url
      where excluded.said_at > pushed_alert.said_at
        or (excluded.said_at = pushed_alert.said_at
          and (excluded.ends_at <= excluded.said_at or pushed_alert.ends_at > pushed_alert.said_at))`
  }
}

export async function noteHeard(
  sql: Sql,
  workload: string,
  source: string,
  nowMs: number,
): Promise<void> {
  const now = new Date(nowMs).toISOString()
  await sql`
    insert into pushed_source (workload, source, heard_at) values (${workload}, ${source}, ${now})
    on conflict (workload, source) do update set heard_at = excluded.heard_at`
  await sql`
    delete from pushed_alert where workload = ${workload}
      and ends_at < ${new Date(nowMs - KEPT_MS).toISOString()}`
}

export async function readPushed(
  sql: Sql,
  workload: string,
): Promise<{ alerts: PushedAlert[]; heardMs: Map<string, number> }> {
  const rows = await sql<{
    source: string
    labels: Labels
    annotations: Labels
    starts_at: Date
    ends_at: Date
    received_at: Date
    said_at: Date
    url: string
  }>`select source, labels, annotations, starts_at, ends_at, received_at, said_at, url from pushed_alert
    where workload = ${workload} order by fingerprint, source`
  const sources = await sql<{ source: string; heard_at: Date }>`
    select source, heard_at from pushed_source where workload = ${workload}`
  return {
    alerts: rows.map(({ source, labels, annotations, url, ...at }) => ({
      ...{ source, labels, annotations, url },
      startsMs: at.starts_at.getTime(),
      endsMs: at.ends_at.getTime(),
      receivedMs: at.received_at.getTime(),
      saidMs: at.said_at.getTime(),
    })),
    heardMs: new Map(sources.map(({ source, heard_at }) => [source, heard_at.getTime()])),
  }
}

export function claimsOf(model: Model): Claim[] {
  return model.all('alarm').flatMap(({ name, spec: { pushed } }) => {
    return pushed ? [{ alarm: name, source: pushed.source, match: pushed.match }] : []
  })
}

/** An alert that belongs to no alarm of the model. */
export interface UnownedAlert {
  readonly alertname: string
  readonly source: string
  readonly labels: Labels
  readonly annotations: Labels
  /** ISO 8601 */
  readonly since: string
  readonly receivedAt: string
  /** It has not ended yet, as far as its source has said. */
  readonly open: boolean
  readonly url: string
  /** What to write into the model so that it belongs to somebody. */
  readonly wayOut: string
}

export async function readUnowned(sql: Sql, model: Model, nowMs: number): Promise<UnownedAlert[]> {
  const claims = claimsOf(model)
  const { alerts } = await readPushed(sql, model.workload)
  return alerts
    .filter((alert) => ownerOf(alert, claims) === undefined)
    .map(({ source, labels, annotations, startsMs, receivedMs, endsMs, url }) => {
      const alertname = labels.alertname ?? ''
      return {
        ...{ alertname, source, labels, annotations, url },
        since: new Date(startsMs).toISOString(),
        receivedAt: new Date(receivedMs).toISOString(),
        open: endsMs > nowMs,
        wayOut: wayOut(alertname),
      }
    })
}

function wayOut(alertname: string): string {
  const name =
    alertname
      .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 63) || 'name'
  return `alarm('${name}', { title: '…', pushed: { match: { alertname: '${alertname}' } }, owner: …, procedure: '…' })`
}
