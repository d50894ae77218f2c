/** What an audience is told about the workload. Subject: `status-page:<name>`. */
import { z } from 'zod'
import { defineFact } from '../fact.ts'

export const statusPublished = defineFact(
  'status.published',
  z.object({
    workload: z.string(),
    page: z.string(),
    audience: z.enum(['customers', 'leaders', 'engineers']),
    component: z.string().describe('In the words of the audience'),
    state: z.enum(['impacted', 'operational']),
    text: z.string().describe('In the words of the audience'),
    seq: z.int().describe('From 1 on each page, without gaps'),
    episode: z.int().describe('The seq of the update that began the impact'),
    since: z.string().describe('When the impact began, ISO 8601'),
    incident: z.string().describe('What set it; not shown to the audience'),
    whenOver: z
      .string()
      .nullable()
      .describe(
        'The text for the end of an impact, so that it can be told whatever the model says then',
      ),
  }),
)
