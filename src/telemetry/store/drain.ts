/**
 * Brings closed files of the spool into the tables: once each, in order, however often it is interrupted.
 *
 * An insert that was interrupted may have happened or not, so the next attempt says that it is a repeated one,
 * and the engine inserts only what is missing.
 */
import { mkdir, readFile, rename, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type Log, messageOf } from '#base'
import { type Engine, EngineError } from './engine.ts'
import type { Segment } from './spool.ts'
import type { TableName } from './tables.ts'
import { readFrames } from './wal.ts'

const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 5_000
const MOST_TOGETHER = 200
const MOST_BYTES_TOGETHER = 16 * 2 ** 20
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
    for (
      let group = this.#group(refusals);
      group[0] && !this.#stopped;
      group = this.#group(refusals)
    ) {
      try {
        await this.#insert(group)
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
        await this.#layAside(group[0])
        refusals = 0
      }
      this.#segments.splice(0, group.length)
      for (const segment of group) this.#options.onInserted(segment)
    }
  }

  /**
   * The files that are inserted together: what waits is caught up in large pieces. One alone when a cluster has to
   * know it again by its name, and when something was refused, so that the bad one is found.
   */
  #group(refusals: number): readonly Segment[] {
    const [first] = this.#segments
    if (!first || refusals > 0 || this.#options.engine.cluster) return this.#segments.slice(0, 1)
    let bytes = 0
    const others = this.#segments.findIndex((segment, i) => {
      bytes += segment.bytes
      const isOther = this.#isRepeated(segment) !== this.#isRepeated(first)
      return i > 0 && (isOther || i >= MOST_TOGETHER || bytes > MOST_BYTES_TOGETHER)
    })
    return this.#segments.slice(0, others === -1 ? undefined : others)
  }

  /** A file that was begun and did not end well, here or in a former process. */
  #isRepeated(segment: Segment): boolean {
    return segment.recovered || this.#uncertain.has(segment.name)
  }

  async #insert(group: readonly Segment[]): Promise<void> {
    const [first] = group as [Segment]
    const isRepeated = this.#isRepeated(first)
    const rows = new Map<TableName, Buffer[]>()
    for (const { path } of group)
      for (const [table, parts] of readFrames(await readFile(path)))
        rows.set(table, [...(rows.get(table) ?? []), ...parts])
    for (const { name } of group) this.#uncertain.add(name)
    for (const [table, parts] of rows)
      await this.#options.engine.addRows({
        table,
        rows: Buffer.concat(parts),
        name: first.name,
        folder: dirname(first.path),
        isRepeated,
      })
    for (const { path, name } of group) {
      await unlink(path)
      this.#uncertain.delete(name)
    }
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
