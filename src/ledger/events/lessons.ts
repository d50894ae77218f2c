/** What was learned, and who else took it in. Subject: the lesson’s id. */
import { z } from 'zod'
import { defineFact } from '../fact.ts'

const of = { workload: z.string(), number: z.int().describe('People say LES-7') }

export const lessonRecorded = defineFact(
  'lesson.recorded',
  z.object({
    ...of,
    statement: z.string(),
    context: z.string(),
    kind: z.enum([
      'detection',
      'diagnosis',
      'mitigation',
      'prevention',
      'coordination',
      'luck',
      'success',
    ]),
    surprised: z.boolean(),
    source: z.object({
      kind: z.enum(['incident', 'drill', 'deployment', 'procedure-run', 'near-miss', 'review']),
      id: z.string().nullable(),
    }),
    retrospective: z.string().nullable(),
    appliesTo: z.array(z.string()).describe('Resources it is about: component:name, alarm:name'),
    by: z.string(),
  }),
)
export const lessonAcknowledged = defineFact(
  'lesson.acknowledged',
  z.object({
    ...of,
    by: z.string().describe('person:name'),
    team: z.string().nullable().describe('team:name that takes it in'),
  }),
)
