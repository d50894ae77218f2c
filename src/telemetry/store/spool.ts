/**
 * The write-ahead log of telemetry. Requests that arrive together share one write and one fsync; only then are
 * they acknowledged. A file is closed when it is large or old enough and handed on to be inserted.
 */
import { type FileHandle, mkdir, open, readdir, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { type Clock, defineError, type Log, messageOf, OpsplaneError } from '#base'
import { encodeFrame, type SpoolRows } from './wal.ts'

export const SpoolFull = defineError('telemetry.spool-full', 'unavailable', {
  message: (d: { spoolBytes: number; limitBytes: number }) =>
    `Telemetry is not taken now: ${d.spoolBytes} bytes wait to be stored and the limit is ${d.limitBytes}.`,
  hint: 'See the health of the telemetry store; nothing that was acknowledged is lost.',
})

export const SpoolUnwritable = defineError('telemetry.spool-unwritable', 'unavailable', {
  message: (d: { reason: string; full: boolean }) =>
    d.full
      ? 'Telemetry is not taken now: the disk is full.'
      : `Telemetry is not taken now: it could not be written to disk (${d.reason}).`,
  hint: 'Free or mend the disk of the data folder; senders may send again, nothing acknowledged is lost.',
})

/** A closed file of the spool. */
export interface Segment {
  readonly name: string
  readonly path: string
  readonly bytes: number
  readonly sinceMs: number
  /** It was left by a former process, which may have inserted it. */
  readonly recovered: boolean
}

export interface SpoolOptions {
  readonly folder: string
  readonly log: Log
  readonly clock: Clock
  readonly onSegment: (segment: Segment) => void
  /** A file of this size is closed. */
  readonly segmentBytes: number
  /** A file of this age is closed, in milliseconds. */
  readonly segmentMs: number
  /** Nothing is taken while this much waits. */
  readonly maxBytes: number
}

interface Waiting {
  readonly frame: Buffer
  resolve(): void
  reject(error: Error): void
}

interface OpenSegment {
  readonly name: string
  readonly path: string
  readonly handle: FileHandle
  readonly sinceMs: number
  readonly timer: NodeJS.Timeout
  committed: number
}

export class Spool {
  readonly #options: SpoolOptions
  #queue: Waiting[] = []
  #segment: OpenSegment | undefined
  #pumping: Promise<void> | undefined
  #rotateDue = false
  #closed = false
  #sequence = 0
  /** Bytes in closed files that are not inserted yet. */
  #waitingBytes = 0

  constructor(options: SpoolOptions) {
    this.#options = options
  }

  /** Hands on what a former process left behind, oldest first. */
  async recover(): Promise<number> {
    const { folder } = this.#options
    await mkdir(folder, { recursive: true })
    const names = (await readdir(folder)).sort()
    for (const name of names) if (name.endsWith('.rows')) await unlink(join(folder, name))
    const left = names.filter((name) => name.endsWith('.wal'))
    for (const name of left) {
      const path = join(folder, name)
      const { size, mtimeMs } = await stat(path)
      this.#handOn({
        name: name.slice(0, -'.wal'.length),
        path,
        bytes: size,
        sinceMs: mtimeMs,
        recovered: true,
      })
    }
    return left.length
  }

  get bytes(): number {
    return this.#waitingBytes + (this.#segment?.committed ?? 0)
  }

  /** Since when the open file has been written to; undefined while nothing is open. */
  get openSinceMs(): number | undefined {
    return this.#segment?.sinceMs
  }

  /** Resolves when the rows are on disk. @throws SpoolFull, SpoolUnwritable */
  append(rows: SpoolRows): Promise<void> {
    const { maxBytes } = this.#options
    if (this.#closed)
      return Promise.reject(new SpoolUnwritable({ reason: 'it is closed', full: false }))
    if (this.bytes > maxBytes)
      return Promise.reject(new SpoolFull({ spoolBytes: this.bytes, limitBytes: maxBytes }))
    return new Promise((resolve, reject) => {
      this.#queue.push({ frame: encodeFrame(rows), resolve, reject })
      void this.#pump()
    })
  }

  /** Closes the open file now, so that all that was acknowledged is handed on. */
  async rotate(): Promise<void> {
    this.#rotateDue = true
    while (this.#rotateDue) await this.#pump()
  }

  /** A closed file has been inserted and is gone. */
  forget(segment: Segment): void {
    this.#waitingBytes -= segment.bytes
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.rotate()
  }

  #pump(): Promise<void> {
    this.#pumping ??= this.#run().finally(() => {
      this.#pumping = undefined
      if (this.#queue.length > 0 || this.#rotateDue) void this.#pump()
    })
    return this.#pumping
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0) {
      const group = this.#queue
      this.#queue = []
      try {
        await this.#commit(Buffer.concat(group.map(({ frame }) => frame)))
        for (const { resolve } of group) resolve()
      } catch (error) {
        const refused = refusalOf(error)
        this.#options.log.error('telemetry could not be spooled', { error: messageOf(error) })
        for (const { reject } of group) reject(refused)
      }
      if ((this.#segment?.committed ?? 0) >= this.#options.segmentBytes) await this.#closeSegment()
    }
    if (this.#rotateDue) await this.#closeSegment()
    this.#rotateDue = false
  }

  async #commit(bytes: Buffer): Promise<void> {
    this.#segment ??= await this.#openSegment()
    const segment = this.#segment
    try {
      await segment.handle.appendFile(bytes)
      await segment.handle.datasync()
      segment.committed += bytes.length
    } catch (error) {
      // What was refused must not come back: the file ends again where it was last acknowledged.
      await segment.handle.truncate(segment.committed).catch(() => {})
      await this.#closeSegment()
      throw error
    }
  }

  async #openSegment(): Promise<OpenSegment> {
    const { folder, clock, segmentMs } = this.#options
    const sinceMs = clock.now()
    const name = [
      String(Date.now()).padStart(15, '0'),
      process.pid,
      String(this.#sequence++).padStart(9, '0'),
    ].join('-')
    const path = join(folder, `${name}.wal`)
    const handle = await open(path, 'ax')
    await syncFolder(folder)
    const timer = setTimeout(() => void this.rotate(), segmentMs)
    return { name, path, handle, sinceMs, timer, committed: 0 }
  }

  async #closeSegment(): Promise<void> {
    const segment = this.#segment
    if (!segment) return
    this.#segment = undefined
    clearTimeout(segment.timer)
    await segment.handle.close().catch(() => {})
    const { name, path, sinceMs, committed } = segment
    if (committed > 0) this.#handOn({ name, path, bytes: committed, sinceMs, recovered: false })
    else await unlink(path).catch(() => {})
  }

  #handOn(segment: Segment): void {
    this.#waitingBytes += segment.bytes
    this.#options.onSegment(segment)
  }
}

function refusalOf(error: unknown): OpsplaneError {
  if (error instanceof OpsplaneError) return error
  const code = (error as NodeJS.ErrnoException).code
  const full = code === 'ENOSPC' || code === 'EDQUOT'
  return new SpoolUnwritable({ reason: messageOf(error), full }, { cause: error })
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
