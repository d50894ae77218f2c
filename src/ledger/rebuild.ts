/** Drops projections and folds them anew from the first fact, while nobody can append. */

import type { Sql } from '#base'
import { foldsByType, type Ledger } from './ledger.ts'
import type { Projection } from './projection.ts'
import { readFacts } from './read.ts'

const PAGE = 1_000

/** Rebuilds in one transaction: readers see the old rows until the new ones are complete. Returns facts folded. */
export async function rebuildProjections(
  ledger: Ledger,
  projections: readonly Projection[] = ledger.projections,
): Promise<number> {
  const folds = foldsByType(projections)
  const types = [...folds.keys()]
  const tables = projections.flatMap((projection) => projection.tables)
  return ledger.database.transaction(async (sql) => {
    await sql`select from ledger_head for update`
    // Children first, since a later table may refer to an earlier one. Names come from our own code.
    for (const table of [...tables].reverse()) await statement(sql, `delete from ${table}`)
    let folded = 0
    for (let after = 0; ; ) {
      const facts = await readFacts(sql, { after, types, limit: PAGE })
      for (const fact of facts)
        for (const fold of folds.get(fact.type)!) await fold.apply(fact, sql)
      folded += facts.length
      if (facts.length < PAGE) return folded
      after = facts.at(-1)!.position
    }
  })
}

/** Every row of the projections' tables as sorted lines of JSON: equal text, equal state. */
export async function dumpProjections(
  ledger: Ledger,
  projections: readonly Projection[] = ledger.projections,
): Promise<string> {
  const lines: string[] = []
  for (const table of projections.flatMap((projection) => projection.tables).sort()) {
    const rows = await statement<{ line: string }>(
      ledger.database.sql,
      `select to_jsonb(t)::text as line from ${table} t order by 1`,
    )
    lines.push(`# ${table}`, ...rows.map((row) => row.line))
  }
  return lines.join('\n')
}

function statement<Row extends object>(sql: Sql, text: string): Promise<Row[]> {
  return sql<Row>([text] as unknown as TemplateStringsArray)
}
