/** Pieces that many routes share. */
import { z } from 'zod'

export const Workload = z.string().describe('Name of the workload')
/** Opaque place where the next page begins, as `next` of the answer gave it. */
export const PageQuery = {
  after: z.string().optional().describe('Where the page begins: `next` of the answer before'),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
}
export const Done = z.object({ done: z.literal(true) })
/** A reference of the ledger’s facts in answers of commands. */
export const Recorded = z.object({ id: z.string().describe('What was made or changed') })
