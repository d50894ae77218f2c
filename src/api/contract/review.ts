import { z } from 'zod'
import { Workload } from './envelope.ts'
import { route } from './route.ts'

const Time = z.string().describe('ISO 8601')
const Answer = z.enum(['met', 'partly', 'not-met', 'needs-a-person', 'accepted', 'not-applicable'])
const Risk = z.enum(['HIGH', 'MEDIUM', 'NONE'])

const Source = z.object({
  ref: z.string().describe('kind:name, or the id of a thing in the ledger'),
  title: z.string(),
  ok: z.boolean().nullable().describe('Null: nobody knows, which counts as no'),
  reason: z.string(),
  at: Time.nullable(),
})

const Evidence = z.object({
  name: z.string(),
  level: z.enum(['D', 'X', 'E']).describe('Declared, exercised, effective'),
  what: z.string(),
  found: z.string().describe('In words: 3 of 4'),
  value: z.number().nullable(),
  n: z.int(),
  rule: z.string(),
  ok: z.boolean().nullable().describe('Null: it cannot be judged, and satisfies nothing'),
  needsPerson: z.boolean(),
  note: z.string().nullable(),
  newestAt: Time.nullable().describe('Of the newest object behind it'),
  sources: z.array(Source).describe('The objects behind the number, at most 50'),
})

const Practice = z.object({
  practice: z.string().describe('Such as 2.6'),
  title: z.string(),
  quote: z.string(),
  level: z.enum(['D', 'X', 'E']).nullable(),
  risk: Risk,
  answer: Answer,
  evidence: z.array(Evidence),
  gaps: z.array(Source.extend({ evidence: z.string() })),
  unmeasured: z
    .array(z.string())
    .describe('What the practice asks for as well, and nobody measures yet'),
  reason: z
    .object({
      answer: Answer,
      driver: z.string(),
      text: z.string(),
      by: z.string(),
      at: Time,
      expiresAt: Time,
    })
    .nullable(),
})

const Milestone = z.object({
  id: z.string(),
  name: z.string(),
  by: z.string(),
  at: Time,
  answers: z.array(z.object({ practice: z.string(), answer: z.string(), risk: z.string() })),
})

export const review = {
  'review.show': route({
    summary: 'The design review, computed from evidence just now',
    permission: 'read',
    audit: 'review.shown',
    query: z.object({ workload: Workload }),
    data: z.object({
      workload: Workload,
      computedAt: Time,
      position: z.int().describe('Of the ledger, when it was computed'),
      counts: z.record(Answer, z.int()),
      questions: z.array(
        z.object({
          number: z.int(),
          act: z.enum(['prepare', 'operate', 'evolve']),
          title: z.string(),
          risk: Risk,
          practices: z.array(Practice),
        }),
      ),
      antipatterns: z.array(
        z.object({
          detector: z.string(),
          title: z.string(),
          summary: z.string(),
          state: z.enum(['found', 'clear', 'unknown']),
          asOf: Time,
          readings: z.array(
            z.object({
              name: z.string(),
              title: z.string(),
              value: z.number().nullable(),
              n: z.int(),
              rule: z.string(),
              breached: z.boolean().nullable(),
              note: z.string().nullable(),
              rows: z.array(Source.omit({ at: true })).describe('At most 50'),
            }),
          ),
        }),
      ),
      milestones: z.array(Milestone),
    }),
  }),
  'review.reason': route({
    summary:
      'Say why a practice is accepted or does not apply; changes the answer, never the measure',
    permission: 'operate',
    audit: 'review.reason-given',
    params: z.object({ practice: z.string() }),
    body: z.object({
      workload: Workload,
      answer: z.enum(['accepted', 'not-applicable']),
      driver: z.enum(['cost', 'security', 'governance', 'other']),
      text: z.string().min(3).max(2_000),
      expiresAt: z.iso.datetime({ offset: true }),
    }),
    data: z.object({ done: z.literal(true) }),
  }),
  'review.milestone': route({
    summary: 'Record how the review stands now',
    permission: 'operate',
    audit: 'review.milestone-recorded',
    body: z.object({ workload: Workload, name: z.string().min(1).max(200) }),
    data: z.object({ done: z.literal(true) }),
  }),
}
