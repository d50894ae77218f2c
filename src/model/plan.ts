/** What would change: a pure comparison of two manifests. */
import { canonicalJson } from '#base'
import type { Manifest } from './manifest.ts'

export interface Change {
  readonly action: 'create' | 'update' | 'delete'
  /** `kind:name` */
  readonly ref: string
  readonly paths: readonly PathChange[]
}

export interface PathChange {
  readonly path: string
  readonly before?: unknown
  readonly after?: unknown
}

/** How much a person has to understand. */
export interface ChangeSize {
  readonly resources: number
  readonly values: number
}

export function diffManifests(before: Manifest | undefined, after: Manifest): Change[] {
  const old = contents(before)
  const now = contents(after)
  const changes: Change[] = []
  for (const [ref, value] of now) {
    const previous = old.get(ref)
    if (previous === undefined) {
      changes.push({ action: 'create', ref, paths: diffValues(undefined, value) })
    } else {
      const paths = diffValues(previous, value)
      if (paths.length > 0) changes.push({ action: 'update', ref, paths })
    }
  }
  for (const [ref, value] of old)
    if (!now.has(ref)) changes.push({ action: 'delete', ref, paths: diffValues(value, undefined) })
  return changes.sort((a, b) => (a.ref < b.ref ? -1 : 1))
}

export function sizeOf(changes: readonly Change[]): ChangeSize {
  return {
    resources: changes.length,
    values: changes.reduce((sum, change) => sum + change.paths.length, 0),
  }
}

function contents(manifest: Manifest | undefined): Map<string, unknown> {
  const all = new Map<string, unknown>()
  for (const { kind, name, spec } of manifest?.resources ?? []) all.set(`${kind}:${name}`, spec)
  for (const { id, text } of manifest?.procedures ?? []) all.set(`procedure:${id}`, { text })
  return all
}

/** Leaves that differ, with the path to each. */
function diffValues(before: unknown, after: unknown, path = ''): PathChange[] {
  if (isRecord(before) || isRecord(after)) {
    const left = isRecord(before) ? before : {}
    const right = isRecord(after) ? after : {}
    const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort()
    return keys.flatMap((key) => diffValues(left[key], right[key], path ? `${path}.${key}` : key))
  }
  if (canonicalJson(before ?? null) === canonicalJson(after ?? null)) return []
  return [{ path, before, after }]
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
