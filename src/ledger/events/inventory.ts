/** What exists in the world outside, as far as recorded changes tell. Subject: the resource’s own id. */
import { z } from 'zod'
import { defineFact } from '../fact.ts'

export const resourceRemoved = defineFact(
  'resource.removed',
  z.object({
    workload: z.string(),
    resource: z.string().describe('Its id, such as that of a host'),
    labels: z
      .record(z.string(), z.string())
      .describe('Labels that all of its series carry, and only its; at least one'),
    changeId: z.string().describe('The recorded change that removed it'),
  }),
)
