/** What was changed in the workload, as told by pipelines, tools and people. Subject: `component:<name>`. */
import { z } from 'zod'
import { defineFact } from '../fact.ts'

export const deploymentFinished = defineFact(
  'deployment.finished',
  z.object({
    workload: z.string(),
    environment: z.string(),
    component: z.string(),
    version: z.string(),
    previous: z.string().nullable(),
    outcome: z.enum(['success', 'failure']),
    deliveryId: z.string().describe('The id the sender gave; the same one twice is one deployment'),
  }),
)
