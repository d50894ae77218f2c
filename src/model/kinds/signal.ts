import { z } from 'zod'
import { Duration } from '#base'
import { defineKind, ref } from '../kind.ts'

/** A named measure over telemetry. */
export const signal = defineKind({
  kind: 'signal',
  summary: 'A named measure over telemetry.',
  schema: z.strictObject({
    title: z.string().optional(),
    layer: z
      .enum(['business', 'customer', 'application', 'platform', 'infrastructure', 'operations'])
      .describe('Whose view it is; outcomes need business or customer'),
    query: z.string().describe('PromQL'),
    unit: z.string().default('').describe('As people write it behind the number: /min, %, ms, EUR'),
    expected: z
      .strictObject({ min: z.number().optional(), max: z.number().optional() })
      .optional()
      .describe('The range that needs no explanation'),
    good: z
      .enum(['high', 'low', 'steady'])
      .optional()
      .describe(
        'Which direction is an improvement; unless told, what its outcome, its range or its alarm say',
      ),
    range: z
      .tuple([z.number(), z.number()])
      .refine(([least, greatest]) => least < greatest, 'the first must be the smaller one')
      .optional()
      .describe('What values can be, such as [0, 100]'),
    cadence: z
      .enum(['steady', 'sparse', 'heartbeat'])
      .optional()
      .describe(
        'How samples come: all the time (unless told), only when something happens, or as a sign of life',
      ),
    every: Duration.optional().describe('How often a sample is expected; 10s unless told'),
    component: ref('component').optional(),
    owner: ref('team').optional().describe('The component’s owner unless told'),
  }),
})
