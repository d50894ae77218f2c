/**
 * Numbered SQL files that go up and come down, each with its reason in the first comment.
 *
 * A file is applied once, in one transaction with its own record. An applied file never changes: a
 * different checksum is refused, since two nodes would then disagree about what the schema is.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineError } from '../errors.ts'
import type { Database, Sql } from './database.ts'

export interface Migration {
  readonly version: number
  readonly name: string
  readonly up: string
  readonly down: string
  readonly checksum: string
}

export const MigrationChanged = defineError('database.migration-changed', 'conflict', {
  message: (d: { name: string }) =>
    `Migration ${d.name} differs from the one that was applied here.`,
  hint: 'Put the applied file back and write the difference as a new migration.',
})

export const SchemaTooNew = defineError('database.schema-too-new', 'conflict', {
  message: (d: { version: number }) =>
    `This data was written by a newer Opsplane (schema ${d.version}).`,
  hint: 'Start the newer version, or restore a backup made by this one.',
})

export function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}_.*\.sql$/.test(name))
    .sort()
    .map((name) => parseMigration(name, readFileSync(join(folder, name), 'utf8')))
}

function parseMigration(name: string, text: string): Migration {
  const [head, down] = text.split(/^-- down$/m)
  const up = head?.split(/^-- up$/m)[1]
  if (up === undefined || down === undefined) throw new Error(`${name} needs "-- up" and "-- down"`)
  const checksum = createHash('sha256').update(text).digest('hex')
  return { version: Number(name.slice(0, 4)), name, up, down, checksum }
}

/** Applies what is missing, in order. Returns the names that were applied now. */
export async function migrateUp(
  database: Database,
  migrations: readonly Migration[],
): Promise<string[]> {
  await database.script(
    `create table if not exists migration (
       version integer primary key, name text not null, checksum text not null,
       applied_at timestamptz not null default now())`,
  )
  const applied: string[] = []
  await database.transaction(async (sql) => {
    await sql`lock table migration in exclusive mode`
    const done = await appliedVersions(sql)
    const newest = Math.max(0, ...done.keys())
    if (newest > Math.max(0, ...migrations.map((m) => m.version)))
      throw new SchemaTooNew({ version: newest })
    for (const migration of migrations) {
      const checksum = done.get(migration.version)
      if (checksum === migration.checksum) continue
      if (checksum !== undefined) throw new MigrationChanged({ name: migration.name })
      await run(sql, migration.up)
      await sql`insert into migration (version, name, checksum)
                values (${migration.version}, ${migration.name}, ${migration.checksum})`
      applied.push(migration.name)
    }
  })
  return applied
}

/** Takes back everything newer than a version, newest first. */
export async function migrateDown(
  database: Database,
  migrations: readonly Migration[],
  toVersion: number,
): Promise<void> {
  await database.transaction(async (sql) => {
    await sql`lock table migration in exclusive mode`
    const done = await appliedVersions(sql)
    for (const migration of [...migrations].reverse()) {
      if (migration.version <= toVersion || !done.has(migration.version)) continue
      await run(sql, migration.down)
      await sql`delete from migration where version = ${migration.version}`
    }
  })
}

async function appliedVersions(sql: Sql): Promise<Map<number, string>> {
  const rows = await sql<{
    version: number
    checksum: string
  }>`select version, checksum from migration`
  return new Map(rows.map((row) => [row.version, row.checksum]))
}

function run(sql: Sql, text: string): Promise<unknown> {
  return sql([text] as unknown as TemplateStringsArray)
}
