/**
 * Brings closed files of the spool into the tables: once each, in order, however often it is interrupted.
 *
 * An insert that was interrupted may have happened or not, so what follows it inserts only the rows that are
 * missing. The engine's own deduplication is not used: it writes down that a block is there before it is, and
 * a kill between the two loses the block for good.
 */
import { mkdir, readFile, rename, unlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type Log, messageOf } from '#base'
import { type Engine, EngineError } from './engine.ts'
import type { Segment } from './spool.ts'
import { COLUMNS, ROW_IDENTITY, type TableName, targetOf } from './tables.ts'
import { readFrames } from './wal.ts'

const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 5_000
/** So often a file may be refused by an engine that works before it is laid aside. */
const MAX_REFUSALS = 8
/** Errors of a store that is short of something, not of bad rows: memory, disk, time, too many parts. */
const PASSING = new Set([241, 243, 159, 252, 74, 75, 76, 236, 394])

export interface DrainOptions {
  readonly engine: Engine
  readonly log: Log
  readonly onInserted: (segment: Segment) => void
}

export class Drain {
  readonly #options: DrainOptions
  readonly #segments: Segment[] = []
  /** Files whose insert was begun and did not end well. */
  readonly #uncertain = new Set<string>()
  #running: Promise<void> | undefined
  #wake: (() => void) | undefined
  #lastError: string | undefined
  #stopped = false

  constructor(options: DrainOptions) {
    this.#options = options
  }

  get lastError(): string | undefined {
    return this.#lastError
  }

  get waiting(): number {
    return this.#segments.length
  }

  /** Since when the oldest file waits. */
  get oldestMs(): number | undefined {
    return this.#segments[0]?.sinceMs
  }

  add(segment: Segment): void {
    this.#segments.push(segment)
    this.#start()
  }

  /** Tries again at once, for example because the engine is back. */
  wake(): void {
    this.#wake?.()
    this.#start()
  }

  /** Resolves when nothing waits, or when the drain is stopped. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running
  }

  stop(): void {
    this.#stopped = true
    this.#wake?.()
  }

  #start(): void {
    if (this.#stopped || this.#running || this.#segments.length === 0) return
    this.#running = this.#run().finally(() => {
      this.#running = undefined
      this.#start()
    })
  }

  async #run(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS
    let refusals = 0
    for (let segment = this.#segments[0]; segment && !this.#stopped; segment = this.#segments[0]) {
      try {
        await this.#insert(segment)
        this.#lastError = undefined
        pauseMs = FIRST_PAUSE_MS
        refusals = 0
      } catch (error) {
        this.#lastError = messageOf(error)
        if (error instanceof EngineError && !PASSING.has(error.code)) refusals++
        if (refusals < MAX_REFUSALS) {
          await this.#pause(pauseMs)
          pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
          continue
        }
        await this.#layAside(segment)
        refusals = 0
      }
      this.#segments.shift()
      this.#options.onInserted(segment)
    }
  }

  async #insert(segment: Segment): Promise<void> {
    const missingOnly = this.#uncertain.has(segment.name) || segment.recovered
    this.#uncertain.add(segment.name)
    for (const [table, parts] of readFrames(await readFile(segment.path))) {
      const path = join(dirname(segment.path), `${segment.name}-${table}.rows`)
      await writeFile(path, Buffer.concat(parts))
      await this.#options.engine.ask('write', insertStatement(table, path, missingOnly))
      await unlink(path)
    }
    await unlink(segment.path)
    this.#uncertain.delete(segment.name)
  }

  /** Keeps a file that the engine refuses, so that it neither blocks the others nor is lost. */
  async #layAside(segment: Segment): Promise<void> {
    const folder = join(dirname(segment.path), 'refused')
    await mkdir(folder, { recursive: true })
    await rename(segment.path, join(folder, basename(segment.path)))
    this.#options.log.error('telemetry was refused by its store and laid aside', {
      file: join(folder, basename(segment.path)),
      error: this.#lastError,
    })
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}

/**
 * The only way rows enter: from a file of our own. The engine's inline insert runs what follows a blank line
 * as SQL, so it is never used; a test reads this folder for it.
 */
function insertStatement(table: TableName, path: string, missingOnly: boolean): string {
  const columns = COLUMNS[table]
  const names = columns.map(([name]) => `\`${name}\``).join(', ')
  const structure = columns.map(([name, type]) => `\`${name}\` ${type}`).join(', ')
  const file = `file(${literal(path)}, 'RowBinary', ${literal(structure)})`
  const { time, key } = ROW_IDENTITY[table]
  const missing = `where (${key}) not in (
    select ${key} from tel.${targetOf(table)} where ${time} in (select ${time} from ${file}))`
  // One block per partition, so that each is there as a whole or not at all.
  return `insert into tel.${targetOf(table)} (${names}) select ${names} from ${file} ${missingOnly ? missing : ''}
    settings max_insert_threads = 1, max_threads = 1, insert_deduplicate = 0,
      min_insert_block_size_rows = 10000000, min_insert_block_size_bytes = 1000000000,
      max_block_size = 10000000, max_partitions_per_insert_block = 1000`
}

const literal = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`
