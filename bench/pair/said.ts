/** What a request has said, whoever sent it. */
import type { Received } from './receiver.ts'

export interface Said {
  readonly atMs: number
  readonly what: 'page' | 'recovery' | 'update'
  /** `high-3`. */
  readonly alarm: string
  /** The same for each attempt at one message; the pair has no such thing. */
  readonly id: string | undefined
  readonly status: number
}

const OURS: Readonly<Record<string, Said['what']>> = {
  'incident.page': 'page',
  'incident.recovered': 'recovery',
}

/** One for each alert in it. */
export function saidBy({ atMs, headers, body, status }: Received): readonly Said[] {
  const sent = JSON.parse(body) as FromOurs | FromPair
  if ('alerts' in sent)
    return sent.alerts.map((one) => ({
      ...{ atMs, status, id: undefined, alarm: one.labels.alertname },
      what: one.status === 'firing' ? 'page' : 'recovery',
    }))
  const { type, data } = sent
  const alarm = String(data.alarm).replace('alarm:', '')
  return [{ atMs, status, id: String(headers['webhook-id']), alarm, what: OURS[type] ?? 'update' }]
}

interface FromOurs {
  readonly type: string
  readonly data: { readonly alarm: string | null }
}
interface FromPair {
  readonly alerts: readonly { status: string; labels: { alertname: string } }[]
}
