import { z } from 'zod'
import { Workload } from './envelope.ts'
import { route } from './route.ts'

const Time = z.string().describe('ISO 8601')
const workload = z.object({ workload: Workload })

export const Lesson = z.object({
  id: z.string(),
  name: z.string().describe('LES-7'),
  statement: z.string(),
  context: z.string(),
  kind: z.string(),
  surprised: z.boolean(),
  retrospective: z.string().nullable(),
  appliesTo: z.array(z.string()),
  by: z.string(),
  at: Time,
})

export const Improvement = z.object({
  id: z.string(),
  name: z.string().describe('IMP-7'),
  title: z.string(),
  driver: z.string(),
  problem: z.string(),
  hypothesis: z.string(),
  owner: z.string(),
  state: z.string(),
  by: z.string(),
  proposedAt: Time,
  movedAt: Time,
  retrospective: z.string().nullable(),
  lesson: z.string().nullable(),
  verdictReason: z.string().nullable(),
  moves: z.array(
    z.object({ from: z.string(), to: z.string(), reason: z.string(), by: z.string(), at: Time }),
  ),
})

const Retrospective = z.object({
  id: z.string(),
  name: z.string().describe('RETRO-7'),
  incident: z.string().describe('INC-42'),
  title: z.string(),
  priority: z.string(),
  outcomes: z.array(z.string()),
  owner: z.string(),
  drill: z.boolean().describe('It was an exercise'),
  state: z.enum(['open', 'closed']),
  openedAt: Time,
  dueAt: Time,
  closedAt: Time.nullable(),
  ttdMs: z.number().describe('From the harm to the incident'),
  ttaMs: z.number().nullable().describe('From the incident to the first answer'),
  ttrMs: z.number().describe('From the harm to the end'),
  lessons: z.int(),
  improvements: z.int(),
  summary: z.string().nullable(),
  noLesson: z.string().nullable(),
})

const named = { params: z.object({ retrospective: z.string() }) }

export const evolve = {
  'retrospectives.list': route({
    summary: 'Reviews of incidents, the newest first',
    permission: 'read',
    audit: 'retrospectives.listed',
    query: workload,
    data: z.array(Retrospective),
  }),
  'retrospectives.show': route({
    summary: 'One review with its timeline, lessons and improvements',
    permission: 'read',
    audit: 'retrospective.shown',
    ...named,
    query: workload,
    data: Retrospective.extend({
      timeline: z.array(
        z.object({ position: z.int(), at: Time, type: z.string(), sentence: z.string() }),
      ),
      recorded: z.object({ lessons: z.array(Lesson), improvements: z.array(Improvement) }),
    }),
  }),
  'retrospectives.close': route({
    summary: 'Close a review',
    permission: 'respond',
    audit: 'retrospective.closed',
    ...named,
    body: z.object({
      workload: Workload,
      summary: z.string().min(3).max(5_000),
      noLesson: z.string().nullable().default(null),
    }),
    data: Retrospective,
  }),
  'lessons.list': route({
    summary: 'What was learned, the newest first',
    permission: 'read',
    audit: 'lessons.listed',
    query: workload,
    data: z.array(Lesson),
  }),
  'lessons.record': route({
    summary: 'Record a lesson',
    permission: 'respond',
    audit: 'lesson.recorded',
    body: z.object({
      workload: Workload,
      statement: z.string().min(3).max(1_000),
      context: z.string().max(5_000).default(''),
      kind: z.enum([
        'detection',
        'diagnosis',
        'mitigation',
        'prevention',
        'coordination',
        'luck',
        'success',
      ]),
      surprised: z.boolean().default(false),
      retrospective: z.string().optional().describe('RETRO-7'),
      appliesTo: z.array(z.string()).default([]),
    }),
    data: Lesson,
  }),
  'improvements.list': route({
    summary: 'Improvements',
    permission: 'read',
    audit: 'improvements.listed',
    query: workload,
    data: z.array(Improvement),
  }),
  'improvements.propose': route({
    summary: 'Propose an improvement',
    permission: 'respond',
    audit: 'improvement.proposed',
    body: z.object({
      workload: Workload,
      title: z.string().min(3).max(200),
      problem: z.string().min(3).max(5_000),
      hypothesis: z.string().min(3).max(2_000).describe('If we do this, then that will change'),
      owner: z.string(),
      driver: z.string().default('lesson'),
      retrospective: z.string().optional(),
      lesson: z.string().optional(),
    }),
    data: Improvement,
  }),
  'improvements.move': route({
    summary: 'Say how far an improvement has come',
    permission: 'respond',
    audit: 'improvement.moved',
    params: z.object({ improvement: z.string() }),
    body: z.object({
      workload: Workload,
      to: z.enum(['accepted', 'in-progress', 'implemented', 'evaluating']),
      reason: z.string().min(1).max(1_000),
    }),
    data: Improvement,
  }),
}
