/**
 * The manifest: the whole model as canonical JSON, the only thing that travels to the server. The server
 * never runs a user's TypeScript.
 */
import { z } from 'zod'
import { contentHash } from '#base'

const Source = z.object({ file: z.string(), line: z.int(), column: z.int() })

export const ManifestResource = z.object({
  kind: z.string(),
  name: z.string(),
  spec: z.record(z.string(), z.unknown()),
  source: Source.optional().describe('Where it is declared; not part of the hash'),
})
export type ManifestResource = z.infer<typeof ManifestResource>

export const ManifestProcedure = z.object({
  id: z.string(),
  path: z.string().describe('Relative to the folder of the model'),
  text: z.string().describe('The Markdown as it stands in the file'),
})
export type ManifestProcedure = z.infer<typeof ManifestProcedure>

export const Manifest = z.object({
  format: z.literal('opsplane/v1'),
  workload: z.string(),
  resources: z.array(ManifestResource),
  procedures: z.array(ManifestProcedure),
  commit: z.string().optional().describe('The commit of the repository, when there is one'),
})
export type Manifest = z.infer<typeof Manifest>

/** SHA-256 of what the manifest means: moving a line or adding a comment does not change it. */
export function manifestHash(manifest: Manifest): string {
  const { format, workload, resources, procedures } = manifest
  return contentHash({
    format,
    workload,
    resources: resources.map(({ kind, name, spec }) => ({ kind, name, spec })),
    procedures: procedures.map(({ id, text }) => ({ id, text })),
  })
}

/** The same order for the same content, whatever file it came from. */
export function sortManifest(manifest: Manifest): Manifest {
  const key = (resource: ManifestResource) => `${resource.kind}:${resource.name}`
  const by = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  return {
    ...manifest,
    resources: [...manifest.resources].sort((a, b) => by(key(a), key(b))),
    procedures: [...manifest.procedures].sort((a, b) => by(a.id, b.id)),
  }
}
