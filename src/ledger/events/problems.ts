/** What requires intervention and cannot be resolved yet, with what helps meanwhile. Subject: the problem’s id. */
import { z } from 'zod'
import { defineFact } from '../fact.ts'

const of = { workload: z.string(), number: z.int().describe('People say PRB-7') }

export const ProblemState = z.enum([
  'proposed',
  'dismissed',
  'open',
  'diagnosed',
  'known-error',
  'fix-planned',
  'fixed',
  'verified',
  'accepted',
])

export const problemOpened = defineFact(
  'problem.opened',
  z.object({
    ...of,
    title: z.string(),
    state: z.enum(['proposed', 'open']).describe('Proposed by what recurs, or opened by a person'),
    group: z.string().nullable().describe('Incidents of this group belong to it'),
    owner: z.string().describe('team:name or person:name'),
    incidents: z.array(z.string()).describe('Ids of the incidents it was seen in'),
    reason: z.string(),
    by: z.string().describe('person:name, or what proposed it'),
  }),
)
export const problemMoved = defineFact(
  'problem.moved',
  z.object({
    ...of,
    from: ProblemState,
    to: ProblemState,
    reason: z.string(),
    by: z.string(),
    cause: z.string().nullable().default(null).describe('Once it is diagnosed'),
    workaround: z.string().nullable().default(null).describe('procedure:name of a known error'),
    fixBy: z.string().nullable().default(null).describe('ISO 8601, once a fix is planned'),
    riskOwner: z.string().nullable().default(null).describe('Who accepts to live with it'),
    acceptedUntil: z.string().nullable().default(null).describe('ISO 8601; it is open again then'),
  }),
)
export const problemIncidentLinked = defineFact(
  'problem.incident-linked',
  z.object({
    ...of,
    title: z.string(),
    incident: z.string().describe('The incident’s id'),
    incidentNumber: z.int(),
    workaround: z.string().nullable().describe('What is offered to whoever works on it'),
    by: z.string(),
  }),
)
