/** Flows and activity: who talked to whom, and who did what from where. */
import { z } from 'zod'
import { PageQuery } from './envelope.ts'
import { route } from './route.ts'
import { ExtentShape, RangeQuery } from './time-range.ts'

export const network = {
  'flows.list': route({
    summary: 'Connections by what they carried; the refused or the new alone when asked for',
    permission: 'read',
    audit: 'flows.listed',
    query: z.object({
      ...RangeQuery,
      only: z
        .enum(['refused', 'new'])
        .optional()
        .describe('`new`: not seen in the week before the range'),
      address: z.union([z.ipv4(), z.ipv6()]).optional().describe('At either end'),
      limit: z.coerce.number().int().min(1).max(1_000).default(100),
    }),
    data: z.object({
      connections: z
        .array(
          z.object({
            source: z.string(),
            destination: z.string(),
            port: z.int().describe('Of the destination'),
            protocol: z.int().describe('IANA’s number: 6 is TCP, 17 is UDP'),
            bytes: z.number(),
            packets: z.number(),
            flows: z.int().describe('How many records told of it'),
            refused: z.int(),
            firstMs: z.number().describe('Milliseconds since 1970'),
            lastMs: z.number(),
          }),
        )
        .readonly(),
      ...ExtentShape,
    }),
  }),
  'activity.list': route({
    summary: 'Who did what, from where, to what, and how it ended; newest first',
    permission: 'read',
    audit: 'activity.listed',
    query: z.object({
      ...PageQuery,
      ...RangeQuery,
      actor: z.string().optional(),
      action: z.string().optional(),
      target: z.string().optional(),
      address: z.string().optional(),
      outcome: z.enum(['ok', 'denied', 'error']).optional(),
      text: z.string().optional().describe('A word anywhere in the record'),
    }),
    data: z.object({
      activities: z
        .array(
          z.object({
            id: z.string(),
            timeMs: z.number(),
            actor: z.string(),
            actorKind: z.string(),
            address: z.string(),
            agent: z.string(),
            source: z.string().describe('The system in which it was done'),
            action: z.string(),
            target: z.string(),
            outcome: z.enum(['ok', 'denied', 'error']),
            reason: z.string(),
            raw: z.string().describe('The record as it was sent, in JSON'),
          }),
        )
        .readonly(),
      ...ExtentShape,
    }),
  }),
}
