/** Who needs whom: what the model says beside the calls that were seen. Subject: `workload:<name>`. */
import { z } from 'zod'
import { defineFact } from '../fact.ts'

const Pair = z.object({
  from: z.string().describe('component:name, or service:name when the model has none for it'),
  to: z.string(),
})

export const dependenciesCompared = defineFact(
  'dependencies.compared',
  z.object({
    workload: z.string(),
    overMs: z.int().describe('How far back calls were looked for'),
    confirmed: z.int().describe('Declared, and seen'),
    unseen: z.array(Pair).describe('Declared, both sides send spans, and no call was seen'),
    undeclared: z.array(Pair).describe('Seen, and the model does not say so'),
    unobservable: z.array(Pair).describe('Declared, and a side sends no spans'),
  }),
)
