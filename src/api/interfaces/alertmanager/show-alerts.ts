/** What is raised, as readers of the Alertmanager API expect it: alerts that were sent here, and our own alarms. */
import { canonicalJson, contentHash, type Sql } from '#base'
import type { Model } from '#model'
import {
  claimsOf,
  type OpenRecord,
  ownerOf,
  readAlarms,
  readOpenAlarms,
  readPushed,
} from '#operate'
import { receiverOf } from './show-routes.ts'

type Labels = Readonly<Record<string, string>>

export interface ShownAlert {
  readonly labels: Labels
  readonly annotations: Labels
  readonly startsAt: string
  readonly endsAt: string
  readonly updatedAt: string
  readonly fingerprint: string
  readonly generatorURL: string
  readonly receivers: readonly { readonly name: string }[]
  readonly status: {
    readonly state: 'active' | 'suppressed'
    readonly silencedBy: readonly string[]
    readonly inhibitedBy: readonly string[]
  }
}

export interface ShownGroup {
  readonly labels: Labels
  readonly receiver: { readonly name: string }
  readonly alerts: readonly ShownAlert[]
}

/** What a reader wants to see of those that are quiet. */
export interface Wanted {
  readonly active: boolean
  readonly silenced: boolean
  readonly inhibited: boolean
}

export async function showAlerts(sql: Sql, model: Model, nowMs: number): Promise<ShownAlert[]> {
  const { alerts } = await readPushed(sql, model.workload)
  const open = await readOpenAlarms(sql, model.workload)
  const claims = claimsOf(model)
  const sent = alerts
    .filter(({ endsMs }) => endsMs > nowMs)
    .map((alert) => {
      const { alertname: _, ...identity } = alert.labels
      const alarm = ownerOf(alert, claims)
      const record = open.find(
        (one) => one.alarm === alarm && canonicalJson(one.labels) === canonicalJson(identity),
      )
      return shown({ ...alert, receiver: receiverOf(model, alarm), record })
    })
  const own = (await readAlarms(sql, model)).flatMap((alarm) =>
    alarm.kind === 'pushed'
      ? []
      : alarm.instances
          .filter(({ state }) => state === 'firing' || state === 'recovering')
          .map(({ id, labels, addedLabels, annotations, since, raisedAt, lastTickAt }) =>
            shown({
              labels: {
                severity: alarm.severity,
                ...labels,
                ...addedLabels,
                alertname: alarm.name,
              },
              annotations: { summary: alarm.title, procedure: alarm.procedure, ...annotations },
              startsMs: Date.parse(raisedAt ?? since),
              endsMs: nowMs + 300_000,
              receivedMs: Date.parse(lastTickAt),
              ...{ url: '', receiver: receiverOf(model, alarm.name) },
              record: open.find(({ instance }) => instance === id),
            }),
          ),
  )
  return [...sent, ...own]
}

function shown(alert: {
  readonly labels: Labels
  readonly annotations: Labels
  readonly startsMs: number
  readonly endsMs: number
  readonly receivedMs: number
  readonly url: string
  readonly receiver: string
  readonly record: OpenRecord | undefined
}): ShownAlert {
  const { labels, annotations, url, receiver, record } = alert
  const iso = (ms: number) => new Date(ms).toISOString()
  const reasons = record?.reasons ?? []
  const isSilence = (kind: string) => kind === 'silence' || kind === 'maintenance'
  return {
    ...{ labels, annotations, generatorURL: url },
    status: {
      state: reasons.length > 0 ? 'suppressed' : 'active',
      silencedBy: reasons.filter(({ kind }) => isSilence(kind)).map(({ by }) => by),
      inhibitedBy: reasons.filter(({ kind }) => !isSilence(kind)).map(({ by }) => by),
    },
    startsAt: iso(alert.startsMs),
    endsAt: iso(alert.endsMs),
    updatedAt: iso(alert.receivedMs),
    fingerprint: contentHash(labels).slice(-16),
    receivers: [{ name: receiver }],
  }
}

/** Whether a reader wants to see it. */
export function isWanted({ status }: ShownAlert, wanted: Wanted): boolean {
  const { silencedBy, inhibitedBy } = status
  if (status.state === 'active') return wanted.active
  if (silencedBy.length > 0 && !wanted.silenced) return false
  return inhibitedBy.length === 0 || wanted.inhibited
}

/** Alerts of one name for one receiver stand together. */
export function inGroups(alerts: readonly ShownAlert[]): ShownGroup[] {
  const groups = new Map<string, ShownAlert[]>()
  for (const alert of alerts) {
    const key = JSON.stringify([alert.receivers[0]?.name, alert.labels.alertname])
    groups.set(key, [...(groups.get(key) ?? []), alert])
  }
  return [...groups.values()].map((own) => ({
    labels: { alertname: own[0]!.labels.alertname ?? '' },
    receiver: own[0]!.receivers[0]!,
    alerts: own,
  }))
}
