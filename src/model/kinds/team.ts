import { z } from 'zod'
import { defineKind, ref } from '../kind.ts'

/** People who answer for something together. */
export const team = defineKind({
  kind: 'team',
  summary: 'People who answer for something together.',
  schema: z.strictObject({
    title: z.string(),
    function: z.enum(['business', 'development', 'operations', 'security']).default('development'),
    members: z.array(ref('person')),
  }),
})
