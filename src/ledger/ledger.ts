/**
 * The append-only ledger: facts with gap-free positions, folded into projections as they are taken.
 *
 * Whoever appends holds the head row until the commit. So transactions that write facts happen one after
 * the other, a decision never races another one, and a reader of `position > n` misses nothing.
 */
import { type Clock, type Database, defineError, newId, type Sql } from '#base'
import { hashOf } from './chain.ts'
import { eventTypes } from './events/index.ts'
import { timerCancelled, timerSet } from './events/timers.ts'
import type { Fact, NewFact } from './fact.ts'
import { fence } from './leases.ts'
import type { Fold, Projection } from './projection.ts'
import { type FactQuery, readFacts } from './read.ts'
import type { Transaction } from './transaction.ts'

export const UnknownFactType = defineError('ledger.unknown-type', 'internal', {
  message: (d: { type: string }) => `No fact is called ${d.type}.`,
  hint: 'Declare it with defineFact in ledger/events and add it to the list there.',
})

/** On whose behalf facts are appended, and which fact they answer. */
export interface Author {
  readonly actor: string
  readonly cause?: Pick<Fact, 'id' | 'correlation'> | undefined
  readonly source?: string
}

export interface Ledger {
  readonly database: Database
  readonly projections: readonly Projection[]
  /** Decides and appends in one transaction. */
  transact<T>(author: Author, work: (tx: Transaction) => Promise<T>): Promise<T>
  read(query: FactQuery): Promise<Fact[]>
  /** Position of the newest fact; 0 when there is none. */
  head(): Promise<number>
  /** Hears of each commit of this process that has added facts, right after it. Returns a function that stops. */
  onCommit(hear: (commit: Commit) => void): () => void
  /** The present of persisted times: the database's clock, or the clock that a test moves. */
  nowMs(): Promise<number>
}

export interface Commit {
  /** Of the newest fact. */
  readonly position: number
  /** Of the facts it has added. */
  readonly types: ReadonlySet<string>
}

/** The channel that tells other nodes that the ledger has grown. */
export const LEDGER_CHANNEL = 'opsplane_ledger'

export function openLedger(options: {
  database: Database
  projections: readonly Projection[]
  clock?: Clock
}): Ledger {
  const { database, projections, clock } = options
  const folds = foldsByType(projections)
  const listeners = new Set<(commit: Commit) => void>()

  async function transact<T>(author: Author, work: (tx: Transaction) => Promise<T>): Promise<T> {
    let commit: Commit | undefined
    const result = await database.transaction(async (sql) => {
      const writer = await openWriter(sql, author, folds, clock)
      const value = await work(writer.tx)
      commit = await writer.finish()
      return value
    })
    if (commit) for (const hear of listeners) hear(commit)
    return result
  }

  return {
    database,
    projections,
    transact,
    read: (query) => readFacts(database.sql, query),
    async head() {
      const [row] = await database.sql<{ position: number }>`select position from ledger_head`
      return row!.position
    },
    onCommit(hear) {
      listeners.add(hear)
      return () => listeners.delete(hear)
    },
    async nowMs() {
      if (clock) return clock.now()
      const [row] = await database.sql<{ now: Date }>`select clock_timestamp() as now`
      return row!.now.getTime()
    },
  }
}

export function foldsByType(projections: readonly Projection[]): Map<string, Fold[]> {
  const byType = new Map<string, Fold[]>()
  for (const projection of projections)
    for (const fold of projection.folds)
      byType.set(fold.type, [...(byType.get(fold.type) ?? []), fold])
  return byType
}

async function openWriter(
  sql: Sql,
  author: Author,
  folds: Map<string, Fold[]>,
  clock: Clock | undefined,
) {
  const [head] = await sql<{ position: number; hash: Buffer; recorded_at: Date; now: Date }>`
    select position, hash, recorded_at, clock_timestamp() as now from ledger_head for update`
  const start = head!.position
  let position = start
  let hash = head!.hash
  const types = new Set<string>()
  // The database's clock may be set back; recorded times never go back.
  const nowMs = Math.max(clock ? clock.now() : head!.now.getTime(), head!.recorded_at.getTime())
  const recordedAt = new Date(nowMs).toISOString()

  async function appendOne(fact: NewFact): Promise<Fact> {
    const definition = eventTypes.get(fact.type)
    if (!definition) throw new UnknownFactType({ type: fact.type })
    const id = newId('fact', nowMs)
    const whole: Fact = {
      position: ++position,
      id,
      type: fact.type,
      source: fact.source ?? author.source ?? 'opsplane',
      subject: fact.subject,
      time: new Date(fact.timeMs ?? nowMs).toISOString(),
      recordedAt,
      actor: author.actor,
      cause: author.cause?.id ?? null,
      correlation: author.cause?.correlation ?? id,
      // What the database gives back must hash the same, so the value goes through JSON first.
      data: JSON.parse(JSON.stringify(definition.schema.parse(fact.data) ?? null)),
    }
    hash = hashOf(whole, hash)
    types.add(whole.type)
    await sql`
      insert into ledger (position, id, type, source, subject, time, recorded_at, actor, cause, correlation, data, hash)
      values (${whole.position}, ${whole.id}, ${whole.type}, ${whole.source}, ${whole.subject}, ${whole.time},
        ${whole.recordedAt}, ${whole.actor}, ${whole.cause}, ${whole.correlation}, ${JSON.stringify(whole.data)}, ${hash})`
    for (const fold of folds.get(fact.type) ?? []) await fold.apply(whole, sql)
    return whole
  }

  const tx: Transaction = {
    sql,
    nowMs,
    async append(...facts) {
      const taken: Fact[] = []
      for (const fact of facts) taken.push(await appendOne(fact))
      return taken
    },
    async setTimer({ key, purpose, dueMs, data }) {
      const dueAt = new Date(dueMs).toISOString()
      await appendOne(timerSet(key, { key, purpose, dueAt, data: data ?? null }))
    },
    async cancelTimer(key) {
      const [waiting] = await sql`select from timer where key = ${key}`
      if (waiting) await appendOne(timerCancelled(key, { key }))
    },
    fence: (lease) => fence(sql, lease),
  }

  return {
    tx,
    async finish(): Promise<Commit | undefined> {
      if (position === start) return undefined
      await sql`
        update ledger_head set position = ${position}, hash = ${hash}, recorded_at = ${recordedAt}
        returning pg_notify(${LEDGER_CHANNEL}, ${String(position)})`
      return { position, types }
    },
  }
}
