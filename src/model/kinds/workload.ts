import { z } from 'zod'
import { defineKind, ref } from '../kind.ts'

/** The components that together deliver business value. */
export const workload = defineKind({
  kind: 'workload',
  summary: 'The components that together deliver business value; one in each model.',
  schema: z.strictObject({
    title: z.string().describe('What people call it'),
    description: z.string().describe('Its value to the business, in a sentence or two'),
    tier: z
      .int()
      .min(1)
      .max(4)
      .describe('1 when the business stops without it, 4 when nobody notices for a week'),
    owner: ref('team').describe('Who answers for it'),
    costPerHour: z
      .strictObject({ amount: z.number().nonnegative(), currency: z.string().length(3) })
      .optional()
      .describe('What an hour of outage costs'),
  }),
})
