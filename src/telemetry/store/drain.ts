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
    const isRepeated = this.#uncertain.has(segment.name) || segment.recovered
    this.#uncertain.add(segment.name)
    for (const [table, parts] of readFrames(await readFile(segment.path))) {
      await this.#options.engine.addRows({
        table,
        rows: Buffer.concat(parts),
        name: segment.name,
        folder: dirname(segment.path),
        isRepeated,
      })
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
