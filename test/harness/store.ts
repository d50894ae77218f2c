/** A fresh database for one test, migrated as a new installation would be. */
import { inject } from 'vitest'
import {
  type Clock,
  type Database,
  migrateUp,
  openDatabase,
  readMigrations,
  silentLog,
} from '#base'
import { createDispatcher, type Ledger, openLedger, type Projection, type Reaction } from '#ledger'
import { createDatabase } from './named-database.ts'

export interface TestDatabase {
  readonly url: string
  /** Connected as the owner, without the runtime role. */
  readonly database: Database
  drop(): Promise<void>
}

export async function freshDatabase(options: { migrate?: boolean } = {}): Promise<TestDatabase> {
  const { url, drop } = await createDatabase(inject('postgres'))
  const database = await openDatabase({ connection: { connectionString: url } })
  if (options.migrate !== false) await migrateUp(database, readMigrations('migrations/postgres'))
  return {
    url,
    database,
    async drop() {
      await database.close()
      await drop()
    },
  }
}

export interface TestLedger {
  readonly ledger: Ledger
  readonly database: Database
  readonly url: string
  /** Lets every reaction answer and every due timer fire. */
  settle(): Promise<void>
  close(): Promise<void>
}

/** A ledger with the given features on a fresh database. */
export async function freshLedger(options: {
  projections: readonly Projection[]
  reactions?: readonly Reaction[]
  clock?: Clock
}): Promise<TestLedger> {
  const { url, database, drop } = await freshDatabase()
  const { projections, reactions = [], clock } = options
  const ledger = openLedger({ database, projections, ...(clock ? { clock } : {}) })
  const dispatcher = createDispatcher({ ledger, reactions, log: silentLog })
  await dispatcher.settle()
  return { ledger, database, url, settle: () => dispatcher.settle(), close: drop }
}
