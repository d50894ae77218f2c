/**
 * The only way rows enter: selected from a source of our own bytes. The embedded engine runs what follows a blank
 * line of an inline insert as SQL, so rows never stand in a statement; a test reads this folder for it.
 */
import { COLUMNS, ROW_IDENTITY, type TableName, targetOf } from './tables.ts'

/** Columns and types of the rows, as `file` and `input` want them told. */
export function structureOf(table: TableName): string {
  return COLUMNS[table].map(([name, type]) => `\`${name}\` ${type}`).join(', ')
}

/** `source` is a table function over the rows; `times` chooses rows of the table that share a time with them. */
export function insertStatement(
  table: TableName,
  source: string,
  missingOnly: { times: string } | undefined,
): string {
  const names = COLUMNS[table].map(([name]) => `\`${name}\``).join(', ')
  const { key } = ROW_IDENTITY[table]
  const target = `tel.${targetOf(table)}`
  const missing = missingOnly
    ? `where (${key}) not in (select ${key} from ${target} where ${missingOnly.times})`
    : ''
  return `insert into ${target} (${names}) select ${names} from ${source} ${missing}`
}

/** One block per partition, so that each is there as a whole or not at all. */
export const INSERT_SETTINGS = {
  max_insert_threads: 1,
  max_threads: 1,
  min_insert_block_size_rows: 10_000_000,
  min_insert_block_size_bytes: 1_000_000_000,
  max_block_size: 10_000_000,
  max_partitions_per_insert_block: 1_000,
} as const

export const literal = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`
