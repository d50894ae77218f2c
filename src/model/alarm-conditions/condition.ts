/**
 * A kind of condition that an alarm may have: the fields it brings to the alarm’s spec, the one of them by which it
 * is told, and what it asks of the rest of the model. A new kind is one file here, one beside the evaluation in
 * operate/alarms/kinds, and a line in either list.
 */
import { z } from 'zod'
import type { Lookup, Problem } from '../kind.ts'

export interface ConditionKind<
  K extends string = string,
  Fields extends Readonly<Record<string, z.ZodType>> = Readonly<Record<string, z.ZodType>>,
> {
  readonly kind: K
  /** One sentence for the reference. */
  readonly summary: string
  /** All optional: an alarm has one kind of condition, and the fields of no other. */
  readonly fields: Fields
  /** The field by which the kind is told. */
  readonly key: keyof Fields & string
  /** Fields that must stand beside the key. */
  readonly needs: readonly (keyof Fields & string)[]
  /** What the schema cannot see: `spec` holds the fields, parsed. */
  check?(
    spec: { readonly [F in keyof Fields]: z.output<Fields[F]> },
    of: { readonly name: string; readonly lookup: Lookup },
  ): Problem[]
}

export function defineCondition<
  K extends string,
  const Fields extends Readonly<Record<string, z.ZodType>>,
>(kind: ConditionKind<K, Fields>): ConditionKind<K, Fields> {
  return kind
}

/** A comparison with a number, as people write it. */
export const Comparison = z
  .string()
  .regex(
    /^\s*(?:>=|<=|==|!=|>|<)\s*-?\d+(?:\.\d+)?(?:e-?\d+)?\s*$/i,
    'must compare with a number, such as "> 0.05"',
  )
