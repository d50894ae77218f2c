/** Changes of the model as code. */
import { z } from 'zod'
import { defineFact } from '../fact.ts'

const Change = z.object({
  action: z.enum(['create', 'update', 'delete']),
  ref: z.string().describe('kind:name'),
  paths: z.array(z.object({ path: z.string(), before: z.unknown(), after: z.unknown() })),
})

export const modelApplied = defineFact(
  'model.applied',
  z.object({
    workload: z.string(),
    revision: z.int(),
    hash: z.string(),
    previous: z.object({ revision: z.int(), hash: z.string() }).nullable(),
    changes: z.array(Change),
    size: z.object({ resources: z.int(), values: z.int() }),
    reverse: z.string().describe('The command that takes it back'),
    undoOf: z.int().nullable().describe('The revision that this one takes back'),
    manifest: z.unknown(),
  }),
)
