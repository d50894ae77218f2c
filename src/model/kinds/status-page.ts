import { z } from 'zod'
import { defineKind, ref } from '../kind.ts'

/** What one audience is told. */
export const statusPage = defineKind({
  kind: 'status-page',
  summary: 'What an audience is told about the workload, in its own words.',
  schema: z.strictObject({
    title: z.string(),
    audience: z.enum(['customers', 'leaders', 'engineers']),
    public: z.boolean().default(false).describe('Readable without signing in'),
    components: z
      .array(
        z.strictObject({
          name: z.string().describe('In the words of the audience'),
          outcomes: z.array(ref('outcome')).min(1),
          impacted: z.string().describe('What is said while the outcome suffers'),
          restored: z.string().describe('What is said when it is over'),
        }),
      )
      .min(1),
    channels: z
      .array(ref('channel'))
      .default([])
      .describe('Told on every change, and told when it is over'),
    subscribers: z
      .strictObject({
        by: z
          .array(z.enum(['email', 'webhook', 'sms']))
          .min(1)
          .default(['email']),
        sms: ref('channel')
          .optional()
          .describe('The channel whose gateway sends to the numbers of subscribers'),
        mostPerHour: z
          .int()
          .min(2)
          .default(12)
          .describe(
            'More messages to one subscriber stop the telling until a person lets it go on',
          ),
        privateWebhooks: z
          .boolean()
          .default(false)
          .describe('Webhooks of subscribers may lie in private networks'),
      })
      .optional()
      .describe('Whoever reads the page may follow it, by these ways'),
  }),
})
