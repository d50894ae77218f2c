/**
 * Who follows a status page, and how far each update has been told. Subject: `status-page:<name>`. Subscribers are
 * named by their id and never by their address, which can be erased; what each was told is no fact (decision 0010).
 */
import { z } from 'zod'
import { defineFact } from '../fact.ts'

const of = { workload: z.string(), page: z.string() }
const subscriber = z.string().describe('Id of the subscriber')
const fanOut = {
  ...of,
  fanOut: z.string().describe('Id of the job'),
  seq: z.int().describe('Of the update that is told'),
}
const counts = z
  .record(z.string(), z.int())
  .describe('Messages by state; accepted is what the receiver’s server took')

export const subscriberConfirmed = defineFact(
  'subscriber.confirmed',
  z.object({
    ...of,
    subscriber,
    kind: z.enum(['email', 'sms', 'webhook']),
    components: z.array(z.string()).describe('All of them when empty'),
    seq: z.int().describe('From 1 on each page, in the order of confirmation'),
  }),
)
export const subscriberUnsubscribed = defineFact(
  'subscriber.unsubscribed',
  z.object({ ...of, subscriber, by: z.string().describe('The subscriber, or person:name') }),
)
export const subscribersImported = defineFact(
  'subscriber.imported',
  z.object({ ...of, by: z.string(), imported: z.int(), known: z.int() }),
)

export const fanOutStarted = defineFact(
  'status.fan-out-started',
  z.object({
    ...fanOut,
    component: z.string(),
    state: z.enum(['impacted', 'operational']),
    upTo: z.int().describe('The last seq of a subscriber to whom it goes'),
  }),
)
export const fanOutHeld = defineFact(
  'status.fan-out-held',
  z.object({ ...fanOut, reason: z.string() }),
)
export const fanOutStopped = defineFact(
  'status.fan-out-stopped',
  z.object({ ...fanOut, reason: z.string() }),
)
export const fanOutReleased = defineFact(
  'status.fan-out-released',
  z.object({ ...fanOut, by: z.string() }),
)
export const fanOutProgressed = defineFact(
  'status.fan-out-progressed',
  z.object({ ...fanOut, total: z.int().describe('To how many it goes'), counts }),
)
export const fanOutFinished = defineFact(
  'status.fan-out-finished',
  z.object({
    ...fanOut,
    outcome: z.enum(['told', 'superseded']).describe('Superseded: something newer was said'),
    total: z.int(),
    counts,
  }),
)
