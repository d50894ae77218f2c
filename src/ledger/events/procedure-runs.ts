/** Runs of procedures and their steps. Subject: the run’s id. Intent is a fact before an effect, outcome after it. */
import { z } from 'zod'
import { defineFact } from '../fact.ts'

const of = {
  workload: z.string(),
  procedure: z.string(),
  incident: z.string().nullable().describe('Id of the incident it answers'),
}
const ofStep = { ...of, step: z.string(), attempt: z.int().describe('From 1') }
const outputs = z.record(z.string(), z.unknown())

export const procedureStarted = defineFact(
  'procedure.started',
  z.object({
    ...of,
    environment: z.string(),
    title: z.string(),
    kind: z.enum(['runbook', 'playbook', 'checklist']),
    state: z.enum(['queued', 'proposed']).describe('Proposed waits until a person accepts it'),
    trigger: z.enum(['alarm', 'person', 'drill', 'schedule', 'event']),
    alarm: z.string().nullable(),
    dedupe: z
      .string()
      .nullable()
      .describe('One run for each; the id of the fact that triggered it'),
    params: z.record(z.string(), z.unknown()),
    dry: z.boolean(),
    hash: z.string().describe('SHA-256 of the document’s source'),
    plan: z.unknown().describe('The pinned document'),
  }),
)
export const procedureAccepted = defineFact(
  'procedure.accepted',
  z.object({ ...of, by: z.string() }),
)
export const stepStarted = defineFact(
  'step.started',
  z.object({
    ...ofStep,
    key: z.string().describe('The same for all attempts'),
    effect: z.enum(['read', 'change']),
    compensates: z.string().nullable().describe('The step that this one takes back'),
  }),
)
export const stepSucceeded = defineFact(
  'step.succeeded',
  z.object({
    ...ofStep,
    summary: z.string(),
    outputs,
    ms: z.number(),
    verified: z.boolean().describe('Nobody saw it end; its verify step says that it happened'),
  }),
)
export const stepFailed = defineFact(
  'step.failed',
  z.object({
    ...ofStep,
    summary: z.string(),
    outputs,
    ms: z.number(),
    retryAt: z.string().nullable(),
  }),
)
export const stepSkipped = defineFact('step.skipped', z.object({ ...ofStep, reason: z.string() }))
export const stepUncertain = defineFact(
  'step.uncertain',
  z.object({ ...ofStep, reason: z.string().describe('Why nobody knows whether it happened') }),
)
export const stepWaiting = defineFact(
  'step.waiting',
  z.object({
    ...ofStep,
    for: z.enum(['manual', 'approval', 'decision', 'uncertain', 'failure']),
    prompt: z.string(),
    choices: z.array(z.object({ choice: z.string(), label: z.string() })),
    by: z
      .array(z.string())
      .describe('Who may answer: role:x, person:x; empty for whoever may respond'),
    until: z.string().nullable(),
  }),
)
export const stepAnswered = defineFact(
  'step.answered',
  z.object({
    ...ofStep,
    choice: z.string(),
    by: z.string(),
    reason: z.string().nullable(),
    input: z.string().nullable(),
  }),
)
export const procedureRollingBack = defineFact(
  'procedure.rolling-back',
  z.object({ ...of, reason: z.string() }),
)
export const procedureEnded = defineFact(
  'procedure.ended',
  z.object({
    ...of,
    state: z.enum([
      'succeeded',
      'failed',
      'rolled-back',
      'rollback-failed',
      'cancelled',
      'timed-out',
    ]),
    reason: z.string(),
    ms: z.number(),
    steps: z.object({ total: z.int(), machine: z.int(), people: z.int() }),
  }),
)
export const procedureCancelRequested = defineFact(
  'procedure.cancel-requested',
  z.object({ ...of, by: z.string(), reason: z.string() }),
)
