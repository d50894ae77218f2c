import { z } from 'zod'
import { Workload } from './envelope.ts'
import { route } from './route.ts'

const Time = z.string().describe('ISO 8601')
const Phase = z.enum([
  'declared',
  'triaged',
  'investigating',
  'identified',
  'mitigating',
  'monitoring',
])
const Role = z.enum(['commander', 'operations', 'communications', 'scribe'])

const Response = z.object({
  phase: Phase,
  movedAt: Time.nullable(),
  impact: z
    .object({ from: Time, to: Time.nullable(), reason: z.string(), by: z.string() })
    .nullable()
    .describe('When customers felt it, as somebody said'),
  roles: z.array(
    z.object({ role: Role, person: z.string(), since: Time, note: z.string().nullable() }),
  ),
  tasks: z.array(
    z.object({
      id: z.string(),
      text: z.string(),
      assignee: z.string().nullable(),
      addedBy: z.string(),
      addedAt: Time,
      outcome: z.enum(['done', 'dropped']).nullable(),
      result: z.string().nullable(),
      endedBy: z.string().nullable(),
      endedAt: Time.nullable(),
    }),
  ),
  decisions: z.array(
    z.object({
      id: z.string(),
      question: z.string(),
      options: z.array(z.string()),
      risk: z.string().nullable(),
      askedOf: z.string().nullable(),
      askedBy: z.string(),
      askedAt: Time,
      choice: z.string().nullable(),
      reason: z.string().nullable(),
      authority: z.string().nullable().describe('By which right it was decided'),
      decidedBy: z.string().nullable(),
      decidedAt: Time.nullable(),
    }),
  ),
})

const of = { workload: Workload }
const named = { params: z.object({ incident: z.string() }) }
const words = z.string().trim().min(3).max(2_000)
const ref = z.string().regex(/^(person|team):\S+$/, 'name a person or a team: person:ann')
const time = z.iso.datetime({ offset: true })

export const response = {
  'response.show': route({
    summary: 'How people work on an incident: phase, roles, tasks, decisions, impact',
    permission: 'read',
    audit: 'response.shown',
    ...named,
    query: z.object(of),
    data: Response,
  }),
  'response.move': route({
    summary: 'Say how far the work on an incident is',
    permission: 'respond',
    audit: 'response.moved',
    ...named,
    body: z.object({ ...of, to: Phase, reason: words }),
    data: Response,
  }),
  'response.role': route({
    summary: 'Take a role in an incident, or hand it over',
    permission: 'respond',
    audit: 'response.role-taken',
    ...named,
    body: z.object({
      ...of,
      role: Role,
      person: ref.optional().describe('Who takes it; you unless told'),
      note: words.optional().describe('What whoever takes it over has to know'),
    }),
    data: Response,
  }),
  'response.add-task': route({
    summary: 'Add what is to be done',
    permission: 'respond',
    audit: 'response.task-added',
    ...named,
    body: z.object({ ...of, text: words, assignee: ref.nullable().default(null) }),
    data: Response,
  }),
  'response.end-task': route({
    summary: 'Say that a task is done, or dropped',
    permission: 'respond',
    audit: 'response.task-ended',
    ...named,
    body: z.object({
      ...of,
      task: z.string(),
      outcome: z.enum(['done', 'dropped']).default('done'),
      result: words,
    }),
    data: Response,
  }),
  'response.ask': route({
    summary: 'Ask for a decision',
    permission: 'respond',
    audit: 'response.decision-asked',
    ...named,
    body: z.object({
      ...of,
      question: words,
      options: z.array(z.string().trim().min(1).max(200)).min(2).max(10),
      risk: words.nullable().default(null).describe('What it may cost'),
      askedOf: ref.nullable().default(null).describe('Who is empowered; nobody: who responds'),
    }),
    data: Response,
  }),
  'response.decide': route({
    summary: 'Decide what was asked',
    permission: 'respond',
    audit: 'response.decision-made',
    ...named,
    body: z.object({ ...of, decision: z.string(), choice: z.string(), reason: words }),
    data: Response,
  }),
  'response.impact': route({
    summary: 'Say from when to when customers felt it',
    permission: 'respond',
    audit: 'response.impact-set',
    ...named,
    body: z.object({ ...of, from: time, to: time.nullable().default(null), reason: words }),
    data: Response,
  }),
}
