/** What a drill does and what it finds. Subject: the drill’s id. */
import { z } from 'zod'
import { defineFact } from '../fact.ts'

const of = {
  workload: z.string(),
  experiment: z.string().describe('Name of the experiment'),
  number: z.int().describe('People say DRILL-7'),
}

const Expectation = z.object({
  name: z.string(),
  title: z.string(),
  limitMs: z.number().describe('From the fault'),
  weight: z.number().describe('Share of the score'),
})

const activity = {
  phase: z.enum(['method', 'rollback']),
  index: z.int().describe('From 0, in the order of the experiment'),
  name: z.string(),
  attempt: z.int().describe('From 1'),
}

const Probe = z.object({
  name: z.string(),
  value: z.unknown().describe('What was found; null when nothing answered'),
  tolerance: z.unknown(),
  met: z.boolean(),
  reason: z.string().nullable().describe('Why there is no value'),
})

export const drillStarted = defineFact(
  'drill.started',
  z.object({
    ...of,
    environment: z.string(),
    title: z.string(),
    spec: z.unknown().describe('The experiment as it was: a later model does not change the drill'),
    signals: z.record(z.string(), z.string()).describe('signal:name and its PromQL, pinned too'),
    expectations: z.array(Expectation),
    by: z.string(),
  }),
)
export const drillSteadyStateChecked = defineFact(
  'drill.steady-state-checked',
  z.object({
    ...of,
    when: z.enum(['before', 'after']),
    met: z.boolean(),
    probes: z.array(Probe),
  }),
)
export const drillFaultStarted = defineFact(
  'drill.fault-started',
  z.object({ ...of, what: z.string().describe('Name of the first action') }),
)
export const drillActivityAttempted = defineFact(
  'drill.activity-attempted',
  z.object({
    ...of,
    ...activity,
    worker: z.string(),
    epoch: z.int().describe('Of the worker’s lease'),
  }),
)
export const drillActivitySucceeded = defineFact(
  'drill.activity-succeeded',
  z.object({ ...of, ...activity, output: z.string(), latencyMs: z.number() }),
)
export const drillActivityFailed = defineFact(
  'drill.activity-failed',
  z.object({
    ...of,
    ...activity,
    reason: z.string(),
    uncertain: z.boolean().describe('It may have had its effect all the same'),
    retryAt: z.string().nullable(),
  }),
)
export const drillExpectationMet = defineFact(
  'drill.expectation-met',
  z.object({
    ...of,
    name: z.string(),
    at: z.string(),
    afterMs: z.number().describe('From the fault'),
    limitMs: z.number(),
    because: z
      .string()
      .nullable()
      .describe('Id of the fact that met it; null when it is the check of the drill itself'),
    alarm: z
      .object({ instance: z.string(), group: z.string(), correlation: z.string() })
      .optional()
      .describe('The alarm that was raised: what belongs to the drill hangs on it'),
    incident: z.string().optional().describe('Id of the incident that was opened'),
    run: z.string().optional().describe('Id of the procedure’s run'),
  }),
)
export const drillExpectationMissed = defineFact(
  'drill.expectation-missed',
  z.object({ ...of, name: z.string(), limitMs: z.number(), reason: z.string() }),
)
export const drillAborted = defineFact(
  'drill.aborted',
  z.object({
    ...of,
    reason: z.string(),
    by: z.string().describe('abort-condition, worker or person:name'),
  }),
)
export const drillRollbackStarted = defineFact(
  'drill.rollback-started',
  z.object({ ...of, reason: z.string() }),
)
export const drillFinished = defineFact(
  'drill.finished',
  z.object({
    ...of,
    outcome: z.enum(['passed', 'failed', 'aborted', 'not-run']),
    reason: z.string(),
    score: z.number().nullable().describe('0 to 100; null when no fault was injected'),
    reverted: z.boolean().describe('Every rollback has succeeded'),
    incident: z.string().nullable(),
    expectations: z.array(
      z.object({
        name: z.string(),
        title: z.string(),
        met: z.boolean(),
        at: z.string().nullable(),
        afterMs: z.number().nullable(),
        limitMs: z.number(),
        weight: z.number(),
        reason: z.string().nullable(),
      }),
    ),
  }),
)
