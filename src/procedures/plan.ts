/** What the engine runs: the document as data, pinned in each run, so that an edit never changes a running procedure. */
import { z } from 'zod'

const StepText = z.string()

/** One step with everything its annotations said. Times are milliseconds. */
export const PlanStep = z.object({
  name: z.string(),
  kind: z.string(),
  title: z.string().describe('Section or item it stands in'),
  section: z.string().describe('Slug of the section'),
  line: z.int(),
  body: StepText.describe('The fence’s content, or the words of the item'),
  lang: z.string(),
  effect: z.enum(['read', 'change']),
  idempotent: z.boolean(),
  on: z.enum(['flow', 'rollback', 'failure', 'cancel', 'always', 'never']),
  if: z.string().nullable(),
  expect: z.string().nullable(),
  timeoutMs: z.number(),
  retry: z.int(),
  backoffMs: z.tuple([z.number(), z.number()]),
  withinMs: z.number().nullable(),
  forMs: z.number(),
  everyMs: z.number(),
  verify: z.string().nullable(),
  rollback: z.string().nullable(),
  onFailure: z.string().nullable(),
  critical: z.boolean(),
  by: z.array(z.string()),
  approve: z.int(),
  notRequester: z.boolean(),
  input: z.enum(['none', 'text', 'number', 'choice', 'link', 'file']),
  must: z.boolean().nullable().describe('Of a checklist’s item'),
  check: z.string().nullable().describe('Name of the step that answers a checklist’s item'),
  choices: z.array(z.object({ if: z.string().nullable(), text: z.string(), to: z.string() })),
  secrets: z.array(z.string()),
  out: z.string().nullable(),
  ok: z.array(z.int()),
  empty: z.enum(['fail', 'pass']),
  dry: z.string().nullable(),
  source: z.string().nullable(),
})
export type PlanStep = z.infer<typeof PlanStep>

export const PlanSection = z.object({
  slug: z.string(),
  title: z.string(),
  line: z.int(),
  jump: z.boolean().describe('Runs only when a decision chose it'),
  next: z.string().nullable().describe('Slug of the section that follows it'),
})
export type PlanSection = z.infer<typeof PlanSection>

export const Plan = z.object({
  id: z.string(),
  kind: z.enum(['runbook', 'playbook', 'checklist']),
  title: z.string(),
  summary: z.string(),
  owner: z.string(),
  alarms: z.array(z.string()),
  environments: z.array(z.string()),
  params: z.record(z.string(), z.unknown()),
  permissions: z.object({ exec: z.array(z.string()), net: z.array(z.string()) }),
  triggers: z.array(z.unknown()),
  run: z.record(z.string(), z.object({ by: z.array(z.string()), approve: z.int() })),
  onFailure: z.enum(['stop', 'rollback', 'ask']).nullable(),
  decider: z.string().nullable(),
  timeoutMs: z.number(),
  reviewMs: z.number(),
  exerciseMs: z.number(),
  shouldShare: z.number().describe('Of a checklist’s should-items that must pass, 0 to 1'),
  sections: z.array(PlanSection),
  steps: z.array(PlanStep),
  hash: z.string().describe('SHA-256 of the source'),
})
export type Plan = z.infer<typeof Plan>

export function stepOf(plan: Plan, name: string): PlanStep | undefined {
  return plan.steps.find((step) => step.name === name)
}
