/**
 * Telemetry at rest: ClickHouse, embedded as chDB in a process of its own, or servers of your own. Rows are acknowledged when the spool
 * has them on disk, and reach the tables from there within a second, whatever dies in between.
 */
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import {
  type Clock,
  defineError,
  type Log,
  messageOf,
  type OpsplaneError,
  systemClock,
} from '#base'
import type { MetricType } from '../model.ts'
import { ChdbEngine } from './chdb-engine.ts'
import { Drain } from './drain.ts'
import { type Engine, EngineError, type EngineState } from './engine.ts'
import { literal } from './insert-statement.ts'
import type { Lane } from './protocol.ts'
import {
  type Question,
  rollupQuestion,
  SERIES_SQL,
  type StoredSeries,
  samplesQuestion,
} from './queries.ts'
import { readOnlySql } from './read-only.ts'
import { applySchema } from './schema.ts'
import { ServerEngine } from './server-engine.ts'
import { Spool } from './spool.ts'
import type { SpoolRows } from './wal.ts'

export const QueryRefused = defineError('telemetry.query-refused', 'bad-input', {
  message: (d: { reason: string; code: number }) =>
    `The telemetry store refused the query: ${d.reason}`,
  hint: 'Correct the query, or narrow its time range when it ran out of time or memory.',
})

export const UnusableFolder = defineError('telemetry.unusable-folder', 'bad-input', {
  message: (d: { folder: string }) =>
    `The data folder ${d.folder} has one of the signs * ? { } in its path, which the store reads as patterns.`,
  hint: 'Choose another folder with --data.',
})

export interface StoreHealth {
  /** Catching up: rows are safe and wait longer than usual. Down: the engine does not answer. */
  readonly state: 'ok' | 'catching-up' | 'down'
  readonly spoolBytes: number
  readonly spoolAgeMs: number
  readonly lastError: string | undefined
}

export interface SqlResult {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly (readonly unknown[])[]
  /** Rows were left out because there are more than the limit. */
  readonly truncated: boolean
}

export interface StoredPartition {
  readonly table: string
  /** `2026-11-23` or `202611`; another name when the table is not cut by time. */
  readonly partition: string
  readonly rows: number
  /** On disk, compressed; of one replica when there are several. */
  readonly bytes: number
  readonly rawBytes: number
}

/** Samples by series and time; the three columns have equal length. */
export interface SampleColumns {
  readonly seriesIds: BigUint64Array
  readonly timesMs: Float64Array
  readonly values: Float64Array
}

export interface TelemetryStore {
  /** Resolves when the rows are on disk. @throws SpoolFull, SpoolUnwritable */
  append(rows: SpoolRows): Promise<void>
  /** Series that had samples since then. */
  series(sinceMs: number): Promise<StoredSeries[]>
  /** Stored samples with `fromMs < time <= toMs`, by series and time. */
  samples(fromMs: number, toMs: number, ids: readonly bigint[] | 'all'): Promise<SampleColumns>
  /** As `samples`, from what was rolled up: the last sample of each five minutes, at their end. */
  rollup(fromMs: number, toMs: number, ids: readonly bigint[]): Promise<SampleColumns>
  /** One SELECT of a person. @throws SqlRefused, QueryRefused, StoreUnavailable */
  sql(text: string, params?: Readonly<Record<string, unknown>>, limit?: number): Promise<SqlResult>
  /**
   * Rows of a question of our own: no word of a person stands in its text, only in its parameters. Numbers of
   * 64 bits come as text. @throws QueryRefused, StoreUnavailable
   */
  ask<Row>(question: Question): Promise<Row[]>
  /**
   * Runs a statement of our own that changes rows or lets them go; as `ask`, without words of a person in its
   * text. @throws QueryRefused, StoreUnavailable
   */
  change(question: Question): Promise<void>
  /** What stands on disk, by table and by the day or month by which the table is cut. */
  partitions(): Promise<StoredPartition[]>
  health(): StoreHealth
  /** Where the tables are, in words for people. */
  place(): string
  /** The process id of the engine, while it runs. */
  enginePid(): number | undefined
  /** Waits until all that was acknowledged before is in the tables. */
  drained(): Promise<void>
  close(): Promise<void>
}

export interface StoreOptions {
  /** Holds the folders `chdb` and `spool`. */
  readonly folder: string
  readonly log: Log
  readonly clock?: Clock
  /** ClickHouse of your own; an embedded one in `folder` unless told. */
  readonly server?: { readonly url: string; readonly cluster?: string | undefined } | undefined
  /** The file that is run as the chDB process; found by itself in the checkout and in the build. */
  readonly childEntry?: string
  readonly readers?: number
  /** How long opening tries to start the engine, in milliseconds; 30 seconds unless told. */
  readonly startDeadlineMs?: number
  readonly migrations?: string
  readonly spool?: { segmentBytes?: number; segmentMs?: number; maxBytes?: number }
}

const MiB = 2 ** 20
const USUAL_AGE_MS = 10_000
const CLOSE_DEADLINE_MS = 5_000
const RECOVERY_DEADLINE_MS = 30_000
const DEFAULT_SQL_ROWS = 1_000
const MOST_SQL_ROWS = 10_000

/** Opens the store, or waits for it: while another process ends, or comes back, it is tried again. */
export async function openTelemetryStore(options: StoreOptions): Promise<TelemetryStore> {
  const folder = resolve(options.folder)
  if (/[*?{}]/.test(folder)) throw new UnusableFolder({ folder })
  mkdirSync(folder, { recursive: true })
  const store = new ClickhouseStore({ ...options, folder })
  await store.open()
  return store
}

class ClickhouseStore implements TelemetryStore {
  readonly #options: StoreOptions
  readonly #clock: Clock
  readonly #engine: Engine
  readonly #drain: Drain
  readonly #spool: Spool

  constructor(options: StoreOptions) {
    const { folder, log, server, childEntry, readers, startDeadlineMs, spool } = options
    this.#options = options
    this.#clock = options.clock ?? systemClock
    const onState = (state: EngineState) => {
      if (state === 'up') this.#drain.wake()
    }
    const path = join(folder, 'chdb')
    this.#engine = server
      ? new ServerEngine({ ...server, log, startDeadlineMs }, onState)
      : new ChdbEngine({ path, log, childEntry, readers, startDeadlineMs }, onState)
    this.#drain = new Drain({
      engine: this.#engine,
      log,
      onInserted: (segment) => this.#spool.forget(segment),
    })
    this.#spool = new Spool({
      folder: join(folder, 'spool'),
      log,
      clock: this.#clock,
      segmentBytes: spool?.segmentBytes ?? 8 * MiB,
      segmentMs: spool?.segmentMs ?? 1_000,
      maxBytes: spool?.maxBytes ?? 2_048 * MiB,
      onSegment: (segment) => this.#drain.add(segment),
    })
  }

  async open(): Promise<void> {
    await this.#engine.start()
    try {
      await applySchema(this.#engine, this.#options.migrations)
    } catch (error) {
      await this.#engine.close()
      throw error
    }
    const left = await this.#spool.recover()
    if (left === 0) return
    this.#options.log.info('telemetry of a former run is inserted', { files: left })
    // A store that cannot take it now does not keep the server from starting; its health says so.
    let deadline: NodeJS.Timeout | undefined
    const late = new Promise<void>((resolve) => {
      deadline = setTimeout(resolve, RECOVERY_DEADLINE_MS)
    })
    await Promise.race([this.#drain.settled(), late])
    clearTimeout(deadline)
  }

  append(rows: SpoolRows): Promise<void> {
    return this.#spool.append(rows)
  }

  async series(sinceMs: number): Promise<StoredSeries[]> {
    const rows = await this.ask<Omit<StoredSeries, 'id'> & { id: string; type: MetricType }>({
      sql: SERIES_SQL,
      params: { since: Math.floor(sinceMs) },
    })
    return rows.map((row) => ({
      ...row,
      id: BigInt(row.id),
      firstSeenMs: Number(row.firstSeenMs),
      lastSeenMs: Number(row.lastSeenMs),
    }))
  }

  async samples(
    fromMs: number,
    toMs: number,
    ids: readonly bigint[] | 'all',
  ): Promise<SampleColumns> {
    if (ids.length === 0) return sampleColumns(Buffer.alloc(0))
    return sampleColumns(await this.#bytes(samplesQuestion(fromMs, toMs, ids), 'RowBinary'))
  }

  async rollup(fromMs: number, toMs: number, ids: readonly bigint[]): Promise<SampleColumns> {
    if (ids.length === 0) return sampleColumns(Buffer.alloc(0))
    return sampleColumns(await this.#bytes(rollupQuestion(fromMs, toMs, ids), 'RowBinary'))
  }

  async sql(
    text: string,
    params: Readonly<Record<string, unknown>> = {},
    limit = DEFAULT_SQL_ROWS,
  ): Promise<SqlResult> {
    const most = Math.min(Math.max(1, Math.floor(limit)), MOST_SQL_ROWS)
    const sql = `${BEFORE_SQL}${readOnlySql(text)}\n) limit ${most + 1}`
    const answer = await this.#bytes({ sql, params }, 'JSONCompact').catch((error) => {
      throw error instanceof QueryRefused ? inPlaces(error) : error
    })
    const { meta, data } = JSON.parse(answer.toString()) as {
      meta: { name: string; type: string }[]
      data: unknown[][]
    }
    return { columns: meta, rows: data.slice(0, most), truncated: data.length > most }
  }

  async ask<Row>(question: Question): Promise<Row[]> {
    const answer = await this.#bytes(question, 'JSONEachRow')
    const text = answer.toString().trimEnd()
    return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line) as Row)
  }

  async change({ sql, params }: Question): Promise<void> {
    await this.#bytes({ sql, params }, 'Null', 'write')
  }

  async partitions(): Promise<StoredPartition[]> {
    const { cluster } = this.#engine
    const parts = cluster ? `cluster(${literal(cluster)}, system.parts)` : 'system.parts'
    const rows = await this.ask<Record<keyof StoredPartition, string>>({
      sql: `select table, partition, sum(rows) as rows, sum(bytes_on_disk) as bytes,
          sum(data_uncompressed_bytes) as rawBytes
        from ${parts} where database = 'tel' and active and table != 'schema_version'
        group by table, partition order by table, partition`,
      params: {},
    })
    return rows.map(({ table, partition, rows, bytes, rawBytes }) => ({
      table,
      partition,
      rows: Number(rows),
      bytes: Number(bytes),
      rawBytes: Number(rawBytes),
    }))
  }

  health(): StoreHealth {
    const since = this.#drain.oldestMs ?? this.#spool.openSinceMs
    const spoolAgeMs = since === undefined ? 0 : Math.max(0, this.#clock.now() - since)
    const down = this.#engine.state === 'down'
    const lastError = down ? this.#engine.lastError : this.#drain.lastError
    const late = this.#drain.lastError !== undefined || spoolAgeMs > USUAL_AGE_MS
    return {
      state: down ? 'down' : late ? 'catching-up' : 'ok',
      spoolBytes: this.#spool.bytes,
      spoolAgeMs,
      lastError,
    }
  }

  place(): string {
    return this.#engine.place
  }

  enginePid(): number | undefined {
    return this.#engine.pid
  }

  async drained(): Promise<void> {
    await this.#spool.rotate()
    await this.#drain.settled()
  }

  async close(): Promise<void> {
    await this.#spool.close()
    // What cannot be inserted now stays in the spool and is inserted at the next start.
    const deadline = setTimeout(() => this.#drain.stop(), CLOSE_DEADLINE_MS)
    if (this.#engine.state === 'down') this.#drain.stop()
    await this.#drain.settled()
    clearTimeout(deadline)
    this.#drain.stop()
    await this.#engine.close()
  }

  async #bytes({ sql, params }: Question, format: string, lane: Lane = 'read'): Promise<Buffer> {
    try {
      return await this.#engine.ask(lane, sql, { params, format })
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      throw new QueryRefused({ reason: messageOf(error), code: error.code }, { cause: error })
    }
  }
}

/** Stands before the SQL of a person. */
const BEFORE_SQL = 'select * from ('

/** What is refused names places in the text of the person, and nothing that stands around it. */
function inPlaces(refused: OpsplaneError): Error {
  const { reason, code } = refused.details as { reason: string; code: number }
  const own = reason
    .replace(/position (\d+)/, (_, at) => `position ${Math.max(1, Number(at) - BEFORE_SQL.length)}`)
    .replace(/ \(line \d+, col \d+\)/, '')
    .replace(/\n\) limit \d+/, '')
  return new QueryRefused({ reason: own, code }, { cause: refused })
}

/** Reads rows of (UInt64, DateTime64(3), Float64): eight bytes each, as the machine has them in memory. */
function sampleColumns(bytes: Buffer): SampleColumns {
  const count = Math.floor(bytes.length / 24)
  const rows = new Uint8Array(bytes.subarray(0, count * 24)).buffer
  const halves = new Uint32Array(rows)
  const doubles = new Float64Array(rows)
  const columns = {
    seriesIds: new BigUint64Array(count),
    timesMs: new Float64Array(count),
    values: new Float64Array(count),
  }
  // By halves: a million numbers of 64 bits would be a million objects.
  const ids = new Uint32Array(columns.seriesIds.buffer)
  for (let i = 0, at = 0; i < count; i++, at += 6) {
    ids[2 * i] = halves[at]!
    ids[2 * i + 1] = halves[at + 1]!
    columns.timesMs[i] = halves[at + 2]! + (halves[at + 3]! | 0) * 2 ** 32
    columns.values[i] = doubles[at / 2 + 2]!
  }
  return columns
}
