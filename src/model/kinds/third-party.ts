import { z } from 'zod'
import { Duration } from '#base'
import { defineKind, ref } from '../kind.ts'

/** Somebody outside who helps by contract: a vendor, a partner, the support of a provider. */
export const thirdParty = defineKind({
  kind: 'third-party',
  summary: 'A vendor or partner who helps by contract, and how soon they answer.',
  schema: z.strictObject({
    title: z.string(),
    contract: z.string().describe('The number of the contract or account they ask for'),
    channel: ref('channel').describe('How they are called'),
    answersWithin: Duration.describe(
      'By then they have given a case number, or the next step is called',
    ),
    phone: z.string().optional().describe('For people, when the channel does not answer'),
    needs: z
      .string()
      .optional()
      .describe('What they ask for first, such as a request id or the time it began'),
  }),
})
