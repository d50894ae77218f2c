/**
 * One door to PostgreSQL, embedded or external: a tagged template, transactions and wake-up hints.
 *
 * Values always travel as parameters, so text from outside is never SQL. Notifications are hints only:
 * whoever listens also polls, so that a pooler between us and the server does no harm.
 */
import pg from 'pg'
import { defineError, messageOf } from '../errors.ts'

/** Runs one statement; every interpolated value becomes a bound parameter. */
export type Sql = <Row extends object = Record<string, unknown>>(
  strings: TemplateStringsArray,
  ...values: unknown[]
) => Promise<Row[]>

export interface Database {
  /** A statement outside of a transaction. */
  readonly sql: Sql
  /** All or nothing. Serialisation failures and deadlocks are tried again, up to five times. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>
  /** Runs a script of several statements without parameters (migrations). */
  script(text: string): Promise<void>
  /** Calls back when any node notifies the channel; returns a function that stops listening. */
  listen(channel: string, hear: (payload: string) => void): Promise<() => Promise<void>>
  close(): Promise<void>
}

export const DatabaseUnreachable = defineError('database.unreachable', 'unavailable', {
  message: (d: { why: string }) => `PostgreSQL does not answer: ${d.why}.`,
  hint: 'Check OPSPLANE_DATABASE_URL, or the log in the data folder when the store is embedded.',
})

const TRY_AGAIN = new Set(['40001', '40P01'])
const MAX_TRIES = 5

// Counts and positions fit a double for 285 million years at one fact a microsecond.
const types = new pg.TypeOverrides()
types.setTypeParser(pg.types.builtins.INT8, Number)
types.setTypeParser(pg.types.builtins.NUMERIC, Number)

export interface DatabaseOptions {
  /** A postgres:// address, or host=/socket/folder style parts in `connection`. */
  readonly connection: pg.PoolConfig
  /** Role to act as after connecting; the ledger's rights are granted to it. */
  readonly role?: string | undefined
  readonly poolSize?: number
}

/** Opens a pool and proves that the server answers. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const config: pg.PoolConfig = {
    ...options.connection,
    max: options.poolSize ?? 10,
    types,
    application_name: 'opsplane',
    ...(options.role ? { options: `-c role=${options.role}` } : {}),
  }
  const pool = new pg.Pool(config)
  // An idle connection that dies is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => {})
  try {
    await pool.query('select 1')
  } catch (error) {
    await pool.end().catch(() => {})
    throw new DatabaseUnreachable({ why: messageOf(error) }, { cause: error })
  }
  return {
    sql: sqlOn(pool),
    transaction: (work) => transactionOn(pool, work),
    script: async (text) => void (await pool.query(text)),
    listen: (channel, hear) => listenOn(config, channel, hear),
    close: () => pool.end(),
  }
}

function sqlOn(client: pg.Pool | pg.PoolClient): Sql {
  return async <Row extends object>(strings: TemplateStringsArray, ...values: unknown[]) => {
    const text = strings.reduce((whole, part, i) => `${whole}$${i}${part}`)
    const result = await client.query({ text, values: values.map(bindable) })
    return result.rows as Row[]
  }
}

/** node-postgres writes arrays as PostgreSQL arrays; plain objects become JSON. */
function bindable(value: unknown): unknown {
  return value === undefined ? null : value
}

async function transactionOn<T>(pool: pg.Pool, work: (sql: Sql) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const client = await pool.connect()
    let broken: Error | undefined
    try {
      await client.query('begin')
      const result = await work(sqlOn(client))
      await client.query('commit')
      return result
    } catch (error) {
      await client.query('rollback').catch((e: Error) => {
        broken = e
      })
      if (attempt < MAX_TRIES && TRY_AGAIN.has((error as { code?: string }).code ?? '')) continue
      throw error
    } finally {
      client.release(broken)
    }
  }
}

async function listenOn(
  config: pg.PoolConfig,
  channel: string,
  hear: (payload: string) => void,
): Promise<() => Promise<void>> {
  let closed = false
  let client: pg.Client | undefined
  const connect = async () => {
    if (closed) return
    client = new pg.Client(config)
    client.on('notification', (message) => hear(message.payload ?? ''))
    client.on('error', () => setTimeout(connect, 1_000).unref())
    try {
      await client.connect()
      await client.query(`listen ${pg.escapeIdentifier(channel)}`)
    } catch {
      if (!closed) setTimeout(connect, 1_000).unref()
    }
  }
  await connect()
  return async () => {
    closed = true
    await client?.end().catch(() => {})
  }
}
