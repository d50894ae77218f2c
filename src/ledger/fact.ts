/**
 * A fact: something that happened, never changed afterwards, with an actor and a cause.
 * Shaped as a CloudEvent 1.0 (`id, type, source, subject, time, data`).
 */
import type { z } from 'zod'

export interface Fact<Type extends string = string, Data = unknown> {
  /** Gap-free place in the ledger, from 1. */
  readonly position: number
  readonly id: string
  /** `noun.pastVerb` */
  readonly type: Type
  /** Which part of the system, or which system outside, says so. */
  readonly source: string
  /** What it is about: `kind:name` of a resource, or the id of a thing such as an incident. */
  readonly subject: string
  /** When it happened, by its source; ISO 8601 with milliseconds, UTC. */
  readonly time: string
  /** When the ledger took it, by the database's clock. */
  readonly recordedAt: string
  /** Who did it: `person:ann`, `reaction:incidents`, `node:…`. */
  readonly actor: string
  /** Id of the fact that this one answers. */
  readonly cause: string | null
  /** Id of the first fact of the chain. */
  readonly correlation: string
  readonly data: Data
}

/** A fact before the ledger has taken it. */
export interface NewFact<Type extends string = string, Data = unknown> {
  readonly type: Type
  readonly subject: string
  readonly data: Data
  readonly source?: string
  /** Milliseconds since 1970, when it happened earlier than now. */
  readonly timeMs?: number
}

/** A kind of fact: a name, a schema, and a way to make one. */
export interface FactDefinition<Type extends string = string, Data = unknown> {
  readonly type: Type
  readonly schema: z.ZodType<Data>
  (subject: string, data: Data, more?: { source?: string; timeMs?: number }): NewFact<Type, Data>
}

/** The fact a definition makes, once in the ledger. */
export type FactOf<Definition> =
  Definition extends FactDefinition<infer Type, infer Data> ? Fact<Type, Data> : never

/**
 * Declares a kind of fact. The schema is the contract with every later version: add fields, never change one.
 *
 * @example
 * export const incidentResolved = defineFact('incident.resolved', z.object({ reason: z.string() }))
 * await tx.append(incidentResolved(incident.id, { reason: 'all alarms cleared' }))
 */
export function defineFact<Type extends string, Shape extends z.ZodType>(
  type: Type,
  schema: Shape,
): FactDefinition<Type, z.infer<Shape>> {
  const make = (subject: string, data: z.infer<Shape>, more = {}) => ({
    type,
    subject,
    data,
    ...more,
  })
  return Object.assign(make, { type, schema: schema as z.ZodType<z.infer<Shape>> })
}

/** When a fact happened, in milliseconds since 1970. */
export function timeOf(fact: Fact): number {
  return Date.parse(fact.time)
}
