import { z } from 'zod'
import { defineKind, ref } from '../kind.ts'

/** What business or customers should get. */
export const outcome = defineKind({
  kind: 'outcome',
  summary: 'What business or customers should get, with a success measure and an owner.',
  schema: z.strictObject({
    title: z.string(),
    kind: z.enum(['business', 'customer']),
    signal: ref('signal').describe('The success measure'),
    target: z.strictObject({
      op: z.enum(['>=', '<=']),
      value: z.number().describe('In the unit of the signal'),
    }),
    owner: ref('team', 'person'),
    weight: z.int().min(1).max(10).default(5).describe('How much the business suffers without it'),
    customers: z
      .string()
      .optional()
      .describe('Who is hurt when it is missed, in words for the status page'),
    reviewedAt: z.iso.date().optional().describe('When the target was last agreed'),
  }),
  check({ spec }, lookup) {
    const layer = lookup(spec.signal)?.layer
    if (layer === undefined || layer === 'business' || layer === 'customer') return []
    return [
      {
        code: 'OPS-M210',
        path: 'signal',
        message: `its success measure ${spec.signal} is of the layer ${layer}, and a machine cannot say whether ${spec.kind === 'business' ? 'the business' : 'a customer'} is served`,
        hint: 'Measure what people get: orders, conversions, journeys that succeed.',
      },
    ]
  },
})
