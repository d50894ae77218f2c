import { z } from 'zod'
import { Workload } from './envelope.ts'
import { route } from './route.ts'

const Time = z.string().describe('ISO 8601')

export const Drill = z.object({
  id: z.string(),
  name: z.string().describe('DRILL-7'),
  experiment: z.string(),
  title: z.string(),
  environment: z.string(),
  state: z.enum(['checking', 'injecting', 'observing', 'reverting', 'finished']),
  by: z.string(),
  startedAt: Time,
  faultAt: Time.nullable(),
  finishedAt: Time.nullable(),
  outcome: z.enum(['passed', 'failed', 'aborted', 'not-run']).nullable(),
  reason: z.string().nullable(),
  score: z.number().nullable().describe('0 to 100; null when no fault was injected'),
  reverted: z.boolean().nullable(),
  incident: z.string().nullable().describe('INC-42'),
  run: z.string().nullable(),
  expectations: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      state: z.enum(['open', 'met', 'missed']),
      limitMs: z.number(),
      at: Time.nullable(),
      afterMs: z.number().nullable().describe('From the fault'),
      reason: z.string().nullable(),
    }),
  ),
  activities: z.array(
    z.object({
      phase: z.enum(['method', 'rollback']),
      name: z.string(),
      state: z.enum(['attempted', 'succeeded', 'failed']),
      output: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
})

const DrillDetail = Drill.extend({
  timeline: z.array(
    z.object({
      position: z.int(),
      at: Time,
      afterMs: z.number().nullable().describe('From the fault'),
      type: z.string(),
      subject: z.string(),
      actor: z.string(),
      sentence: z.string(),
      meets: z.string().nullable().describe('The expectation that this fact met'),
    }),
  ),
})

const Experiment = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  environment: z.string(),
  alarm: z.string(),
  procedure: z.string().nullable(),
  last: Drill.nullable(),
  ageMs: z.number().nullable().describe('Since the last drill finished'),
})

export const drills = {
  'drills.list': route({
    summary: 'Experiments of the model, and how their last drills went',
    permission: 'read',
    audit: 'drills.listed',
    query: z.object({ workload: Workload }),
    data: z.array(Experiment),
  }),
  'drills.show': route({
    summary: 'One experiment with its drills',
    permission: 'read',
    audit: 'drill.shown',
    params: z.object({ experiment: z.string() }),
    query: z.object({ workload: Workload }),
    data: Experiment.extend({
      steadyState: z.object({ title: z.string(), probes: z.array(z.string()) }),
      method: z.array(z.string()),
      rollbacks: z.array(z.string()),
      abort: z.array(z.string()),
      drills: z.array(Drill),
    }),
  }),
  'drills.run': route({
    summary: 'Inject the fault, and check detection, response and recovery',
    permission: 'operate',
    audit: 'drill.run',
    params: z.object({ experiment: z.string() }),
    body: z.object({ workload: Workload }),
    data: Drill,
  }),
  'drill-runs.show': route({
    summary: 'One drill with its timeline',
    permission: 'read',
    audit: 'drill-run.shown',
    params: z.object({ drill: z.string() }),
    query: z.object({ workload: Workload }),
    data: DrillDetail,
  }),
  'drill-runs.abort': route({
    summary: 'Call a drill off; the fault is taken back at once',
    permission: 'respond',
    audit: 'drill-run.aborted',
    params: z.object({ drill: z.string() }),
    body: z.object({ workload: Workload, reason: z.string().min(1).max(500) }),
    data: Drill,
  }),
}
