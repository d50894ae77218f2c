/** What is changed because of what was learned, and whether it helped. Subject: the improvement’s id. */
import { z } from 'zod'
import { defineFact } from '../fact.ts'

const of = { workload: z.string(), number: z.int().describe('People say IMP-7') }

const Measured = z.object({
  value: z.number(),
  n: z.int().describe('How many cases stand behind it'),
  from: z.string().nullable(),
  to: z.string().nullable(),
})

export const improvementProposed = defineFact(
  'improvement.proposed',
  z.object({
    ...of,
    title: z.string(),
    driver: z.enum([
      'feature-request',
      'issue',
      'vulnerability',
      'compliance',
      'vendor-support',
      'lesson',
      'advisor',
      'detector',
      'trend',
    ]),
    problem: z.string(),
    hypothesis: z.string().describe('If we do this, then that will change'),
    target: z
      .object({
        metric: z.string(),
        direction: z.enum(['up', 'down']),
        expected: z.number().nullable().describe('Value it should reach'),
        unit: z.string(),
      })
      .nullable()
      .describe('Without it nobody can say later whether it helped'),
    evaluateAt: z.string().nullable(),
    effortHours: z.number().nullable(),
    owner: z.string().describe('team:name or person:name'),
    retrospective: z.string().nullable(),
    lesson: z.string().nullable(),
    by: z.string(),
  }),
)
const State = z.enum([
  'proposed',
  'declined',
  'accepted',
  'in-progress',
  'implemented',
  'evaluating',
])
export const improvementMoved = defineFact(
  'improvement.moved',
  z.object({ ...of, from: State, to: State, reason: z.string(), by: z.string() }),
)
export const improvementEvaluated = defineFact(
  'improvement.evaluated',
  z.object({
    ...of,
    verdict: z.enum(['effective', 'no-effect', 'harmful', 'cannot-tell']),
    before: Measured.nullable(),
    after: Measured.nullable(),
    reason: z.string(),
    by: z.string(),
  }),
)
