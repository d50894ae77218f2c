/** Puts a model in force, or an earlier one back. Each is a fact with its size and its reverse. */
import { defineError } from '#base'
import { type Fact, type Ledger, modelApplied } from '#ledger'
import { type Manifest, manifestHash, sortManifest } from './manifest.ts'
import { type Change, type ChangeSize, diffManifests, sizeOf } from './plan.ts'
import { readRevision, readRevisions } from './revisions.ts'

export interface Applied {
  readonly workload: string
  /** In force now. */
  readonly revision: number
  readonly hash: string
  readonly changes: readonly Change[]
  readonly size: ChangeSize
  /** Undefined when the model was in force already. */
  readonly fact?: Fact
}

export const PlanIsOld = defineError('model.plan-is-old', 'conflict', {
  message: (d: { planned: number; actual: number }) =>
    `The plan was made against revision ${d.planned}, and revision ${d.actual} is in force now.`,
  hint: 'Plan again and read what it says; nothing was changed.',
})

export const NothingToUndo = defineError('model.nothing-to-undo', 'conflict', {
  message: (d: { workload: string; revision: number }) =>
    d.revision <= 1
      ? `${d.workload} has no earlier model to go back to.`
      : `${d.workload} has no revision ${d.revision}.`,
  hint: 'opsplane change list shows the revisions.',
})

export async function applyManifest(
  ledger: Ledger,
  options: {
    manifest: Manifest
    actor: string
    /** Revision that the plan was made against; 0 for none. */
    expectedRevision?: number | undefined
    undoOf?: number
  },
): Promise<Applied> {
  const manifest = sortManifest(options.manifest)
  const hash = manifestHash(manifest)
  const { workload } = manifest
  return ledger.transact({ actor: options.actor }, async (tx) => {
    const [current] = await readRevisions(tx.sql, workload, 1)
    const actual = current?.revision ?? 0
    if (options.expectedRevision !== undefined && options.expectedRevision !== actual)
      throw new PlanIsOld({ planned: options.expectedRevision, actual })
    const changes = diffManifests(current?.manifest, manifest)
    const size = sizeOf(changes)
    if (current?.hash === hash) return { workload, revision: actual, hash, changes, size }
    const revision = actual + 1
    const [fact] = await tx.append(
      modelApplied(`workload:${workload}`, {
        workload,
        revision,
        hash,
        previous: current ? { revision: current.revision, hash: current.hash } : null,
        changes: [...changes].map((change) => ({
          ...change,
          paths: change.paths.map(({ path, before = null, after = null }) => ({
            path,
            before,
            after,
          })),
        })),
        size,
        reverse: `opsplane undo ${workload}@${revision}`,
        undoOf: options.undoOf ?? null,
        manifest,
      }),
    )
    return { workload, revision, hash, changes, size, fact: fact! }
  })
}

/** Brings back the model that was in force before a revision; the newest unless told. */
export async function undoRevision(
  ledger: Ledger,
  options: { workload: string; revision?: number | undefined; actor: string },
): Promise<Applied> {
  const { workload, actor } = options
  const [current] = await readRevisions(ledger.database.sql, workload, 1)
  const revision = options.revision ?? current?.revision ?? 0
  const before = await readRevision(ledger.database.sql, workload, revision - 1)
  if (!before || !current || revision > current.revision)
    throw new NothingToUndo({ workload, revision })
  return applyManifest(ledger, {
    manifest: before.manifest,
    actor,
    expectedRevision: current.revision,
    undoOf: revision,
  })
}
