import { z } from 'zod'
import { PageQuery, Workload } from './envelope.ts'
import { route } from './route.ts'

const Time = z.string().describe('ISO 8601')
const Kind = z.enum(['email', 'webhook', 'sms'])
const params = z.object({ page: z.string().describe('Name of the status page') })
const of = z.object({ workload: Workload })

const Counts = z
  .record(z.string(), z.int())
  .describe('Messages by state: queued, sending, accepted, failed, expired, cancelled, superseded')

const FanOut = z.object({
  id: z.string(),
  page: z.string(),
  seq: z.int().describe('Of the update'),
  component: z.string(),
  said: z.enum(['impacted', 'operational']),
  text: z.string().describe('Title of the messages'),
  state: z.enum(['running', 'held', 'stopped', 'finished', 'superseded']),
  reason: z.string().nullable().describe('Why it does not go on'),
  releasedBy: z.string().nullable(),
  publishedAt: Time,
  endedAt: Time.nullable(),
  total: z.int().nullable().describe('To how many it goes; null until the first are queued'),
  counts: Counts,
})

export const subscribers = {
  'status.subscribers': route({
    summary: 'Who follows a status page, in the order of confirmation',
    permission: 'operate',
    audit: 'subscribers.listed',
    params,
    query: of.extend(PageQuery),
    data: z.object({
      counts: z.object({
        confirmed: z.int(),
        asked: z.int().describe('Asked to confirm, and not answered yet'),
        unsubscribed: z.int().describe('Their addresses are erased'),
        byKind: z.partialRecord(Kind, z.int()),
      }),
      subscribers: z.array(
        z.object({
          id: z.string(),
          kind: Kind,
          address: z.string(),
          components: z.array(z.string()).describe('All of them when empty'),
          confirmedAt: Time,
        }),
      ),
    }),
  }),
  'status.import-subscribers': route({
    summary: 'Take over subscribers who have agreed elsewhere',
    permission: 'administer',
    audit: 'subscribers.imported',
    params,
    body: of.extend({
      subscribers: z
        .array(
          z.object({
            kind: Kind,
            address: z.string(),
            components: z.array(z.string()).default([]),
          }),
        )
        .min(1)
        .max(5_000),
    }),
    data: z.object({ imported: z.int(), known: z.int().describe('Left as they were') }),
  }),
  'status.unsubscribe': route({
    summary: 'Take an address out and erase it',
    permission: 'operate',
    audit: 'subscribers.unsubscribed',
    params,
    body: of.extend({ address: z.string() }),
    data: z.object({ found: z.boolean() }),
  }),
  'status.fan-outs': route({
    summary: 'How far updates of a status page have been told, the newest first',
    permission: 'read',
    audit: 'fan-outs.listed',
    params,
    query: of.extend({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
    data: z.array(FanOut),
  }),
  'status.release': route({
    summary: 'Let an update be told that was held or stopped',
    permission: 'respond',
    audit: 'fan-out.released',
    params: z.object({ fanOut: z.string() }),
    body: z.object({}),
    data: z.object({ id: z.string(), state: z.string() }),
  }),
}
