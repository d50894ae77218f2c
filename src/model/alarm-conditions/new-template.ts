import { z } from 'zod'
import { Duration } from '#base'
import { defineCondition } from './condition.ts'

export const newTemplate = defineCondition({
  kind: 'new-template',
  summary: 'A service logs a kind of line that it has never logged before.',
  key: 'newTemplate',
  needs: [],
  fields: {
    newTemplate: z
      .strictObject({
        service: z.string().min(1),
        level: z
          .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal'])
          .default('warn')
          .describe('Lines below it are not looked at'),
        within: Duration.default('15m').describe('So long a line is new'),
        learn: Duration.default('1h').describe(
          'So long a service is listened to before anything it says is called new',
        ),
      })
      .optional()
      .describe('A kind of log line that was never seen before; one instance for each'),
  },
})
