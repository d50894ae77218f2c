/**
 * One entry of the contract: the schemas, the permission and the audit event of a route; its address is
 * in addresses.ts. The server's checks, the types of its handlers, the client of console and command line, and the OpenAPI document
 * all come from it.
 */
import type { z } from 'zod'
import type { Permission } from './permissions.ts'

export interface Route<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Data extends z.ZodType = z.ZodType,
> {
  readonly summary: string
  /** What the caller must be allowed; `public` needs no session. */
  readonly permission: Permission | 'public'
  /** Event of the audit record, `noun.pastVerb`. Calls that change something are recorded in the ledger. */
  readonly audit: string
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  /** What stands in `data` of the answer. */
  readonly data: Data
}

/** Declares a route; the types of its schemas are kept. */
export function route<
  Params extends z.ZodType = z.ZodType<Record<string, never>>,
  Query extends z.ZodType = z.ZodType<Record<string, never>>,
  Body extends z.ZodType = z.ZodType<undefined>,
  Data extends z.ZodType = z.ZodType,
>(definition: Route<Params, Query, Body, Data>): Route<Params, Query, Body, Data> {
  return definition
}

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : never
type Input<Schema> = Schema extends z.ZodType ? z.input<Schema> : never

/** What a handler receives, parsed. */
export type RouteRequest<R> =
  R extends Route<infer Params, infer Query, infer Body, z.ZodType>
    ? {
        readonly params: Output<Params>
        readonly query: Output<Query>
        readonly body: Output<Body>
      }
    : never

/** What a caller gives. */
export type RouteCall<R> =
  R extends Route<infer Params, infer Query, infer Body, z.ZodType>
    ? {
        readonly params?: Input<Params>
        readonly query?: Input<Query>
        readonly body?: Input<Body>
      }
    : never

/** What a caller receives. */
export type RouteData<R> =
  R extends Route<z.ZodType, z.ZodType, z.ZodType, infer Data> ? Output<Data> : never

/** What a handler returns before the schema has filled its defaults. */
export type RouteAnswer<R> =
  R extends Route<z.ZodType, z.ZodType, z.ZodType, infer Data> ? Input<Data> : never
