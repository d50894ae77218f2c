/**
 * A projection folds facts into tables, in the transaction that appends them, so that a decision reads
 * what has just happened. It uses nothing but the fact: dropped and rebuilt, the rows are the same.
 */
import type { Sql } from '#base'
import type { Fact, FactDefinition } from './fact.ts'

export interface Fold {
  readonly type: string
  apply(fact: Fact, sql: Sql): Promise<unknown>
}

export interface Projection {
  readonly name: string
  /** The tables it keeps, parents first. No other code writes them. */
  readonly tables: readonly string[]
  readonly folds: readonly Fold[]
}

/** What one kind of fact does to the tables. */
export function fold<Type extends string, Data>(
  definition: FactDefinition<Type, Data>,
  apply: (fact: Fact<Type, Data>, sql: Sql) => Promise<unknown>,
): Fold {
  return { type: definition.type, apply: apply as Fold['apply'] }
}

export function defineProjection(
  name: string,
  tables: readonly string[],
  folds: readonly Fold[],
): Projection {
  return { name, tables, folds }
}
