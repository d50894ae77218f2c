/** Brings the tables of migrations/clickhouse into force, statement by statement, once each. */
import { join } from 'node:path'
import { packageFolder, readMigrations } from '#base'
import { clusterStatements } from './cluster.ts'
import type { Engine } from './engine.ts'

/** Applies what is missing. Every statement may be met half-done, since the engine has no transactions. */
export async function applySchema(
  engine: Engine,
  folder = join(packageFolder(), 'migrations/clickhouse'),
): Promise<string[]> {
  await engine.ask('write', 'create database if not exists tel')
  await engine.ask(
    'write',
    `create table if not exists tel.schema_version (version UInt32, name String, applied DateTime64(3))
     engine = MergeTree order by version`,
  )
  const known = await engine.ask('write', 'select distinct version from tel.schema_version', {
    format: 'TabSeparated',
  })
  const versions = new Set(known.toString().split('\n').filter(Boolean).map(Number))
  const applied: string[] = []
  for (const { version, name, up } of readMigrations(folder)) {
    if (versions.has(version)) continue
    const statements = statementsOf(up)
    const { cluster } = engine
    for (const statement of cluster ? clusterStatements(statements, cluster) : statements)
      await engine.ask('write', statement)
    await engine.ask(
      'write',
      `insert into tel.schema_version select ${version}, '${name}', now64(3)`,
    )
    applied.push(name)
  }
  return applied
}

/** Statements of a migration; each may be met again, half-done. */
export function statementsOf(text: string): string[] {
  return text
    .split(/;\s*$/m)
    .map((statement) => statement.replace(/^\s*--.*$/gm, '').trim())
    .filter(Boolean)
    .map((statement) =>
      statement.replace(
        /^create (table|materialized view) (?!if not exists)/i,
        'create $1 if not exists ',
      ),
    )
}
