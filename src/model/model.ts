/** The model of one workload, ready to be asked: what is declared, by kind and by name. */
import type { z } from 'zod'
import { splitRef } from './kind.ts'
import type { KindName, Kinds } from './kinds/index.ts'
import type { Manifest, ManifestProcedure, ManifestResource } from './manifest.ts'

export type SpecOf<K extends KindName> = z.output<Kinds[K]['schema']>

export interface Resource<K extends KindName = KindName> {
  readonly kind: K
  readonly name: string
  readonly spec: SpecOf<K>
}

export interface Model {
  readonly manifest: Manifest
  /** Name of the workload. */
  readonly workload: string
  all<K extends KindName>(kind: K): Resource<K>[]
  get<K extends KindName>(kind: K, name: string): Resource<K> | undefined
  /** The resource of a reference such as `alarm:checkout-errors`. */
  find<K extends KindName>(reference: string, kind: K): Resource<K> | undefined
  procedure(id: string): ManifestProcedure | undefined
  /** People behind a person, a team or a rotation's team; each once. */
  peopleOf(reference: string): Resource<'person'>[]
}

export function modelOf(manifest: Manifest): Model {
  const byRef = new Map<string, ManifestResource>(
    manifest.resources.map((resource) => [`${resource.kind}:${resource.name}`, resource]),
  )
  const get = <K extends KindName>(kind: K, name: string) =>
    byRef.get(`${kind}:${name}`) as Resource<K> | undefined
  const model: Model = {
    manifest,
    workload: manifest.workload,
    all: <K extends KindName>(kind: K) =>
      manifest.resources.filter((resource) => resource.kind === kind) as unknown as Resource<K>[],
    get,
    find: (reference, kind) =>
      reference.startsWith(`${kind}:`) ? get(kind, splitRef(reference).name) : undefined,
    procedure: (id) => manifest.procedures.find((procedure) => procedure.id === id),
    peopleOf(reference) {
      const person = model.find(reference, 'person')
      if (person) return [person]
      const members =
        model.find(reference, 'team')?.spec.members ??
        model.find(reference, 'rotation')?.spec.people ??
        []
      return members.flatMap((member) => model.find(member, 'person') ?? [])
    },
  }
  return model
}
