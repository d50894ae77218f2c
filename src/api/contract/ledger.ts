import { z } from 'zod'
import { PageQuery } from './envelope.ts'
import { route } from './route.ts'

export const Fact = z.object({
  position: z.int(),
  id: z.string(),
  type: z.string(),
  source: z.string(),
  subject: z.string(),
  time: z.string(),
  recordedAt: z.string(),
  actor: z.string(),
  cause: z.string().nullable(),
  correlation: z.string(),
  data: z.unknown(),
})

export const ledger = {
  'ledger.list': route({
    summary: 'Facts, newest first unless a page is followed upwards',
    permission: 'read',
    audit: 'ledger.listed',
    query: z.object({
      ...PageQuery,
      type: z.string().optional().describe('One type, or several separated by commas'),
      subject: z.string().optional(),
      correlation: z.string().optional(),
      actor: z.string().optional(),
      since: z.iso.datetime({ offset: true }).optional().describe('Happened then or later'),
      until: z.iso.datetime({ offset: true }).optional().describe('Happened then or before'),
      order: z.enum(['newest', 'oldest']).default('newest'),
    }),
    data: z.array(Fact),
  }),
  'ledger.verify': route({
    summary: 'Walk the hash chain',
    permission: 'read',
    audit: 'ledger.verified',
    data: z.object({
      ok: z.boolean(),
      checked: z.int(),
      signatures: z.int().describe('Signed heads that were checked'),
      head: z.string(),
      broken: z
        .object({ position: z.int(), id: z.string().nullable(), why: z.string() })
        .optional()
        .describe('The first fact that is wrong'),
    }),
  }),
  'ledger.rebuild': route({
    summary: 'Drop the projections and fold them anew',
    permission: 'administer',
    audit: 'ledger.rebuilt',
    body: z.object({}),
    data: z.object({
      facts: z.int(),
      same: z.boolean().describe('Whether the rows are byte for byte the same'),
      differing: z.array(z.string()).describe('Tables whose rows are not'),
    }),
  }),
}
