/** Waiting is a fact too: set, fired or cancelled. */
import { z } from 'zod'
import { defineFact } from '../fact.ts'

const key = z.string().describe('What is waited for; setting it again replaces it')

export const timerSet = defineFact(
  'timer.set',
  z.object({
    key,
    purpose: z.string().describe('Which answer it wakes'),
    dueAt: z.string().describe('ISO 8601'),
    data: z.unknown(),
  }),
)
export const timerFired = defineFact(
  'timer.fired',
  z.object({ key, purpose: z.string(), dueAt: z.string(), data: z.unknown() }),
)
export const timerCancelled = defineFact('timer.cancelled', z.object({ key }))
