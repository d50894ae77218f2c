import { z } from 'zod'
import { Duration } from '#base'
import { defineCondition } from './condition.ts'

export const heartbeat = defineCondition({
  kind: 'heartbeat',
  summary: 'A job that reports at intervals has not.',
  key: 'heartbeat',
  needs: [],
  fields: {
    heartbeat: z
      .strictObject({
        name: z
          .string()
          .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower-case words with hyphens')
          .describe('As the job sends it: POST /api/v1/heartbeats/NAME'),
        every: Duration.describe('How often the job reports'),
        grace: Duration.default('1m').describe('How late it may be'),
      })
      .optional()
      .describe('A job that says that it is alive'),
  },
})
