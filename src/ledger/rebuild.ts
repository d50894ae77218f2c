/** Drops projections and folds them anew from the first fact, while nobody can append. */

import type { Sql } from '#base'
import { foldsByType, type Ledger } from './ledger.ts'
import type { Projection } from './projection.ts'
import { readFacts } from './read.ts'

const PAGE = 1_000

export interface Rebuilt {
  /** Facts that were folded. */
  readonly facts: number
  /** Tables whose rows are not byte for byte what they were. */
  readonly differing: readonly string[]
}

/**
 * Rebuilds in one transaction: readers see the old rows until the new ones are complete. What was there before is
 * compared within it, so a fact of the meantime is no difference.
 */
export async function rebuildProjections(
  ledger: Ledger,
  projections: readonly Projection[] = ledger.projections,
): Promise<Rebuilt> {
  const folds = foldsByType(projections)
  const types = [...folds.keys()]
  const tables = projections.flatMap((projection) => projection.tables)
  return ledger.database.transaction(async (sql) => {
    await sql`select from ledger_head for update`
    const before = await rowsOf(sql, tables)
    // Children first, since a later table may refer to an earlier one. Names come from our own code.
    for (const table of [...tables].reverse()) await statement(sql, `delete from ${table}`)
    let facts = 0
    for (let after = 0; ; ) {
      const page = await readFacts(sql, { after, types, limit: PAGE })
      for (const fact of page) for (const fold of folds.get(fact.type)!) await fold.apply(fact, sql)
      facts += page.length
      if (page.length < PAGE) break
      after = page.at(-1)!.position
    }
    const rows = await rowsOf(sql, tables)
    return { facts, differing: tables.filter((table) => rows.get(table) !== before.get(table)) }
  })
}

/** Every row of the projections' tables as sorted lines of JSON: equal text, equal state. */
export async function dumpProjections(
  ledger: Ledger,
  projections: readonly Projection[] = ledger.projections,
): Promise<string> {
  const tables = projections.flatMap((projection) => projection.tables).sort()
  const rows = await rowsOf(ledger.database.sql, tables)
  return tables.map((table) => `# ${table}\n${rows.get(table)}`).join('\n')
}

async function rowsOf(sql: Sql, tables: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const table of tables) {
    const text = `select to_jsonb(t)::text as line from ${table} t order by 1`
    const rows = await statement<{ line: string }>(sql, text)
    found.set(table, rows.map(({ line }) => line).join('\n'))
  }
  return found
}

function statement<Row extends object>(sql: Sql, text: string): Promise<Row[]> {
  return sql<Row>([text] as unknown as TemplateStringsArray)
}
