/**
 * The server's side of the chDB process: starts it, asks it, and starts it again when it dies, waiting longer
 * each time. Questions that were open when it died fail; rows are safe in the spool, so nobody asks them here.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { defineError, type Log, packageFolder } from '#base'
import {
  type Engine,
  EngineError,
  type EngineState,
  READER_SETTINGS,
  type RowBatch,
  StoreUnavailable,
} from './engine.ts'
import { INSERT_SETTINGS, insertStatement, literal, structureOf } from './insert-statement.ts'
import type { EngineReply, EngineRequest, EngineSetup, Lane } from './protocol.ts'
import { ROW_IDENTITY } from './tables.ts'

export const ChdbMissing = defineError('telemetry.chdb-missing', 'unavailable', {
  message: () => 'The embedded telemetry engine (package chdb) is not installed here.',
  hint: 'Run npm install without --omit=optional on Linux or macOS, x64 or arm64.',
})

export interface ChdbOptions {
  /** The folder of chDB's data. */
  readonly path: string
  readonly log: Log
  /** The file that is run as the chDB process. */
  readonly childEntry?: string | undefined
  readonly readers?: number | undefined
  /** How long `start` tries before it gives up, in milliseconds. */
  readonly startDeadlineMs?: number | undefined
}

const START_DEADLINE_MS = 30_000
/** The engine stops its own queries long before this; who is silent for so long hangs and is replaced. */
const ANSWER_DEADLINE_MS = 120_000
const READERS = 3
const FIRST_BACKOFF_MS = 100
const LONGEST_BACKOFF_MS = 5_000
const CLOSE_DEADLINE_MS = 5_000
interface Open {
  readonly deadline: NodeJS.Timeout
  resolve(bytes: Buffer): void
  reject(error: Error): void
}

export class ChdbEngine implements Engine {
  readonly place: string
  readonly cluster = undefined
  readonly #options: ChdbOptions
  readonly #open = new Map<number, Open>()
  readonly #onState: (state: EngineState) => void
  #child: ChildProcess | undefined
  #state: EngineState = 'down'
  #lastError: string | undefined
  #backoffMs = FIRST_BACKOFF_MS
  #timer: NodeJS.Timeout | undefined
  #nextId = 1
  #closing = false

  constructor(options: ChdbOptions, onState: (state: EngineState) => void) {
    this.#options = options
    this.place = `embedded (chDB) in ${options.path}`
    this.#onState = onState
  }

  get state(): EngineState {
    return this.#state
  }

  get lastError(): string | undefined {
    return this.#lastError
  }

  /** The process id of the chDB process, while there is one. */
  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** Starts the process. @throws ChdbMissing, StoreUnavailable when it cannot be started here */
  async start(): Promise<void> {
    const { startDeadlineMs = START_DEADLINE_MS } = this.#options
    let deadline: NodeJS.Timeout | undefined
    try {
      await new Promise<void>((resolve, reject) => {
        this.#launch(resolve, reject)
        deadline = setTimeout(
          () => reject(new StoreUnavailable({ reason: this.#lastError ?? 'it does not start' })),
          startDeadlineMs,
        )
      })
    } catch (error) {
      await this.close()
      throw error
    } finally {
      clearTimeout(deadline)
    }
  }

  /** Runs one statement. @throws StoreUnavailable, EngineError */
  ask(
    lane: Lane,
    sql: string,
    options: { params?: Readonly<Record<string, unknown>>; format?: string } = {},
  ): Promise<Buffer> {
    const child = this.#child
    if (this.#state !== 'up' || !child?.connected)
      return Promise.reject(new StoreUnavailable({ reason: this.#lastError ?? 'it is starting' }))
    const id = this.#nextId++
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => {
        this.#lastError = 'it hangs'
        child.kill('SIGKILL')
      }, ANSWER_DEADLINE_MS)
      this.#open.set(id, { resolve, reject, deadline })
      const request: EngineRequest = {
        id,
        lane,
        sql,
        format: options.format ?? 'Null',
        ...(options.params ? { params: options.params } : {}),
      }
      // A failed send means that the process is going; its exit rejects what is open.
      child.send(request, () => {})
    })
  }

  async addRows({ table, rows, name, folder, isRepeated }: RowBatch): Promise<void> {
    const path = join(folder, `${name}-${table}.rows`)
    await writeFile(path, rows)
    const source = `file(${literal(path)}, 'RowBinary', ${literal(structureOf(table))})`
    const { time } = ROW_IDENTITY[table]
    const missingOnly = { times: `${time} in (select ${time} from ${source})` }
    const settings = Object.entries({ ...INSERT_SETTINGS, insert_deduplicate: 0 })
    await this.ask(
      'write',
      `${insertStatement(table, source, isRepeated ? missingOnly : undefined)}
       settings ${settings.map(([key, value]) => `${key} = ${value}`).join(', ')}`,
    )
    await unlink(path)
  }

  async close(): Promise<void> {
    this.#closing = true
    clearTimeout(this.#timer)
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    await new Promise<void>((resolve) => {
      const deadline = setTimeout(() => child.kill('SIGKILL'), CLOSE_DEADLINE_MS)
      child.once('exit', () => {
        clearTimeout(deadline)
        resolve()
      })
      if (child.connected) child.send('close', () => {})
      else child.kill('SIGKILL')
    })
  }

  #launch(ready?: () => void, never?: (error: Error) => void): void {
    const setup: EngineSetup = {
      path: this.#options.path,
      readers: this.#options.readers ?? READERS,
      readerSettings: READER_SETTINGS,
    }
    const entry = this.#options.childEntry ?? defaultChildEntry()
    const child = fork(entry, [JSON.stringify(setup)], {
      serialization: 'advanced',
      execArgv: entry.endsWith('.ts') ? ['--import', 'tsx'] : [],
      // Days and months of the tables are those of UTC, wherever the machine stands.
      env: { ...process.env, TZ: 'UTC', UV_THREADPOOL_SIZE: String(setup.readers + 3) },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    this.#child = child
    child.on('message', (reply: EngineReply) => {
      if (reply.kind === 'ready') {
        this.#lastError = undefined
        this.#change('up')
        this.#options.log.info('telemetry engine ready', { pid: child.pid })
        ready?.()
      } else if (reply.kind === 'cannot-open') {
        this.#lastError = reply.message
        if (reply.reason === 'not-installed') never?.(new ChdbMissing({}))
      } else this.#answer(reply)
    })
    child.on('error', (error) => {
      this.#lastError = error.message
    })
    child.on('exit', (code, signal) => this.#exited(code, signal, ready, never))
  }

  #answer(reply: Exclude<EngineReply, { kind: 'ready' | 'cannot-open' }>): void {
    const open = this.#open.get(reply.id)
    this.#open.delete(reply.id)
    clearTimeout(open?.deadline)
    // An answer is the proof that it works; until then a process that dies at once is not tried in a rush.
    this.#backoffMs = FIRST_BACKOFF_MS
    if (reply.kind === 'error') open?.reject(new EngineError(reply.code, reply.message))
    else {
      const { buffer, byteOffset, byteLength } = reply.bytes
      open?.resolve(Buffer.from(buffer, byteOffset, byteLength))
    }
  }

  #exited(
    code: number | null,
    signal: string | null,
    ready?: () => void,
    never?: (error: Error) => void,
  ): void {
    const reason = this.#lastError ?? `its process ended with ${signal ?? `exit code ${code}`}`
    this.#lastError = reason
    this.#change('down')
    const open = [...this.#open.values()]
    this.#open.clear()
    for (const { deadline, reject } of open) {
      clearTimeout(deadline)
      reject(new StoreUnavailable({ reason }))
    }
    if (this.#closing) return
    // The next process says for itself why it does not start.
    this.#options.log.warn('telemetry engine ended, starting it again', {
      reason,
      inMs: this.#backoffMs,
    })
    this.#timer = setTimeout(() => this.#launch(ready, never), this.#backoffMs)
    this.#backoffMs = Math.min(this.#backoffMs * 2, LONGEST_BACKOFF_MS)
  }

  #change(state: EngineState): void {
    if (state === this.#state) return
    this.#state = state
    this.#onState(state)
  }
}

/** From the sources the source itself, from the build the bundle that was built with it. */
function defaultChildEntry(): string {
  return join(
    packageFolder(),
    import.meta.url.endsWith('.ts')
      ? 'src/telemetry/store/chdb-process.ts'
      : 'dist/chdb-process.mjs',
  )
}
