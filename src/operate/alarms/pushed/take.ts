/** Takes what a source sends: kept at once, and said in the ledger when it belongs to nobody. */
import { alertUnowned, type Ledger, type Transaction } from '#ledger'
import { loadModel } from '#model'
import { ownerOf, type PushedAlert } from './alert.ts'
import { claimsOf, keepAlerts, noteHeard, readPushed } from './store.ts'

/** A source of a workload. */
interface From {
  readonly workload: string
  readonly source: string
}

/** `by` is the actor of what is said: source:prometheus, person:ann. Returns how many belong to no alarm. */
export async function takeAlerts(
  ledger: Ledger,
  on: From & { readonly by: string },
  alerts: readonly PushedAlert[],
): Promise<{ readonly unowned: number }> {
  const { workload, source, by } = on
  const { sql } = ledger.database
  const { unowned, news } = await sortOut(sql, workload, alerts)
  await ledger.database.transaction(async (tx) => {
    await keepAlerts(tx, workload, alerts)
    await noteHeard(tx, workload, source, await ledger.nowMs())
  })
  if (news.length > 0)
    await ledger.transact({ actor: by }, (tx) => tx.append(...tell(news, workload)))
  return { unowned }
}

/** The same within the transaction of a delivery. */
export async function keepSent(
  tx: Transaction,
  { workload, source }: From,
  alerts: readonly PushedAlert[],
): Promise<void> {
  const { news } = await sortOut(tx.sql, workload, alerts)
  await keepAlerts(tx.sql, workload, alerts)
  await noteHeard(tx.sql, workload, source, tx.nowMs)
  await tx.append(...tell(news, workload))
}

const nameOf = (alert: PushedAlert) => alert.labels.alertname ?? ''

/** How many belong to nobody, and those of them that were never told before. */
async function sortOut(
  sql: Transaction['sql'],
  workload: string,
  alerts: readonly PushedAlert[],
): Promise<{ unowned: number; news: PushedAlert[] }> {
  const model = await loadModel(sql, workload)
  const claims = model ? claimsOf(model) : []
  const unowned = alerts.filter((alert) => ownerOf(alert, claims) === undefined)
  const before = unowned.length > 0 ? (await readPushed(sql, workload)).alerts : []
  const told = new Set(before.map((alert) => `${alert.source} ${nameOf(alert)}`))
  const names = new Map(unowned.map((alert) => [`${alert.source} ${nameOf(alert)}`, alert]))
  return {
    unowned: unowned.length,
    news: [...names].filter(([key]) => !told.has(key)).map(([, alert]) => alert),
  }
}

const tell = (news: readonly PushedAlert[], workload: string) =>
  news.map((alert) =>
    alertUnowned(`alert:${nameOf(alert)}`, {
      ...{ workload, source: alert.source, alertname: nameOf(alert) },
      labels: { ...alert.labels },
    }),
  )
