/**
 * CloudEvents that say an alert: CDEvents’ incidents, and any type such as `com.example.alert.firing` with the name
 * and the labels in its data. They are said once, so such an alert lasts until it is said to be over. Pure.
 */
import { z } from 'zod'
import { NEVER_MS, type PushedAlert, saidAt } from './alert.ts'

/** What of a CloudEvent is read. */
export interface AlertEvent {
  readonly source: string
  readonly type: string
  readonly time?: string | undefined
  readonly subject?: string | undefined
  readonly data?: unknown
}

const SAID = /(?:^|\.)(?:alert|alarm)\.(firing|triggered|raised|resolved|cleared)(?:\.|$)/i
// Source: https://cdevents.dev, continuous operations.
const INCIDENT = /^dev\.cdevents\.incident\.(detected|reported|resolved)\.\d/
const OVER = new Set(['resolved', 'cleared'])

const Text = z.string().max(1_000)
const Said = z.object({
  name: Text.optional(),
  alertname: Text.optional(),
  labels: z.record(z.string().max(200), Text).default({}),
  annotations: z.record(z.string().max(200), z.string().max(10_000)).default({}),
  summary: z.string().max(10_000).optional(),
  url: Text.default(''),
})
const Incident = z.object({
  subject: z.object({
    id: Text,
    content: z.object({
      description: z.string().max(10_000).optional(),
      service: z.object({ id: Text }).optional(),
      environment: z.object({ id: Text }).optional(),
    }),
  }),
})

/** The alert that an event says; undefined when it says none. Throws ZodError. */
export function alertOf(event: AlertEvent, nowMs: number): PushedAlert | undefined {
  const said = SAID.exec(event.type)?.[1] ?? INCIDENT.exec(event.type)?.[1]
  if (!said) return undefined
  const saidMs = saidAt(event.time === undefined ? nowMs : Date.parse(event.time), nowMs)
  const { labels, annotations, url } = INCIDENT.test(event.type) ? incidentOf(event) : saidOf(event)
  return {
    ...{ source: event.source, labels, annotations, url, saidMs, receivedMs: nowMs },
    startsMs: saidMs,
    endsMs: OVER.has(said.toLowerCase()) ? Math.min(saidMs, nowMs) : NEVER_MS,
  }
}

function saidOf({ data, subject }: AlertEvent) {
  const { name, alertname, labels, annotations, summary, url } = Said.parse(data ?? {})
  const alert = alertname ?? name ?? labels.alertname ?? subject ?? ''
  return {
    labels: { ...labels, alertname: alert },
    annotations: { ...annotations, ...(summary === undefined ? {} : { summary }) },
    url,
  }
}

function incidentOf({ data }: AlertEvent) {
  const { id, content } = Incident.parse(data).subject
  const { description, service, environment } = content
  return {
    labels: {
      alertname: id,
      ...(service ? { service: service.id } : {}),
      ...(environment ? { environment: environment.id } : {}),
    },
    annotations: description === undefined ? {} : { summary: description },
    url: '',
  }
}
