/** Each message and each attempt to deliver it: who was told what, when. Subject: the notification’s id. */
import { z } from 'zod'
import { defineFact } from '../fact.ts'

const of = {
  workload: z.string(),
  incident: z.string().nullable().describe('Id of the incident'),
  purpose: z.enum(['page', 'recovery', 'update', 'status-impacted', 'status-restored', 'test']),
  recipient: z.string().describe('person:name or channel:name'),
}
const attempt = z.int().describe('From 1')

/** What is said, before a channel gives it its form. Paths are completed with the address of this server. */
export const NotificationMessage = z.object({
  title: z.string(),
  lines: z.array(z.string()),
  fields: z.array(z.object({ label: z.string(), value: z.string() })),
  links: z.array(z.object({ label: z.string(), path: z.string() })),
  data: z.record(z.string(), z.unknown()).describe('The same for machines'),
})
export type NotificationMessage = z.infer<typeof NotificationMessage>

export const notificationRehearsed = defineFact(
  'notification.rehearsed',
  z.object({ workload: z.string(), recipient: of.recipient, by: z.string() }),
)
export const notificationQueued = defineFact(
  'notification.queued',
  z.object({
    ...of,
    topic: z.string().describe('What it is about; messages of a topic arrive in order'),
    channel: z.string().describe('Type of the channel: email, webhook'),
    address: z.string().describe('Where it goes: one address'),
    config: z.record(z.string(), z.unknown()).describe('Of the channel, as it was; no secrets'),
    message: NotificationMessage,
    expiresAt: z.string().describe('After this it is of no use, ISO 8601'),
    recoveryOf: z.array(z.string()).describe('Ids of the messages whose end it tells'),
  }),
)
export const notificationAttempted = defineFact(
  'notification.attempted',
  z.object({
    ...of,
    attempt,
    worker: z.string(),
    epoch: z.int().describe('Of the worker’s lease'),
    requestHash: z.string().describe('Of what was sent; the same for every attempt'),
  }),
)
export const notificationAccepted = defineFact(
  'notification.accepted',
  z.object({
    ...of,
    attempt,
    response: z.string().describe('What the receiver’s server said'),
    latencyMs: z.number(),
  }),
)
export const notificationFailed = defineFact(
  'notification.failed',
  z.object({
    ...of,
    attempt,
    reason: z.string(),
    permanent: z.boolean().describe('Trying again would not help'),
    uncertain: z.boolean().describe('It may have arrived all the same'),
    latencyMs: z.number().nullable(),
    retryAt: z.string().nullable(),
  }),
)
export const notificationExpired = defineFact(
  'notification.expired',
  z.object({ ...of, reason: z.string() }),
)
export const notificationCancelled = defineFact(
  'notification.cancelled',
  z.object({ ...of, reason: z.string() }),
)
export const notificationAnswered = defineFact(
  'notification.answered',
  z.object({
    ...of,
    answer: z.literal('acknowledged').describe('By the link of the message, once'),
  }),
)
export const notificationSuperseded = defineFact(
  'notification.superseded',
  z.object({ ...of, by: z.string().describe('Id of the message that says it all') }),
)
