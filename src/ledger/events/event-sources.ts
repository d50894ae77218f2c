/** What other systems tell that is no alert, and who of them asks to be let in. Subject: `event-source:<name>`. */
import { z } from 'zod'
import { defineFact } from '../fact.ts'

const of = { workload: z.string(), source: z.string().describe('Name of the source') }

export const eventReceived = defineFact(
  'event.received',
  z.object({
    ...of,
    type: z.string().describe('What its sender calls it, such as workflow.failed'),
    title: z.string(),
    severity: z.string().nullable(),
    identity: z.string().nullable().describe('What it is about, the same for the same thing'),
    state: z.string().nullable(),
    labels: z.record(z.string(), z.string()),
    url: z.string(),
    deliveryId: z.string().describe('The same one twice is one event'),
  }),
)
export const subscriptionAsked = defineFact(
  'subscription.asked',
  z.object({
    ...of,
    topic: z.string(),
    url: z.string().describe('Opening it confirms; its signature and its host were checked'),
  }),
)
export const subscriptionConfirmed = defineFact(
  'subscription.confirmed',
  z.object({ ...of, topic: z.string(), by: z.string().describe('person:name') }),
)
