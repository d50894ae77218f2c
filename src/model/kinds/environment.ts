import { z } from 'zod'
import { defineKind } from '../kind.ts'

/** One running instance of the workload. */
export const environment = defineKind({
  kind: 'environment',
  summary: 'One running instance of the workload, with its level of control.',
  schema: z.strictObject({
    level: z.int().min(0).max(3).describe('0 sandbox, 1 development, 2 test, 3 production'),
    url: z.url().optional(),
  }),
})
