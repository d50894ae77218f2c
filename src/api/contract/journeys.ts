import { z } from 'zod'
import { Workload } from './envelope.ts'
import { route } from './route.ts'

const Time = z.string().describe('ISO 8601')

export const Journey = z.object({
  name: z.string(),
  title: z.string(),
  state: z
    .enum(['ok', 'failing', 'skipped', 'unknown'])
    .describe('unknown: not walked yet, or not for three rounds'),
  reason: z.enum(['no-browser', 'no-secret']).nullable().describe('Why it cannot be walked here'),
  failedAt: Time.nullable().describe('Since when it fails'),
  lastRunAt: Time.nullable(),
  durationMs: z.number().nullable().describe('Of the last run'),
  availability: z.number().nullable().describe('Share of runs of the last day that went through'),
  everyMs: z.number(),
  from: z.string(),
  protects: z.array(z.string()),
  owner: z.string().nullable(),
  steps: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(['http', 'browser']),
      durationMs: z.number().nullable(),
    }),
  ),
})

const JourneyDetail = Journey.extend({
  course: z.array(z.tuple([z.number(), z.number()])).describe('Time and duration, in milliseconds'),
  failures: z.array(
    z.object({ at: Time, step: z.string(), expected: z.string(), found: z.string() }),
  ),
})

const named = { params: z.object({ journey: z.string() }) }
const of = { workload: Workload }

export const journeys = {
  'journeys.list': route({
    summary: 'Journeys with their state, as of the last walk',
    permission: 'read',
    audit: 'journeys.listed',
    query: z.object(of),
    data: z.array(Journey),
  }),
  'journeys.show': route({
    summary: 'One journey with the course of its durations and its last failures',
    permission: 'read',
    audit: 'journey.shown',
    ...named,
    query: z.object({ ...of, from: z.string().default('1h').describe('How far back') }),
    data: JourneyDetail,
  }),
  'journeys.run': route({
    summary: 'Walk a journey now',
    permission: 'operate',
    audit: 'journey.walked',
    ...named,
    body: z.object(of),
    data: z.object({
      result: z.enum(['ok', 'failed', 'skipped']),
      reason: z.enum(['no-browser', 'no-secret']).nullable(),
      durationMs: z.number().nullable(),
      steps: z.array(z.object({ name: z.string(), durationMs: z.number() })),
      failure: z.object({ step: z.string(), expected: z.string(), found: z.string() }).nullable(),
    }),
  }),
}
