import { z } from 'zod'
import { Manifest } from '#model'
import { PageQuery, Workload } from './envelope.ts'
import { route } from './route.ts'

const Change = z.object({
  action: z.enum(['create', 'update', 'delete']),
  ref: z.string().describe('kind:name'),
  paths: z.array(
    z.object({ path: z.string(), before: z.unknown().optional(), after: z.unknown().optional() }),
  ),
})
const Size = z.object({ resources: z.int(), values: z.int() })

const Applied = z.object({
  workload: Workload,
  revision: z.int().describe('In force now'),
  hash: z.string(),
  changes: z.array(Change),
  size: Size,
})

const Diagnostic = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  hint: z.string(),
  file: z.string().optional(),
  line: z.int().optional(),
  column: z.int().optional(),
  subject: z.string().optional(),
})

export const Revision = z.object({
  workload: Workload,
  revision: z.int(),
  hash: z.string(),
  changes: z.array(Change),
  size: Size,
  undoOf: z.int().nullable(),
  appliedBy: z.string(),
  appliedAt: z.string(),
  commit: z.string().nullable(),
  reverse: z.string().describe('The command that takes it back'),
})

export const model = {
  'workloads.list': route({
    summary: 'The workloads that have a model',
    permission: 'read',
    audit: 'workloads.listed',
    data: z.array(
      z.object({
        name: z.string(),
        title: z.string(),
        tier: z.int(),
        owner: z.string(),
        revision: z.int(),
      }),
    ),
  }),
  'model.show': route({
    summary: 'The model in force',
    permission: 'read',
    audit: 'model.shown',
    query: z.object({ workload: Workload }),
    data: z.object({
      workload: Workload,
      revision: z.int(),
      hash: z.string(),
      commit: z.string().nullable(),
      appliedBy: z.string(),
      appliedAt: z.string(),
      resources: z.array(
        z.object({
          kind: z.string(),
          name: z.string(),
          title: z.string(),
          spec: z.record(z.string(), z.unknown()),
          source: z.object({ file: z.string(), line: z.int() }).nullable(),
        }),
      ),
      diagnostics: z.array(Diagnostic).describe('Warnings that still hold'),
    }),
  }),
  'model.revisions': route({
    summary: 'Applied revisions, newest first',
    permission: 'read',
    audit: 'model.revisions-listed',
    query: z.object({ workload: Workload, ...PageQuery }),
    data: z.array(Revision),
  }),
  'model.plan': route({
    summary: 'What an apply would change',
    permission: 'read',
    audit: 'model.planned',
    body: z.object({ manifest: Manifest }),
    data: z.object({
      workload: Workload,
      revision: z.int().describe('In force now; 0 for none'),
      changes: z.array(Change),
      size: Size,
      diagnostics: z.array(Diagnostic),
    }),
  }),
  'model.apply': route({
    summary: 'Put a model in force',
    permission: 'operate',
    audit: 'model.applied',
    body: z.object({
      manifest: Manifest,
      expectedRevision: z.int().optional().describe('Revision that the plan was made against'),
    }),
    data: Applied,
  }),
  'model.undo': route({
    summary: 'Bring back the model before a revision',
    permission: 'operate',
    audit: 'model.undone',
    body: z.object({
      workload: Workload,
      revision: z.int().optional().describe('The newest unless told'),
      dryRun: z.boolean().default(false),
    }),
    data: Applied,
  }),
}
