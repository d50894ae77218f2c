/**
 * Alerts that other systems send: to which alarm one belongs, and what it says at a time. Pure.
 *
 * A source repeats what it says. When it falls silent, the end that it foretold comes all by itself, and says
 * nothing: such an alert is neither breached nor good.
 */
import type { Labels } from '../instance.ts'
import type { SignalSample } from '../reader.ts'

export interface PushedAlert {
  readonly source: string
  /** With `alertname`. */
  readonly labels: Labels
  readonly annotations: Labels
  readonly startsMs: number
  /** When it ends unless it is repeated. */
  readonly endsMs: number
  readonly receivedMs: number
  /** By the source’s clock, when it has one: what is older than what is known changes nothing. */
  readonly saidMs: number
  readonly url: string
}

/** What an alarm of the model says about the alerts that are its own. */
export interface Claim {
  readonly alarm: string
  readonly source?: string | undefined
  readonly match: Labels
}

/** The alarm that an alert belongs to: the claim that names most of its labels wins. */
export function ownerOf(
  { source, labels }: Pick<PushedAlert, 'source' | 'labels'>,
  claims: readonly Claim[],
): string | undefined {
  const weight = ({ match, source }: Claim) => Object.keys(match).length * 2 + (source ? 1 : 0)
  return claims
    .filter((claim) => claim.source === undefined || claim.source === source)
    .filter(({ alarm, match }) => {
      const wanted = Object.entries(match)
      if (wanted.length === 0) return sameName(labels.alertname ?? '', alarm)
      return wanted.every(([name, value]) => labels[name] === value)
    })
    .sort((a, b) => weight(b) - weight(a) || (a.alarm < b.alarm ? -1 : 1))[0]?.alarm
}

/** `HighErrorRate` of Prometheus is `high-error-rate` of the model. */
function sameName(alertname: string, alarm: string): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '')
  return alertname !== '' && plain(alertname) === plain(alarm)
}

/** One sample for each set of labels: 1 while one of its sources says so, 0 when all say that it is over. */
export function samplesOf(
  alerts: readonly PushedAlert[],
  heardMs: ReadonlyMap<string, number>,
  { nowMs, resendMs }: { readonly nowMs: number; readonly resendMs: number },
): SignalSample[] {
  const byLabels = new Map<string, PushedAlert[]>()
  for (const alert of alerts) {
    const key = JSON.stringify(Object.entries(identityOf(alert)).sort())
    byLabels.set(key, [...(byLabels.get(key) ?? []), alert])
  }
  return [...byLabels.values()].map((same): SignalSample => {
    const labels = identityOf(same[0]!)
    const open = same.find(({ endsMs }) => endsMs > nowMs)
    if (open) {
      const { source, annotations, labels: all } = open
      const addedLabels = all.alertname ? { alertname: all.alertname } : {}
      return { labels, value: 1, source, addedLabels, annotations, words: wordsOf(open) }
    }
    const silent = same.find((alert) => {
      if (alert.endsMs <= alert.receivedMs) return false
      return nowMs - (heardMs.get(alert.source) ?? alert.receivedMs) > 2 * resendMs
    })
    if (!silent)
      return { labels, value: 0, source: same[0]!.source, words: 'its source says that it is over' }
    const { source } = silent
    const lastHeardMs = heardMs.get(source) ?? silent.receivedMs
    return {
      labels,
      value: 1,
      source,
      silent: { lastHeardMs },
      words: `${source} was last heard at ${new Date(lastHeardMs).toISOString()}`,
    }
  })
}

function identityOf({ labels }: PushedAlert): Labels {
  const { alertname: _, ...identity } = labels
  return identity
}

function wordsOf({ source, annotations }: PushedAlert): string {
  const said = annotations.summary ?? annotations.description ?? annotations.message
  return said ? `${source}: ${said}` : `${source} says so`
}
