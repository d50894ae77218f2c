/** The model in force, what would change, and what did. */
import { defineError } from '#base'
import {
  applyManifest,
  diffManifests,
  hasErrors,
  loadModel,
  type Manifest,
  NothingToUndo,
  type Revision,
  readRevision,
  readRevisions,
  readWorkloads,
  sizeOf,
  undoRevision,
} from '#model'
import type { Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'

type Names =
  | 'workloads.list'
  | 'model.show'
  | 'model.revisions'
  | 'model.plan'
  | 'model.apply'
  | 'model.undo'

export const NoSuchWorkload = defineError('model.no-such-workload', 'not-found', {
  message: (d: { workload: string }) => `No workload is called ${d.workload}.`,
  hint: 'opsplane apply puts a model in force.',
})
export const ModelRefused = defineError('model.refused', 'bad-input', {
  message: (d: { count: number; first: string }) =>
    `The model has ${d.count} mistake${d.count === 1 ? '' : 's'}; the first: ${d.first}.`,
  hint: 'opsplane validate shows all of them with their lines.',
})

export function modelHandlers({ ledger, checkManifest }: Services): Handlers<Names> {
  const { sql } = ledger.database

  function refuseMistakes(manifest: Manifest): void {
    const errors = checkManifest(manifest).filter((one) => one.severity === 'error')
    if (hasErrors(errors))
      throw new ModelRefused({ count: errors.length, first: errors[0]!.message })
  }

  return {
    'workloads.list': async () => {
      const models = await Promise.all(
        (await readWorkloads(sql)).map(async (workload) => {
          const model = await loadModel(sql, workload)
          const [current] = await readRevisions(sql, workload, 1)
          const spec = model!.get('workload', workload)?.spec
          return {
            name: workload,
            title: spec?.title ?? workload,
            tier: spec?.tier ?? 4,
            owner: spec?.owner ?? '',
            revision: current!.revision,
          }
        }),
      )
      return { data: models }
    },

    'model.show': async ({ query: { workload } }) => {
      const [current] = await readRevisions(sql, workload, 1)
      if (!current) throw new NoSuchWorkload({ workload })
      const { manifest, revision, hash, appliedBy, appliedAt } = current
      return {
        data: {
          workload,
          revision,
          hash,
          commit: manifest.commit ?? null,
          appliedBy,
          appliedAt,
          resources: manifest.resources.map(({ kind, name, spec, source }) => ({
            kind,
            name,
            title: String(spec.title ?? spec.name ?? name),
            spec,
            source: source ? { file: source.file, line: source.line } : null,
          })),
          diagnostics: checkManifest(manifest),
        },
      }
    },

    'model.revisions': async ({ query: { workload, limit } }) => ({
      data: (await readRevisions(sql, workload, limit)).map(describeRevision),
    }),

    'model.plan': async ({ body: { manifest } }) => {
      const [current] = await readRevisions(sql, manifest.workload, 1)
      const changes = diffManifests(current?.manifest, manifest)
      return {
        data: {
          workload: manifest.workload,
          revision: current?.revision ?? 0,
          changes: mutable(changes),
          size: sizeOf(changes),
          diagnostics: checkManifest(manifest),
        },
      }
    },

    'model.apply': async ({ body: { manifest, expectedRevision } }, { actor }) => {
      refuseMistakes(manifest)
      const { fact: _, ...applied } = await applyManifest(ledger, {
        manifest,
        actor,
        expectedRevision,
      })
      return { data: { ...applied, changes: mutable(applied.changes) } }
    },

    'model.undo': async ({ body: { workload, revision, dryRun } }, { actor }) => {
      if (!dryRun) {
        const { fact: _, ...applied } = await undoRevision(ledger, { workload, revision, actor })
        return { data: { ...applied, changes: mutable(applied.changes) } }
      }
      const [current] = await readRevisions(sql, workload, 1)
      const target = (revision ?? current?.revision ?? 0) - 1
      const before = await readRevision(sql, workload, target)
      if (!current || !before) throw new NothingToUndo({ workload, revision: target + 1 })
      const changes = diffManifests(current.manifest, before.manifest)
      const { hash } = before
      return {
        data: {
          workload,
          revision: current.revision,
          hash,
          changes: mutable(changes),
          size: sizeOf(changes),
        },
      }
    },
  }
}

function describeRevision(one: Revision) {
  const { workload, revision, hash, changes, size, undoOf, appliedBy, appliedAt, manifest } = one
  return {
    workload,
    revision,
    hash,
    changes: mutable(changes),
    size,
    undoOf,
    appliedBy,
    appliedAt,
    commit: manifest.commit ?? null,
    reverse: `opsplane undo ${workload}@${revision}`,
  }
}

function mutable(changes: Revision['changes']) {
  return changes.map(({ paths, ...change }) => ({ ...change, paths: [...paths] }))
}
