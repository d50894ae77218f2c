/**
 * What a store is asked through: ClickHouse, in a process of ours or on servers. The same statements and the
 * same bytes of rows go to both; how they get there is the driver's.
 */
import { defineError } from '#base'
import type { Lane } from './protocol.ts'
import type { TableName } from './tables.ts'

export const StoreUnavailable = defineError('telemetry.store-unavailable', 'unavailable', {
  message: (d: { reason: string }) => `The telemetry store does not answer: ${d.reason}.`,
  hint: 'It is tried again by itself; what is sent meanwhile waits in the spool. Ask again shortly.',
})

/** The store answered, and the answer is an error of ClickHouse. */
export class EngineError extends Error {
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.name = 'EngineError'
    this.code = code
  }
}

/** What one question may take. */
export const SQL_LIMITS = { seconds: 20, bytes: 1_500_000_000 }

export const READER_SETTINGS = {
  max_execution_time: SQL_LIMITS.seconds,
  max_memory_usage: SQL_LIMITS.bytes,
  max_result_bytes: 500_000_000,
  max_bytes_before_external_group_by: 500_000_000,
  output_format_json_quote_64bit_integers: 1,
  output_format_json_quote_denormals: 1,
  allow_experimental_time_series_aggregate_functions: 1,
  use_query_condition_cache: 1,
} as const

export type EngineState = 'up' | 'down'

/** Rows of one table out of one file of the spool. */
export interface RowBatch {
  readonly table: TableName
  /** RowBinary, in the order of the table's columns. */
  readonly rows: Buffer
  /** The name of the file, the same at every attempt. */
  readonly name: string
  /** A folder of ours on the disk of the spool. */
  readonly folder: string
  /** It may have been inserted before. */
  readonly isRepeated: boolean
}

export interface Engine {
  /** Where the tables are, in words for people; never with a password. */
  readonly place: string
  /** The cluster that the tables are spread over; undefined when one process or server holds them. */
  readonly cluster: string | undefined
  readonly state: EngineState
  readonly lastError: string | undefined
  /** The process id of the engine, when it is a process of ours and runs. */
  readonly pid: number | undefined
  /** Resolves when it answers. @throws ChdbMissing, StoreUnavailable when it cannot be started or reached */
  start(): Promise<void>
  /** Runs one statement. @throws StoreUnavailable, EngineError */
  ask(
    lane: Lane,
    sql: string,
    options?: { params?: Readonly<Record<string, unknown>>; format?: string },
  ): Promise<Buffer>
  /** Inserts the rows, each once however often it is tried. @throws StoreUnavailable, EngineError */
  addRows(batch: RowBatch): Promise<void>
  close(): Promise<void>
}
