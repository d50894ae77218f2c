/** What stands above a procedure: who owns it, what starts it, what it may use. One schema for engine and editors. */
import { z } from 'zod'
import { Duration } from '#base'

const Names = z.array(z.string()).default([])

export const Parameter = z.strictObject({
  type: z
    .enum(['string', 'int', 'number', 'bool', 'duration', 'enum', 'list', 'ref'])
    .default('string'),
  required: z.boolean().default(false),
  default: z.unknown().optional(),
  help: z.string().optional(),
  pattern: z.string().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  options: z.array(z.string()).optional(),
  of: z.string().optional().describe('For ref: a kind of the model'),
  secret: z.boolean().default(false),
})
export type Parameter = z.infer<typeof Parameter>

export const Trigger = z.strictObject({
  on: z.enum(['alarm', 'event', 'schedule', 'webhook', 'deploy', 'game-day']),
  match: z.record(z.string(), z.string()).default({}),
  if: z.string().optional(),
  with: z.record(z.string(), z.string()).default({}),
  mode: z.enum(['auto', 'start', 'propose', 'notify']).default('propose'),
  unless: z.string().optional(),
  cron: z.string().optional(),
  debounce: Duration.optional(),
})
export type Trigger = z.infer<typeof Trigger>

const Who = z.union([z.string(), z.array(z.string())]).transform((who) => [who].flat())

/** `x-*` keys are free and are left out before this is asked. */
export const FrontMatter = z.strictObject({
  opsplane: z.literal('procedure/v1'),
  kind: z.enum(['runbook', 'playbook', 'checklist']),
  id: z
    .string()
    .regex(/^[a-z0-9-]{1,63}$/, 'must have lower-case letters, digits and hyphens, at most 63')
    .optional(),
  owner: z.string().describe('Team or person of the model'),
  for: z
    .strictObject({ workload: z.string().optional(), environments: Names, alarms: Names })
    .default({ environments: [], alarms: [] }),
  params: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), Parameter).default({}),
  secrets: Names,
  permissions: z
    .strictObject({ exec: Names, net: Names, runner: z.string().optional(), fs: Names })
    .default({ exec: [], net: [], fs: [] }),
  concurrency: z
    .strictObject({
      key: z.string().optional(),
      limit: z.int().min(1).default(1),
      when: z.enum(['queue', 'reject', 'replace']).default('queue'),
    })
    .default({ limit: 1, when: 'queue' }),
  timeout: Duration.default('1h'),
  waitTimeout: Duration.optional(),
  triggers: z.array(Trigger).default([]),
  run: z
    .record(
      z.string(),
      z.strictObject({
        by: Names,
        approve: z.int().default(0),
        window: z.string().optional(),
        freeze: z.boolean().optional(),
      }),
    )
    .default({}),
  onFailure: z.enum(['stop', 'rollback', 'ask']).optional(),
  escalate: z
    .array(z.strictObject({ after: Duration, if: z.string().optional(), to: Who }))
    .default([]),
  decider: z.string().optional(),
  review: Duration.default('180d'),
  exercise: Duration.default('180d'),
  pass: z
    .strictObject({ must: z.string().default('all'), should: z.string().optional() })
    .default({ must: 'all' }),
  valid: Duration.optional(),
  gate: z.string().optional(),
  tags: Names,
  links: z.array(z.string()).default([]),
})
export type FrontMatter = z.infer<typeof FrontMatter>
