/** The applied revisions: a projection, and the queries that read it. */
import type { Json, Sql } from '#base'
import { defineProjection, fold, modelApplied } from '#ledger'
import type { Manifest } from './manifest.ts'
import { type Model, modelOf } from './model.ts'
import type { Change, ChangeSize } from './plan.ts'

export const revisions = defineProjection(
  'model.revisions',
  ['model_revision'],
  [
    fold(modelApplied, (fact, sql) => {
      const { workload, revision, hash, manifest, changes, size, undoOf } = fact.data
      return sql`
        insert into model_revision
          (workload, revision, hash, manifest, changes, size, undo_of, applied_by, applied_at, fact)
        values (${workload}, ${revision}, ${hash}, ${JSON.stringify(manifest)}, ${JSON.stringify(changes)},
          ${JSON.stringify(size)}, ${undoOf}, ${fact.actor}, ${fact.time}, ${fact.id})`
    }),
  ],
)

export interface Revision {
  readonly workload: string
  readonly revision: number
  readonly hash: string
  readonly manifest: Manifest
  readonly changes: readonly Change[]
  readonly size: ChangeSize
  readonly undoOf: number | null
  readonly appliedBy: string
  readonly appliedAt: string
  readonly fact: string
}

interface RevisionRow {
  workload: string
  revision: number
  hash: string
  manifest: Json
  changes: Change[]
  size: ChangeSize
  undo_of: number | null
  applied_by: string
  applied_at: Date
  fact: string
}

const toRevision = (row: RevisionRow): Revision => ({
  workload: row.workload,
  revision: row.revision,
  hash: row.hash,
  manifest: row.manifest as unknown as Manifest,
  changes: row.changes,
  size: row.size,
  undoOf: row.undo_of,
  appliedBy: row.applied_by,
  appliedAt: row.applied_at.toISOString(),
  fact: row.fact,
})

/** Newest first. */
export async function readRevisions(sql: Sql, workload: string, limit = 50): Promise<Revision[]> {
  const rows = await sql<RevisionRow>`
    select * from model_revision where workload = ${workload} order by revision desc limit ${limit}`
  return rows.map(toRevision)
}

export async function readRevision(
  sql: Sql,
  workload: string,
  revision: number,
): Promise<Revision | undefined> {
  const [row] = await sql<RevisionRow>`
    select * from model_revision where workload = ${workload} and revision = ${revision}`
  return row && toRevision(row)
}

/** Names of the workloads that have a model. */
export async function readWorkloads(sql: Sql): Promise<string[]> {
  const rows = await sql<{
    workload: string
  }>`select distinct workload from model_revision order by 1`
  return rows.map((row) => row.workload)
}

// An applied revision never changes, so its hash is all a cache needs to know.
const models = new Map<string, Model>()
const KEPT = 20

/** The model in force, or undefined while nothing has been applied. */
export async function loadModel(sql: Sql, workload: string): Promise<Model | undefined> {
  const [newest] = await sql<{ revision: number; hash: string }>`
    select revision, hash from model_revision where workload = ${workload} order by revision desc limit 1`
  if (!newest) return undefined
  const key = `${workload}@${newest.revision}:${newest.hash}`
  const known = models.get(key)
  if (known) return known
  const revision = await readRevision(sql, workload, newest.revision)
  const model = modelOf(revision!.manifest)
  models.set(key, model)
  if (models.size > KEPT) models.delete(models.keys().next().value!)
  return model
}
