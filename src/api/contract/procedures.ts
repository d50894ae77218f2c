import { z } from 'zod'
import { Workload } from './envelope.ts'
import { route } from './route.ts'

const Time = z.string().describe('ISO 8601')

const Facts = z.object({
  runs: z.int().describe('Of the last 90 days'),
  succeeded: z.int(),
  successRate: z.number().nullable(),
  medianMs: z.number().nullable(),
  lastRunAt: Time.nullable(),
  lastRunState: z.string().nullable(),
  lastExercisedAt: Time.nullable().describe('Last success, by an alarm, a person or a drill'),
  stale: z.boolean().describe('Not exercised within the document’s own interval'),
})

export const Step = z.object({
  name: z.string(),
  kind: z.string().describe('script, promql, cel, http, manual, approval, decide, item'),
  title: z.string(),
  section: z.string(),
  line: z.int(),
  body: z.string(),
  lang: z.string(),
  effect: z.enum(['read', 'change']),
  on: z.string().describe('flow, or when it runs otherwise'),
  by: z.array(z.string()),
  rollback: z.string().nullable(),
  verify: z.string().nullable(),
  expect: z.string().nullable(),
  timeoutMs: z.number(),
  withinMs: z.number().nullable(),
  forMs: z.number(),
  retry: z.int(),
  idempotent: z.boolean(),
  choices: z.array(z.object({ if: z.string().nullable(), text: z.string(), to: z.string() })),
})

const Listed = z.object({
  id: z.string(),
  kind: z.enum(['runbook', 'playbook', 'checklist']),
  title: z.string(),
  summary: z.string(),
  owner: z.string(),
  alarms: z.array(z.string()),
  steps: z.int(),
  automatic: z.boolean().describe('Runs by itself when its alarm is raised'),
  facts: Facts,
})

export const RunStep = z.object({
  name: z.string(),
  title: z.string(),
  kind: z.string(),
  body: z.string(),
  state: z.enum(['pending', 'running', 'succeeded', 'failed', 'skipped', 'uncertain', 'waiting']),
  attempt: z.int(),
  compensates: z.string().nullable(),
  summary: z.string().nullable(),
  startedAt: Time.nullable(),
  endedAt: Time.nullable(),
  retryAt: Time.nullable(),
  waiting: z
    .object({
      for: z.enum(['manual', 'approval', 'decision', 'uncertain', 'failure']),
      prompt: z.string(),
      choices: z.array(z.object({ choice: z.string(), label: z.string() })),
      by: z.array(z.string()),
      until: Time.nullable(),
      input: z.string().describe('none, text, number, link or file'),
      mayAnswer: z.boolean().describe('Whether you are one of those who are asked'),
    })
    .nullable(),
  answers: z.array(
    z.object({
      choice: z.string(),
      by: z.string(),
      reason: z.string().nullable(),
      input: z.string().nullable(),
      at: Time,
    }),
  ),
  output: z
    .array(z.object({ line: z.int(), stream: z.enum(['out', 'err']), at: Time, text: z.string() }))
    .describe('The last 200 lines'),
})

const RunHead = z.object({
  id: z.string(),
  procedure: z.string(),
  title: z.string(),
  kind: z.enum(['runbook', 'playbook', 'checklist']),
  state: z.string(),
  trigger: z.string(),
  alarm: z.string().nullable(),
  incident: z.string().nullable().describe('INC-42'),
  startedBy: z.string(),
  dry: z.boolean(),
  createdAt: Time,
  endedAt: Time.nullable(),
  reason: z.string().nullable(),
  done: z.int().describe('Steps that are done'),
  total: z.int().describe('Steps of the path, as far as it is known'),
})

export const Run = RunHead.extend({
  environment: z.string(),
  params: z.record(z.string(), z.unknown()),
  hash: z.string(),
  steps: z.array(RunStep).describe('In the order of the path, then what takes it back'),
})

const run = { params: z.object({ run: z.string() }) }

export const procedures = {
  'procedures.list': route({
    summary: 'Procedures with what is known about them',
    permission: 'read',
    audit: 'procedures.listed',
    query: z.object({ workload: Workload }),
    data: z.array(Listed),
  }),
  'procedures.show': route({
    summary: 'One document: what people read and what the engine runs',
    permission: 'read',
    audit: 'procedure.shown',
    params: z.object({ procedure: z.string() }),
    query: z.object({ workload: Workload }),
    data: Listed.extend({
      path: z.string(),
      text: z.string().describe('Markdown as it stands in the file'),
      plan: z.array(Step),
      sections: z.array(z.object({ slug: z.string(), title: z.string(), jump: z.boolean() })),
      params: z.record(z.string(), z.unknown()),
      permissions: z.object({ exec: z.array(z.string()), net: z.array(z.string()) }),
      by: z.array(z.string()).describe('Who may run it in production'),
      findings: z.array(
        z.object({
          code: z.string(),
          severity: z.enum(['error', 'warning']),
          message: z.string(),
          hint: z.string(),
          line: z.int(),
        }),
      ),
      recent: z.array(RunHead),
    }),
  }),
  'procedures.run': route({
    summary: 'Run a procedure',
    permission: 'respond',
    audit: 'procedure.run',
    params: z.object({ procedure: z.string() }),
    body: z.object({
      workload: Workload,
      params: z.record(z.string(), z.unknown()).default({}),
      incident: z.string().nullable().default(null).describe('INC-42'),
      dry: z.boolean().default(false),
    }),
    data: Run,
  }),
  'runs.list': route({
    summary: 'Runs, the newest first',
    permission: 'read',
    audit: 'runs.listed',
    query: z.object({
      workload: Workload,
      procedure: z.string().optional(),
      open: z.enum(['true', 'false']).optional(),
    }),
    data: z.array(RunHead),
  }),
  'runs.show': route({
    summary: 'One run with its steps and their output',
    permission: 'read',
    audit: 'run.shown',
    ...run,
    data: Run,
  }),
  'runs.answer': route({
    summary: 'Answer a step that waits, or accept a proposed run',
    permission: 'respond',
    audit: 'run.answered',
    ...run,
    body: z.object({
      step: z.string().optional().describe('The only waiting one unless told'),
      choice: z.string(),
      reason: z.string().max(1_000).nullable().default(null),
      input: z.string().max(5_000).nullable().default(null),
    }),
    data: Run,
  }),
  'runs.cancel': route({
    summary: 'Stop a run; what can be taken back is taken back',
    permission: 'respond',
    audit: 'run.cancelled',
    ...run,
    body: z.object({ reason: z.string().min(1).max(500) }),
    data: Run,
  }),
}
