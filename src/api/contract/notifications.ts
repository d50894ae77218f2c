import { z } from 'zod'
import { Workload } from './envelope.ts'
import { Notification } from './incidents.ts'
import { route } from './route.ts'

const of = { workload: Workload }

/** Of a channel, or of one way to a person. */
const Way = z.object({ channel: z.string().describe('Its type'), address: z.string() })

export const notifications = {
  'notifications.list': route({
    summary: 'Who was told what, when; the newest first',
    permission: 'read',
    audit: 'notifications.listed',
    query: z.object({
      ...of,
      incident: z.string().optional(),
      state: Notification.shape.state.optional(),
      topic: z.string().optional().describe('What they are about, as a test gives it'),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    data: z.array(Notification),
  }),
  'notifications.test': route({
    summary: 'Tell a person by all their ways, or a channel, that nothing has happened',
    permission: 'respond',
    audit: 'notifications.tested',
    body: z.object({
      ...of,
      recipient: z
        .string()
        .regex(/^(?:person|channel):\S+$/)
        .describe('person:name or channel:name'),
    }),
    data: z.object({
      topic: z.string().describe('For notifications.list'),
      ways: z.array(Way),
    }),
  }),
  'channels.list': route({
    summary: 'Every channel of the model, and how its last message went',
    permission: 'read',
    audit: 'channels.listed',
    query: z.object(of),
    data: z.array(
      z.object({
        name: z.string(),
        type: z.string(),
        summary: z.string().describe('What a channel of the type does'),
        addresses: z.array(z.string()).describe('Empty when contacts of people name them'),
        last: Notification.pick({ state: true, reason: true, queuedAt: true })
          .nullable()
          .describe('Its newest message; null when it never had one'),
      }),
    ),
  }),
}
