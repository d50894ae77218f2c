/** What the ledger says about itself. */
import { z } from 'zod'
import { defineFact } from '../fact.ts'

export const reactionParked = defineFact(
  'reaction.parked',
  z.object({ reaction: z.string(), position: z.number(), error: z.string(), attempts: z.number() }),
)
