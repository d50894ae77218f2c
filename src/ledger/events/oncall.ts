/** Who takes the place of another in a rotation. Subject: `rotation:<name>`. */
import { z } from 'zod'
import { defineFact } from '../fact.ts'

export const oncallOverridden = defineFact(
  'oncall.overridden',
  z.object({
    workload: z.string(),
    override: z.string().describe('Its id'),
    person: z.string().describe('person:name, who is on call instead'),
    from: z.string().describe('ISO 8601'),
    to: z.string().describe('ISO 8601; not part of it'),
    reason: z.string(),
    by: z.string(),
  }),
)
export const oncallOverrideEnded = defineFact(
  'oncall.override-ended',
  z.object({ workload: z.string(), override: z.string(), by: z.string() }),
)
