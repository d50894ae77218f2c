/** What is raised, as readers of the Alertmanager API expect it: alerts that were sent here, and our own alarms. */
import { contentHash, type Sql } from '#base'
import type { Model } from '#model'
import { readAlarms, readPushed } from '#operate'

export interface ShownAlert {
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
  readonly startsAt: string
  readonly endsAt: string
  readonly updatedAt: string
  readonly fingerprint: string
  readonly generatorURL: string
  readonly receivers: readonly { readonly name: string }[]
  readonly status: {
    readonly state: 'active'
    readonly silencedBy: readonly string[]
    readonly inhibitedBy: readonly string[]
  }
}

const ACTIVE = { state: 'active', silencedBy: [], inhibitedBy: [] } as const

export async function showAlerts(sql: Sql, model: Model, nowMs: number): Promise<ShownAlert[]> {
  const { alerts } = await readPushed(sql, model.workload)
  const sent = alerts
    .filter(({ endsMs }) => endsMs > nowMs)
    .map(({ labels, annotations, url, ...at }) =>
      shown(labels, annotations, { ...at, url, receiver: model.workload }),
    )
  const own = (await readAlarms(sql, model)).flatMap((alarm) =>
    alarm.kind === 'pushed'
      ? []
      : alarm.instances
          .filter(({ state }) => state === 'firing' || state === 'recovering')
          .map(({ labels, since, raisedAt, lastTickAt }) =>
            shown(
              { ...labels, alertname: alarm.name, severity: alarm.severity },
              { summary: alarm.title, procedure: alarm.procedure },
              {
                startsMs: Date.parse(raisedAt ?? since),
                endsMs: nowMs + 300_000,
                receivedMs: Date.parse(lastTickAt),
                ...{ url: '', receiver: alarm.owner },
              },
            ),
          ),
  )
  return [...sent, ...own]
}

function shown(
  labels: ShownAlert['labels'],
  annotations: ShownAlert['annotations'],
  at: { startsMs: number; endsMs: number; receivedMs: number; url: string; receiver: string },
): ShownAlert {
  const iso = (ms: number) => new Date(ms).toISOString()
  return {
    ...{ labels, annotations, status: ACTIVE, generatorURL: at.url },
    startsAt: iso(at.startsMs),
    endsAt: iso(at.endsMs),
    updatedAt: iso(at.receivedMs),
    fingerprint: contentHash(labels).slice(-16),
    receivers: [{ name: at.receiver }],
  }
}

const MATCHER = /^\{?\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*"?(.*?)"?\s*\}?$/

/** The alerts that every filter lets through; undefined when one of them is none. */
export function filtered(
  alerts: readonly ShownAlert[],
  filters: readonly string[],
  patternOf: (pattern: string) => (text: string) => boolean,
): ShownAlert[] | undefined {
  const tests: ((alert: ShownAlert) => boolean)[] = []
  for (const filter of filters) {
    const [, name, operator, value] = MATCHER.exec(filter) ?? []
    if (name === undefined || value === undefined) return undefined
    const isLike = operator!.endsWith('~') ? patternOf(value) : (text: string) => text === value
    const wanted = !operator!.startsWith('!')
    tests.push(({ labels }) => isLike(labels[name] ?? '') === wanted)
  }
  return alerts.filter((alert) => tests.every((test) => test(alert)))
}
