/** Takes what a source sends: kept at once, and said in the ledger when it belongs to nobody. */
import { alertUnowned, type Ledger } from '#ledger'
import { loadModel } from '#model'
import { ownerOf, type PushedAlert } from './alert.ts'
import { claimsOf, keepAlerts, noteHeard, readPushed } from './store.ts'

/** `by` is the actor of what is said: source:prometheus, person:ann. Returns how many belong to no alarm. */
export async function takeAlerts(
  ledger: Ledger,
  on: { readonly workload: string; readonly source: string; readonly by: string },
  alerts: readonly PushedAlert[],
): Promise<{ readonly unowned: number }> {
  const { workload, source, by } = on
  const { sql } = ledger.database
  const model = await loadModel(sql, workload)
  const claims = model ? claimsOf(model) : []
  const unowned = alerts.filter((alert) => ownerOf(alert, claims) === undefined)
  const before = unowned.length > 0 ? (await readPushed(sql, workload)).alerts : []
  await ledger.database.transaction(async (tx) => {
    await keepAlerts(tx, workload, alerts)
    await noteHeard(tx, workload, source, await ledger.nowMs())
  })
  const nameOf = (alert: PushedAlert) => alert.labels.alertname ?? ''
  const told = new Set(before.map((alert) => `${alert.source} ${nameOf(alert)}`))
  const names = new Map(unowned.map((alert) => [`${alert.source} ${nameOf(alert)}`, alert]))
  const news = [...names].filter(([key]) => !told.has(key)).map(([, alert]) => alert)
  if (news.length > 0)
    await ledger.transact({ actor: by }, (tx) =>
      tx.append(
        ...news.map((alert) =>
          alertUnowned(`alert:${nameOf(alert)}`, {
            ...{ workload, source: alert.source, alertname: nameOf(alert) },
            labels: { ...alert.labels },
          }),
        ),
      ),
    )
  return { unowned: unowned.length }
}
