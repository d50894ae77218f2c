import { z } from 'zod'
import { Duration } from '#base'
import { defineCondition } from './condition.ts'

export const pushed = defineCondition({
  kind: 'pushed',
  summary: 'Another system decides and sends the alert: Prometheus, or any CloudEvent.',
  key: 'pushed',
  needs: [],
  fields: {
    pushed: z
      .strictObject({
        source: z.string().min(1).optional().describe('Any unless told'),
        match: z
          .record(z.string(), z.string())
          .default({})
          .describe('Labels that an alert must have; alertname is this alarm’s name unless told'),
        resendEvery: Duration.default('1m').describe('How often the source repeats what it says'),
      })
      .optional()
      .describe('Alerts that come from elsewhere'),
  },
})
