/** What people say to the review: reasons and milestones. Subject: `practice:<id>` or the milestone’s id. */
import { z } from 'zod'
import { defineFact } from '../fact.ts'

export const reviewReasonGiven = defineFact(
  'review.reason-given',
  z.object({
    workload: z.string(),
    practice: z.string().describe('Such as 2.8'),
    answer: z.enum(['accepted', 'not-applicable']),
    driver: z.enum(['cost', 'security', 'governance', 'other']),
    text: z.string(),
    expiresAt: z.string().describe('The reason ends then, ISO 8601'),
    by: z.string(),
  }),
)
export const reviewReasonWithdrawn = defineFact(
  'review.reason-withdrawn',
  z.object({ workload: z.string(), practice: z.string(), by: z.string() }),
)
export const reviewMilestoneRecorded = defineFact(
  'review.milestone-recorded',
  z.object({
    workload: z.string(),
    name: z.string(),
    position: z.int().describe('Of the ledger, when it was computed'),
    answers: z.array(
      z.object({
        practice: z.string(),
        answer: z.string(),
        risk: z.string(),
        level: z.string(),
      }),
    ),
    by: z.string(),
  }),
)
export const reviewAttested = defineFact(
  'review.attested',
  z.object({
    workload: z.string(),
    practice: z.string(),
    evidence: z.string().describe('Name of the evidence that only a person can give'),
    text: z.string(),
    expiresAt: z.string().describe('ISO 8601'),
    by: z.string().describe('person:name'),
  }),
)
