/** Opens PostgreSQL, embedded or your own, brings the schema up to date and takes the runtime role. */
import { join } from 'node:path'
import {
  type Database,
  type DatabaseOptions,
  type Log,
  migrateUp,
  openDatabase,
  packageFolder,
  readMigrations,
  startEmbeddedPostgres,
} from '#base'
import type { Config } from './config.ts'

export interface StateStore {
  readonly database: Database
  readonly kind: 'embedded' | 'external'
  close(): Promise<void>
}

export async function openStateStore(config: Config, log: Log): Promise<StateStore> {
  const embedded = config.databaseUrl
    ? undefined
    : await startEmbeddedPostgres({ folder: config.data, log })
  const connection: DatabaseOptions['connection'] = embedded?.connection ?? {
    connectionString: config.databaseUrl!,
  }
  const owner = await openDatabase({ connection, poolSize: 2 })
  const applied = await migrateUp(
    owner,
    readMigrations(join(packageFolder(), 'migrations/postgres')),
  )
  if (applied.length > 0) log.info('schema brought up to date', { applied })
  const [role] = await owner.sql`
    select from pg_roles where rolname = 'opsplane_runtime' and pg_has_role(current_user, oid, 'member')`
  await owner.close()
  // The running system may append and read facts, and nothing more; see migration 0001.
  const database = await openDatabase({
    connection,
    ...(role ? { role: 'opsplane_runtime' } : {}),
    poolSize: 16,
  })
  return {
    database,
    kind: embedded ? 'embedded' : 'external',
    async close() {
      await database.close()
      await embedded?.stop()
    },
  }
}
