/** The review of what happened. Subject: the retrospective’s id. */
import { z } from 'zod'
import { defineFact } from '../fact.ts'

const of = { workload: z.string(), number: z.int().describe('People say RETRO-7') }

const Moment = z.object({
  position: z.number(),
  at: z.string(),
  type: z.string(),
  sentence: z.string(),
})

const draft = {
  timeline: z.array(Moment).describe('Key moments from the ledger, as they stood then'),
  occurredAt: z.string(),
  detectedAt: z.string(),
  acknowledgedAt: z.string().nullable().describe('First person or first step of a procedure'),
  resolvedAt: z.string(),
  ttdMs: z.number().describe('From the harm to the incident'),
  ttaMs: z.number().nullable().describe('From the incident to the first answer'),
  ttrMs: z.number().describe('From the harm to the end of the incident'),
}

export const retrospectiveOpened = defineFact(
  'retrospective.opened',
  z.object({
    ...of,
    incident: z.string(),
    incidentNumber: z.int(),
    title: z.string(),
    priority: z.string(),
    outcomes: z.array(z.string()),
    owner: z.string().describe('team:name or person:name'),
    drill: z.string().nullable().describe('Id of the drill that caused it; null when it was real'),
    dueAt: z.string().describe('When it ought to be closed'),
    ...draft,
  }),
)
export const retrospectiveRedrafted = defineFact(
  'retrospective.redrafted',
  z.object({ ...of, incident: z.string(), ...draft }),
)
export const retrospectiveClosed = defineFact(
  'retrospective.closed',
  z.object({
    ...of,
    by: z.string(),
    summary: z.string(),
    lessons: z.int(),
    noLesson: z
      .string()
      .nullable()
      .describe('Why there was nothing to learn; null when there was a lesson'),
  }),
)
