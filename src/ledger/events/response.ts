/** How people work on an incident: how far they are, who has which role, what is to be done and decided. Subject: the incident’s id. */
import { z } from 'zod'
import { defineFact } from '../fact.ts'

const of = { workload: z.string(), number: z.int(), by: z.string().describe('person:name') }

export const IncidentPhase = z.enum([
  'declared',
  'triaged',
  'investigating',
  'identified',
  'mitigating',
  'monitoring',
])
export const IncidentRole = z.enum(['commander', 'operations', 'communications', 'scribe'])

export const incidentMoved = defineFact(
  'incident.moved',
  z.object({ ...of, from: IncidentPhase, to: IncidentPhase, reason: z.string() }),
)
export const incidentRoleTaken = defineFact(
  'incident.role-taken',
  z.object({
    ...of,
    role: IncidentRole,
    person: z.string().describe('person:name'),
    former: z.string().nullable().describe('Who hands it over'),
    note: z.string().nullable().describe('What whoever takes it has to know'),
  }),
)
export const incidentTaskAdded = defineFact(
  'incident.task-added',
  z.object({
    ...of,
    task: z.string(),
    text: z.string(),
    assignee: z.string().nullable().describe('person:name or team:name'),
  }),
)
export const incidentTaskEnded = defineFact(
  'incident.task-ended',
  z.object({ ...of, task: z.string(), outcome: z.enum(['done', 'dropped']), result: z.string() }),
)
export const incidentDecisionAsked = defineFact(
  'incident.decision-asked',
  z.object({
    ...of,
    decision: z.string(),
    question: z.string(),
    options: z.array(z.string()),
    risk: z.string().nullable().describe('What it may cost'),
    askedOf: z.string().nullable().describe('Who is empowered to say: person:name or team:name'),
  }),
)
export const incidentDecisionMade = defineFact(
  'incident.decision-made',
  z.object({
    ...of,
    decision: z.string(),
    choice: z.string(),
    reason: z.string(),
    authority: z.string().describe('By which right: asked, or the roles of who decided'),
  }),
)
export const incidentImpactSet = defineFact(
  'incident.impact-set',
  z.object({
    ...of,
    from: z.string().describe('ISO 8601: when customers began to feel it'),
    to: z.string().nullable().describe('ISO 8601; null while they feel it'),
    reason: z.string().describe('How it is known'),
  }),
)
