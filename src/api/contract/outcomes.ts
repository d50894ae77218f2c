import { z } from 'zod'
import { Duration } from '#base'
import { Workload } from './envelope.ts'
import { Incident } from './incidents.ts'
import { Journey } from './journeys.ts'
import { AlarmView, Component, Outcome, OutcomeWithBand, Signal } from './overview.ts'
import { route } from './route.ts'

const Time = z.string().describe('ISO 8601')

const Dependency = z.object({
  from: z.string().describe('component:name, or service:name when the model has none for it'),
  to: z.string(),
  verdict: z
    .enum(['confirmed', 'unseen', 'undeclared', 'unobservable'])
    .describe('unobservable: a side sends no spans, so calls cannot be seen'),
  calls: z.number().nullable(),
  errorRate: z.number().nullable(),
  p95Ms: z.number().nullable(),
})

const span = {
  workload: Workload,
  from: Duration.default('1h').describe('So long before now'),
}

export const outcomes = {
  'outcomes.list': route({
    summary: 'Outcomes with their targets and error budgets, the heaviest first',
    permission: 'read',
    audit: 'outcomes.listed',
    query: z.object(span),
    data: z.array(Outcome),
  }),
  'outcomes.show': route({
    summary: 'One outcome: budget, journeys, what it rests on, what protects it, what hurt it',
    permission: 'read',
    audit: 'outcome.shown',
    params: z.object({ outcome: z.string() }),
    query: z.object(span),
    data: OutcomeWithBand.extend({
      fromMs: z.number(),
      toMs: z.number(),
      query: z.string().describe('PromQL of its success measure'),
      course: z
        .array(z.tuple([z.number(), z.number().nullable()]))
        .describe('Time and share of the budget that was left; null where nothing was measured'),
      journeys: z.array(Journey),
      components: z.array(Component.extend({ path: z.array(z.string()) })),
      alarms: z.array(AlarmView),
      incidents: z.array(Incident).describe('Those that hurt it in its window, newest first'),
    }),
  }),
  'system.show': route({
    summary: 'Components with their health, and who needs whom: declared beside observed',
    permission: 'read',
    audit: 'system.shown',
    query: z.object(span),
    data: z.object({
      at: Time,
      components: z.array(Component),
      signals: z.array(Signal),
      outcomes: z.array(z.object({ ref: z.string(), title: z.string(), status: z.string() })),
      dependencies: z.array(Dependency),
      observedMs: z.number().describe('So far back calls were looked for'),
      unobserved: z
        .string()
        .nullable()
        .describe('Why calls could not be read; null when they were'),
    }),
  }),
}
