import { z } from 'zod'
import { Workload } from './envelope.ts'
import { route } from './route.ts'

const Time = z.string().describe('ISO 8601')
const State = z.enum([
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

const Problem = z.object({
  id: z.string(),
  name: z.string().describe('What people say: PRB-7'),
  title: z.string(),
  state: State,
  owner: z.string(),
  reason: z.string(),
  by: z.string(),
  openedAt: Time,
  movedAt: Time,
  cause: z.string().nullable(),
  workaround: z.string().nullable().describe('procedure:name of what helps until it is fixed'),
  fixBy: Time.nullable(),
  riskOwner: z.string().nullable(),
  acceptedUntil: Time.nullable(),
  moves: z.array(
    z.object({ from: State, to: State, reason: z.string(), by: z.string(), at: Time }),
  ),
  incidents: z.array(
    z.object({ name: z.string(), title: z.string(), openedAt: Time, resolvedAt: Time.nullable() }),
  ),
})

const of = { workload: Workload }
const named = { params: z.object({ problem: z.string() }) }
const reason = z.string().trim().min(3).max(2_000)
const date = z.iso.date().or(z.iso.datetime({ offset: true }))

export const problems = {
  'problems.list': route({
    summary: 'Problems: those that are not over first, then by when they moved',
    permission: 'read',
    audit: 'problems.listed',
    query: z.object({
      ...of,
      state: State.optional(),
      incident: z.string().optional().describe('Those that an incident belongs to'),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    data: z.array(Problem),
  }),
  'problems.show': route({
    summary: 'One problem with its way and its incidents',
    permission: 'read',
    audit: 'problem.shown',
    ...named,
    query: z.object(of),
    data: Problem,
  }),
  'problems.open': route({
    summary: 'Open a problem',
    permission: 'respond',
    audit: 'problem.opened',
    body: z.object({
      ...of,
      title: z.string().trim().min(3).max(200),
      reason,
      owner: z.string().optional().describe('team:name or person:name'),
      incidents: z.array(z.string()).default([]),
    }),
    data: Problem,
  }),
  'problems.link': route({
    summary: 'Say that an incident belongs to a problem',
    permission: 'respond',
    audit: 'problem.linked',
    ...named,
    body: z.object({ ...of, incident: z.string() }),
    data: Problem,
  }),
  'problems.move': route({
    summary: 'Move a problem on its way',
    permission: 'respond',
    audit: 'problem.moved',
    ...named,
    body: z.object({
      ...of,
      to: State,
      reason,
      cause: z.string().trim().min(3).max(2_000).optional(),
      workaround: z
        .string()
        .regex(/^procedure:\S+$/, 'name a procedure: procedure:name')
        .optional(),
      fixBy: date.optional(),
      riskOwner: z.string().optional().describe('person:name who accepts the risk'),
      acceptedUntil: date.optional(),
    }),
    data: Problem,
  }),
}
