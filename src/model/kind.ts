/**
 * A kind of resource: its schema is the contract, and types, builder, checks, JSON Schema and reference
 * pages come from it. A new kind is one file in kinds/ and one line in the list there.
 */
import { z } from 'zod'
import type { Diagnostic } from './diagnostics.ts'

/** What a builder returns, to be used wherever a resource of the kind is referred to. */
export interface Handle<K extends string = string> {
  readonly kind: K
  readonly name: string
}

export interface Kind<K extends string = string, Shape extends z.ZodObject = z.ZodObject> {
  readonly kind: K
  /** One sentence for the reference. */
  readonly summary: string
  readonly schema: Shape
  /** What a schema cannot see: called once all references resolve. */
  readonly check?: (resource: ResourceOf<Shape>, lookup: Lookup) => Problem[]
}

/** The spec of another resource by its reference, while the model is being checked. */
export type Lookup = (reference: string) => Readonly<Record<string, unknown>> | undefined

/** A resource as it stands in the manifest. */
export interface ResourceOf<Shape extends z.ZodObject = z.ZodObject> {
  readonly kind: string
  readonly name: string
  readonly spec: z.output<Shape>
}

/** A mistake found by a kind; the file and the line are added by the checker. */
export type Problem = Pick<Diagnostic, 'code' | 'message' | 'hint'> & { readonly path?: string }

export function defineKind<K extends string, Shape extends z.ZodObject>(
  kind: Kind<K, Shape>,
): Kind<K, Shape> {
  return kind
}

/** Names are part of addresses and of subjects in the ledger. */
export const NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

// A described schema is a clone that shares its definition, so the definition is what is remembered.
const references = new WeakMap<object, readonly string[]>()

/**
 * A reference to another resource: what a builder returned, or its name. Where several kinds may stand,
 * a name needs its kind in front: `team:commerce`. In the manifest it is always `kind:name`.
 */
export function ref<K extends string>(...kinds: readonly [K, ...K[]]) {
  const expected = `must name a ${kinds.join(' or a ')}`
  const schema = z
    .union(
      [
        z.string().regex(/^(?:[a-z-]+:)?[a-z0-9-]+$/i),
        z.object({ kind: z.literal(kinds), name: z.string() }),
      ],
      { error: (issue) => (issue.input === undefined ? `is missing: it ${expected}` : expected) },
    )
    .transform((value) => {
      if (typeof value !== 'string') return `${value.kind}:${value.name}`
      return value.includes(':') ? value : `${kinds[0]}:${value}`
    })
  references.set(schema.def, kinds)
  return schema
}

/** Kind and name of a reference of the manifest. */
export function splitRef(reference: string): { kind: string; name: string } {
  const at = reference.indexOf(':')
  return { kind: reference.slice(0, at), name: reference.slice(at + 1) }
}

/** Every reference in a spec, as it was written or as it was parsed, with the path where it stands. */
export function referencesIn(
  schema: z.ZodType,
  value: unknown,
  path = '',
): { path: string; reference: string; kinds: readonly string[] }[] {
  if (value === undefined || value === null) return []
  const kinds = references.get(schema.def)
  if (kinds) {
    const reference = schema.safeParse(value)
    return reference.success ? [{ path, reference: String(reference.data), kinds }] : []
  }
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([key, member]) =>
      referencesIn(
        member as z.ZodType,
        (value as Record<string, unknown>)[key],
        path ? `${path}.${key}` : key,
      ),
    )
  if (schema instanceof z.ZodArray && Array.isArray(value))
    return value.flatMap((item, i) =>
      referencesIn(schema.element as z.ZodType, item, `${path}[${i}]`),
    )
  if (schema instanceof z.ZodUnion) {
    // The alternative that the value is, or is meant to be: the first whose fixed words it has.
    const options = schema.options as readonly z.ZodType[]
    const meant =
      options.find((option) => option.safeParse(value).success) ??
      options.find((option) => isMeant(option, value))
    return meant ? referencesIn(meant, value, path) : []
  }
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodNullable
  )
    return referencesIn(schema.unwrap() as z.ZodType, value, path)
  return []
}

/** Whether a value that may be wrong has the literals of a schema, such as `show: 'line'`. */
function isMeant(schema: z.ZodType, value: unknown): boolean {
  if (!(schema instanceof z.ZodObject) || typeof value !== 'object' || value === null) return false
  const literals = Object.entries(schema.shape).filter(([, one]) => one instanceof z.ZodLiteral)
  return (
    literals.length > 0 &&
    literals.every(
      ([key, one]) => (one as z.ZodType).safeParse((value as Record<string, unknown>)[key]).success,
    )
  )
}
