import { z } from 'zod'
import { Duration } from '#base'
import { defineCondition } from './condition.ts'

export const logs = defineCondition({
  kind: 'logs',
  summary: 'More log records than so many are found by a search.',
  key: 'logs',
  needs: [],
  fields: {
    logs: z
      .strictObject({
        search: z
          .string()
          .min(1)
          .describe('In the language of Explore: service:orders level>=error "timed out"'),
        more: z.int().min(0).default(0).describe('Breached by more than so many'),
        within: Duration.default('5m'),
      })
      .optional()
      .describe('Log records are counted'),
  },
})
