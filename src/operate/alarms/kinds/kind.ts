/**
 * A kind of condition as it is evaluated: which samples it has at a time, and what breached and recovered mean.
 * How its part of the model looks is said in the model; the state machine is the same for all of them.
 */
import type { Sql } from '#base'
import type { ConditionName, Model, SpecOf } from '#model'
import type { Predicate } from '../condition.ts'
import type { LogReader } from '../log-reader.ts'
import type { SignalReader, SignalSample } from '../reader.ts'

export type AlarmSpec = SpecOf<'alarm'>

/** What a kind may look at. */
export interface Looking {
  readonly workload: string
  readonly reader: SignalReader
  /** Undefined where there is no store of logs. */
  readonly logs: LogReader | undefined
  readonly sql: Sql
}

/** Samples at a time, each with its labels. It may remember what it has read. */
export type Sampler = (atMs: number, looking: Looking) => Promise<readonly SignalSample[]>

/** What a rule takes from its kind, beside what it says itself. */
export interface Source {
  /**
   * PromQL. Its values are the samples unless `read` says otherwise, and it is looked at when what it reads
   * arrives. Without it the alarm is looked at by the clock alone.
   */
  readonly query?: string
  readonly read?: Sampler
  /** What else of the model `read` depends on: when it changes, what `read` remembers is forgotten. */
  readonly reads?: unknown
  readonly cadence?: 'steady' | 'sparse' | 'heartbeat' | undefined
  /** How often a sample is expected, such as 10s. */
  readonly every?: string | undefined
  /** How long a sample counts as the present value; 5 minutes unless told. */
  readonly lookbackMs?: number
  /** By `when` of the spec unless told. */
  readonly breached?: Predicate
  readonly recovered?: Predicate
  readonly opaque?: boolean
  readonly missingAfterMs?: number
  readonly onMissing?: 'ok' | 'keep' | 'fire' | 'nodata'
  /** It is not looked at more often than this. */
  readonly leastIntervalMs?: number
  /** Why it is cleared when it is good again; `source` when somebody else decides that. */
  readonly clearedBy?: 'condition' | 'source'
}

/** A condition in words. */
export interface Wording {
  /** What it looks at: a signal, a search, a journey. */
  readonly looksAt: string
  /** When it is breached. */
  readonly when: string
}

export interface AlarmKind<K extends ConditionName = ConditionName> {
  readonly kind: K
  /** Undefined when what it names is not declared. */
  source(spec: AlarmSpec, of: { readonly model: Model; readonly name: string }): Source | undefined
  words(spec: AlarmSpec, name: string): Wording
  /** The course that is drawn beside it, with its bound; none when there is nothing to draw. */
  picture?(
    spec: AlarmSpec,
    model: Model,
  ): { readonly query: string; readonly bound: number | null } | undefined
}

/** The name of a reference: `checkout` of `signal:checkout`. */
export const nameOf = (reference: string): string => reference.slice(reference.indexOf(':') + 1)
