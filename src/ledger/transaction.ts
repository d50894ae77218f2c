/** What a decision's author holds while facts, projections and timers are committed together. */
import type { Sql } from '#base'
import type { Fact, NewFact } from './fact.ts'
import type { Lease } from './leases.ts'

export interface Transaction {
  /** Statements inside the transaction. */
  readonly sql: Sql
  /** The present by the ledger's clock, in milliseconds since 1970; one instant for the whole transaction. */
  readonly nowMs: number
  /** Takes facts, in order, and folds them into the projections at once. */
  append(...facts: readonly NewFact[]): Promise<Fact[]>
  /** Wakes `answerTimer(purpose)` at a time; the same key again replaces it. */
  setTimer(timer: { key: string; purpose: string; dueMs: number; data?: unknown }): Promise<void>
  /** Forgets a timer; does nothing when there is none. */
  cancelTimer(key: string): Promise<void>
  /** Throws Fenced unless the lease is still ours: the write of a holder that woke up too late is refused. */
  fence(lease: Lease): Promise<void>
}
