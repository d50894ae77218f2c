import { afterEach, expect, test } from 'vitest'
import { migrateDown, migrateUp, readMigrations } from '#base'
import { freshDatabase, type TestDatabase } from '../harness/store.ts'

const migrations = readMigrations('migrations/postgres')
let store: TestDatabase | undefined
afterEach(async () => {
  await store?.drop()
  store = undefined
})

/** The schema as sorted lines: columns, keys, indexes. */
async function schemaOf({ database }: TestDatabase): Promise<string> {
  const rows = await database.sql<{ line: string }>`
    select format('%s.%s %s%s%s', table_name, column_name, data_type,
      case when is_nullable = 'NO' then ' not null' else '' end,
      case when column_default is null then '' else ' default ' || column_default end) as line
    from information_schema.columns where table_schema = 'public'
    union all
    select format('%s: %s', conrelid::regclass, pg_get_constraintdef(oid))
    from pg_constraint where connamespace = 'public'::regnamespace and contype in ('p', 'u', 'f', 'c')
    union all
    select indexdef from pg_indexes where schemaname = 'public'
    order by 1`
  return `${rows.map((row) => row.line).join('\n')}\n`
}

test('the schema is the one that migrations/schema.sql shows', async () => {
  store = await freshDatabase()
  await expect(await schemaOf(store)).toMatchFileSnapshot('../../migrations/schema.sql')
})

test('every migration comes down again, leaves nothing behind, and goes up to the same schema', async () => {
  store = await freshDatabase()
  const before = await schemaOf(store)
  await migrateDown(store.database, migrations, 0)
  const tables = await store.database.sql`
    select table_name from information_schema.tables where table_schema = 'public' and table_name <> 'migration'`
  expect(tables).toEqual([])
  await migrateUp(store.database, migrations)
  expect(await schemaOf(store)).toBe(before)
})

test('applying twice changes nothing, and a changed file is refused', async () => {
  store = await freshDatabase()
  expect(await migrateUp(store.database, migrations)).toEqual([])
  const changed = migrations.map((one, i) => (i === 0 ? { ...one, checksum: 'other' } : one))
  await expect(migrateUp(store.database, changed)).rejects.toMatchObject({
    code: 'database.migration-changed',
  })
})

test('data of a newer version is not touched', async () => {
  store = await freshDatabase()
  await expect(migrateUp(store.database, migrations.slice(0, 1))).rejects.toMatchObject({
    code: 'database.schema-too-new',
  })
})

test('several databases of one server may be made at the same moment', async () => {
  const stores = await Promise.all(Array.from({ length: 4 }, () => freshDatabase()))
  await Promise.all(stores.map((one) => one.drop()))
})
