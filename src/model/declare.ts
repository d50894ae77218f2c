/**
 * The builders that users write their model with. A call checks its values at once and remembers them
 * with the place of the call; mistakes are collected, never thrown, so that all are shown together.
 */
import type { z } from 'zod'
import type { Diagnostic } from './diagnostics.ts'
import { type Handle, type Kind, NAME } from './kind.ts'
import { type KindName, type Kinds, kindOf } from './kinds/index.ts'
import type { ManifestResource } from './manifest.ts'

export interface Declarations {
  readonly resources: ManifestResource[]
  readonly diagnostics: Diagnostic[]
  /** Resources whose values are wrong, as written: they exist, and their references are still checked. */
  readonly broken: ManifestResource[]
}

const declarations: Declarations = { resources: [], diagnostics: [], broken: [] }

/** What has been declared in this process. */
export function collected(): Declarations {
  return declarations
}

export type SpecInput<K extends KindName> = z.input<Kinds[K]['schema']>

/** Makes the builder of a kind: `alarm('checkout-errors', { … })`. */
export function builder<K extends KindName>(kindName: K) {
  const kind = kindOf(kindName) as Kind
  return (name: string, spec: SpecInput<K>): Handle<K> => {
    const source = placeOfCall()
    const subject = `${kindName}:${name}`
    if (!NAME.test(name)) {
      declarations.diagnostics.push({
        code: 'OPS-M101',
        severity: 'error',
        message: `"${name}" cannot be the name of a ${kindName}: names are part of addresses`,
        hint: 'Use lower-case letters, digits and hyphens, at most 63.',
        subject,
        ...source,
      })
    }
    const parsed = kind.schema.safeParse(spec)
    if (parsed.success) {
      declarations.resources.push({
        kind: kindName,
        name,
        spec: parsed.data,
        ...(source ? { source } : {}),
      })
    } else {
      declarations.broken.push({ kind: kindName, name, spec, ...(source ? { source } : {}) })
      for (const issue of parsed.error.issues)
        declarations.diagnostics.push({
          code: 'OPS-M102',
          severity: 'error',
          message: `${subject}: ${issue.path.join('.') || 'its values'}: ${sentence(issue.message)}`,
          hint: `The reference of ${kindName} lists its fields: opsplane export --schema.`,
          subject,
          ...(source ? nearer(source, issue.path) : {}),
        })
    }
    return { kind: kindName, name }
  }
}

function sentence(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

/** Marks which field of the declaration is meant; the loader finds its line. */
function nearer(source: Place, path: readonly PropertyKey[]): Place & { field?: string } {
  const field = [...path].reverse().find((part) => typeof part === 'string')
  return field ? { ...source, field: String(field) } : source
}

interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** The first frame of the stack that lies in the user's folder. */
function placeOfCall(): Place | undefined {
  const root = process.env.OPSPLANE_MODEL_FOLDER
  if (!root) return undefined
  for (const frame of (new Error().stack ?? '').split('\n')) {
    const at = /\(?(?:file:\/\/)?(\/[^()]*):(\d+):(\d+)\)?$/.exec(frame)
    if (at?.[1]?.startsWith(root))
      return { file: at[1].slice(root.length + 1), line: Number(at[2]), column: Number(at[3]) }
  }
  return undefined
}
