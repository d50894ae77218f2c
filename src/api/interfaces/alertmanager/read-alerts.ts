/** Alerts as senders of the Alertmanager API say them. Pure. */
import { z } from 'zod'
import { defineError } from '#base'
import type { PushedAlert } from '#operate'

export const NotAlerts = defineError('alertmanager.not-alerts', 'bad-input', {
  message: (d: { why: string }) => `These are no alerts: ${d.why}.`,
  hint: 'Send what Prometheus sends: [{"labels":{"alertname":"X"},"startsAt":"…","endsAt":"…"}]',
})

const Texts = z.record(z.string().min(1).max(200), z.string().max(10_000))
const Alerts = z
  .array(
    z.object({
      labels: Texts.refine((labels) => Object.keys(labels).length > 0, 'an alert has no labels'),
      annotations: Texts.default({}),
      startsAt: z.iso.datetime({ offset: true }).optional(),
      endsAt: z.iso.datetime({ offset: true }).optional(),
      generatorURL: z.string().max(2_000).default(''),
    }),
  )
  .max(10_000)

/** As in Alertmanager: who says no end is believed for so long. */
const RESOLVE_TIMEOUT_MS = 5 * 60_000

/** @throws NotAlerts */
export function readAlerts(body: unknown, sender: string, nowMs: number): PushedAlert[] {
  const parsed = Alerts.safeParse(body)
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!
    throw new NotAlerts({ why: `${path.join('.')} ${message}`.trim() })
  }
  return parsed.data.map(({ labels, annotations, startsAt, endsAt, generatorURL }) => {
    // Go writes the year 1 for a time that is not there.
    const endsMs =
      endsAt === undefined || endsAt.startsWith('0001') ? undefined : Date.parse(endsAt)
    return {
      ...{ labels: withoutEmpty(labels), annotations, url: generatorURL },
      source: sourceOf(generatorURL) ?? sender,
      startsMs: startsAt === undefined ? nowMs : Math.min(Date.parse(startsAt), nowMs),
      endsMs: endsMs ?? nowMs + RESOLVE_TIMEOUT_MS,
      receivedMs: nowMs,
      saidMs: nowMs,
    }
  })
}

/** The Prometheus that evaluates: host and port of the page that it links to. */
function sourceOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host || undefined : undefined
}

const withoutEmpty = (labels: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ''))
