/** The systems that send events here, what they sent, and who of them waits to be let in. */
import { z } from 'zod'
import { Workload } from './envelope.ts'
import { route } from './route.ts'

const Time = z.string().describe('ISO 8601')

const EventSource = z.object({
  name: z.string(),
  title: z.string(),
  format: z.enum(['webhook', 'github', 'sns']),
  address: z.string().describe('Where it sends to'),
  lastAt: Time.nullable().describe('When its last delivery of the last day came'),
  deliveries: z.int().describe('In the last day, each counted once'),
  missing: z.string().nullable().describe('Name of the secret that is not set on the server'),
  subscriptions: z.array(
    z.object({
      topic: z.string(),
      url: z.string().describe('Opening it confirms; its signature and its host were checked'),
      askedAt: Time,
      confirmedAt: Time.nullable(),
      confirmedBy: z.string().nullable(),
    }),
  ),
})

export const eventSources = {
  'event-sources.list': route({
    summary: 'The systems that send events here, and how it stands with each',
    permission: 'read',
    audit: 'event-sources.listed',
    query: z.object({ workload: Workload }),
    data: z.array(EventSource),
  }),
  'event-sources.confirm': route({
    summary: 'Let the topics in that have asked for it',
    permission: 'operate',
    audit: 'event-source.confirmed',
    params: z.object({ source: z.string() }),
    body: z.object({ workload: Workload }),
    data: z.array(z.object({ topic: z.string(), confirmedAt: Time.nullable() })),
  }),
  'received-events.list': route({
    summary: 'What other systems told that is no alert; the newest first',
    permission: 'read',
    audit: 'received-events.listed',
    query: z.object({
      workload: Workload,
      source: z.string().optional(),
      limit: z.coerce.number().int().min(1).max(500).default(50),
    }),
    data: z.array(
      z.object({
        id: z.string(),
        at: Time,
        source: z.string(),
        type: z.string(),
        title: z.string(),
        severity: z.string().nullable(),
        identity: z.string().nullable(),
        state: z.string().nullable(),
        labels: z.record(z.string(), z.string()),
        url: z.string(),
      }),
    ),
  }),
}
