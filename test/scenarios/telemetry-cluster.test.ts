/**
 * What a cluster would be told, without one: the statements stand in golden files, and the engine's own parser
 * reads each of them. That a cluster runs them is not shown here; see docs/guide/clickhouse.md.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readMigrations, silentLog } from '#base'
import { ChdbEngine } from '../../src/telemetry/store/chdb-engine.ts'
import { atAllShards, clusterStatements, onCluster } from '../../src/telemetry/store/cluster.ts'
import { insertStatement, structureOf } from '../../src/telemetry/store/insert-statement.ts'
import { statementsOf } from '../../src/telemetry/store/schema.ts'
import { TABLES, targetOf } from '../../src/telemetry/store/tables.ts'

const CLUSTER = 'telemetry'
let folder: string
let engine: ChdbEngine

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opsplane-cluster-'))
  engine = new ChdbEngine({ path: folder, log: silentLog }, () => {})
  await engine.start()
})
afterAll(async () => {
  await engine.close()
  await rm(folder, { recursive: true, force: true })
})

const migrations = readMigrations('migrations/clickhouse')
const statements = migrations.flatMap(({ up, down }) => [
  ...clusterStatements(statementsOf(up), CLUSTER),
  ...clusterStatements(statementsOf(down), CLUSTER),
])

test.each(migrations.map(({ name, up }) => ({ name, up })))(
  'migration $name, for a cluster, is what its golden file says',
  async ({ name, up }) => {
    const text = clusterStatements(statementsOf(up), CLUSTER).join(';\n\n')
    await expect(`${text};\n`).toMatchFileSnapshot(`golden/cluster-${name}`)
  },
)

test('the parser of the engine reads every statement, and sees the cluster and the replicas in it', async () => {
  for (const statement of statements) {
    const formatted = await engine.ask('write', 'select formatQuery({sql:String})', {
      params: { sql: statement },
      format: 'TabSeparatedRaw',
    })
    expect(formatted.toString(), statement).toMatch(/ON CLUSTER `?telemetry`?/)
    if (/\bMergeTree/.test(statement))
      expect(formatted.toString()).toMatch(/Replicated\w*MergeTree/)
  }
})

test('every table that rows go to is spread, by something that is the same when they come again', () => {
  for (const table of TABLES.map(targetOf)) {
    const spread = statements.filter((one) =>
      one.includes(`create table if not exists tel.${table}_all `),
    )
    expect(spread.length, table).toBeGreaterThan(0)
    for (const one of spread) expect(one).not.toMatch(/rand\(|now\(|generate/i)
  }
})

test('questions and inserts go to all shards, and what stands in quotes stays', () => {
  expect(
    atAllShards("select 'tel.logs' from tel.logs where a = 'it''s tel.logs' and b in tel.spans"),
  ).toBe("select 'tel.logs' from tel.logs_all where a = 'it''s tel.logs' and b in tel.spans_all")
  expect(atAllShards('select max(version) from tel.schema_version')).toContain('tel.schema_version')
  expect(
    atAllShards(insertStatement('samples', `input('${structureOf('samples')}')`, undefined)),
  ).toMatch(/^insert into tel\.samples_all /)
})

test('deleting and dropping a day name the cluster', () => {
  expect(onCluster('delete from tel.logs where a = 1', CLUSTER)).toBe(
    'delete from tel.logs on cluster `telemetry` where a = 1',
  )
  expect(onCluster("alter table tel.samples drop partition '2026-11-23'", CLUSTER)).toBe(
    "alter table tel.samples on cluster `telemetry` drop partition '2026-11-23'",
  )
})
