/**
 * A practice of the review and the evidence that answers it: the extension point for measures. A practice is
 * one file in measures/ and one line in the list there. It collects evidence; what follows is decided elsewhere.
 */
import type { Sql } from '#base'
import type { Fact, FactDefinition } from '#ledger'
import type { Model } from '#model'

/** Declared, exercised, effective. */
export type Level = 'D' | 'X' | 'E'

/** An object behind a number. */
export interface Source {
  /** kind:name of a resource, or the id of a thing in the ledger. */
  readonly ref: string
  readonly title: string
  /** Null: nobody knows, which counts as no. */
  readonly ok: boolean | null
  readonly reason: string
  /** When it happened, ISO 8601; null for what is declared. */
  readonly at: string | null
}

export interface Evidence {
  readonly name: string
  readonly level: Level
  readonly what: string
  /** In words: `3 of 4`. */
  readonly found: string
  /** 0 to 1; null when there is nothing to measure. */
  readonly value: number | null
  readonly n: number
  /** As people write it: `>= 0.8`. */
  readonly rule: string
  /** Null: it cannot be judged, and satisfies nothing. */
  readonly ok: boolean | null
  /** Only a person can give it. */
  readonly needsPerson: boolean
  readonly note: string | null
  /** Of the newest object behind it. */
  readonly newestAt: string | null
  readonly sources: readonly Source[]
}

export interface ReviewContext {
  readonly sql: Sql
  readonly model: Model
  readonly nowMs: number
  /** The present value of a PromQL query; null when there is none. Without it nothing is known about values. */
  readonly querySignal?: ((query: string) => Promise<number | null>) | undefined
  /** Facts of a kind about this workload, in order. */
  facts<Type extends string, Data>(
    definition: FactDefinition<Type, Data>,
    sinceMs: number,
  ): Promise<Fact<Type, Data>[]>
}

export interface Practice {
  /** Such as 2.6, as the Operational Excellence pillar of 2017 counts them. */
  readonly id: string
  readonly question: number
  readonly title: string
  /** The words of the pillar. */
  readonly quote: string
  /** What the practice asks for as well, and nobody measures yet. */
  readonly unmeasured: readonly string[]
  collect(context: ReviewContext): Promise<readonly Evidence[]>
}

export function definePractice(practice: Practice): Practice {
  return practice
}

const DAY_MS = 86_400_000
/** The window of what happened. */
export const WINDOW_MS = 90 * DAY_MS
/** The window of what is rare. */
export const LONG_WINDOW_MS = 365 * DAY_MS
/** A ratio over fewer events is shown and not judged. */
export const FEWEST = 5
/** How soon something must follow to count as an answer. */
export const SOON_MS = 15 * 60_000
