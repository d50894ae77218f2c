/** Why an incident happened: what was found at once, and what a person confirmed. Subject: the incident’s id. */
import { z } from 'zod'
import { defineFact } from '../fact.ts'

const of = { workload: z.string(), number: z.int() }

export const Suspicion = z.object({
  name: z.string().describe('component:name, or service:name when the model has none for it'),
  score: z.number().describe('0 to 1, for the order; it is no probability'),
  reasons: z.array(z.string()).describe('What speaks for it'),
})

export const EvidenceItem = z.object({
  kind: z.string().describe('What was looked at: change, alarm, release, template, activity …'),
  at: z.string().describe('ISO 8601'),
  about: z.string().describe('Whom or what it is about'),
  text: z.string(),
  look: z.string().nullable().describe('Where to look at it again: a path of the console'),
})

export const evidenceCollected = defineFact(
  'evidence.collected',
  z.object({
    ...of,
    occasion: z.enum(['declared', 'resolved']),
    from: z.string().describe('The trouble that was looked at, ISO 8601'),
    to: z.string(),
    usualFrom: z.string().describe('The normal time it was held against'),
    usualTo: z.string(),
    suspects: z.array(Suspicion).describe('The likeliest first; none when nothing stands out'),
    items: z.array(EvidenceItem).describe('In the order of time'),
    blind: z.array(z.string()).describe('What could not be looked at, and why'),
  }),
)

export const causeConfirmed = defineFact(
  'cause.confirmed',
  z.object({
    ...of,
    by: z.string().describe('person:name'),
    suspect: z.string().nullable().describe('Whom of the suspects it was; null when none'),
    trigger: z.string().describe('What set it off'),
    vulnerability: z.string().describe('What made that possible'),
    notCaught: z.string().describe('Why it was not caught before'),
    reach: z.string().describe('Why the impact was as large as it was'),
  }),
)
