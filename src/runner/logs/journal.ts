/** Follows the journal of systemd from a cursor, by its own program, which knows its format and its rotation. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createInterface, type Interface } from 'node:readline'
import type { LogLine } from '../otlp.ts'
import type { Attributes } from '../resource.ts'

export interface JournalLine {
  readonly cursor: string
  readonly service: string
  readonly line: LogLine
}

const MOST_TAKEN = 2_000
const MOST_AHEAD = 4_000
const RESTART_AFTER_MS = 5_000
/** Syslog's priorities as OpenTelemetry's severity numbers. */
const SEVERITIES = [24, 22, 21, 17, 13, 10, 9, 5]

export class Journal {
  readonly #command: string
  #cursor: string | undefined
  #child: ChildProcess | undefined
  #lines: Interface | undefined
  #ahead: JournalLine[] = []
  #endedMs = Number.NEGATIVE_INFINITY

  /** Begins behind the cursor, or behind the newest entry when there is none. */
  constructor(command: string, cursor: string | undefined) {
    this.#command = command
    this.#cursor = cursor ?? this.#newest()
  }

  get cursor(): string | undefined {
    return this.#cursor
  }

  /** The next entries; they are handed out again until they are committed. */
  take(nowMs: number): readonly JournalLine[] {
    if (!this.#child && nowMs - this.#endedMs >= RESTART_AFTER_MS) this.#start()
    return this.#ahead.slice(0, MOST_TAKEN)
  }

  commit(taken: readonly JournalLine[]): void {
    this.#cursor = taken.at(-1)?.cursor ?? this.#cursor
    this.#ahead.splice(0, taken.length)
    if (this.#ahead.length < MOST_AHEAD) this.#lines?.resume()
  }

  close(): void {
    this.#lines?.close()
    this.#child?.kill('SIGTERM')
  }

  #newest(): string | undefined {
    const { stdout } = spawnSync(this.#command, ['-o', 'json', '-n', '1'], { encoding: 'utf8' })
    return parseEntry((stdout ?? '').split('\n')[0] ?? '', 0)?.cursor
  }

  #start(): void {
    const from = this.#cursor ? ['--after-cursor', this.#cursor] : []
    const child = spawn(this.#command, ['-o', 'json', '-f', '-n', 'all', ...from], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    this.#child = child
    this.#ahead = []
    const ended = () => {
      if (this.#child !== child) return
      this.#child = undefined
      this.#endedMs = Date.now()
    }
    child.once('error', ended)
    child.once('exit', ended)
    const lines = createInterface({ input: child.stdout! })
    this.#lines = lines
    lines.on('line', (text) => {
      const entry = parseEntry(text, Date.now())
      if (entry) this.#ahead.push(entry)
      if (this.#ahead.length >= MOST_AHEAD) lines.pause()
    })
  }
}

/** One entry of `journalctl -o json`; undefined when it has no message. */
export function parseEntry(text: string, seenMs: number): JournalLine | undefined {
  let entry: Record<string, unknown>
  try {
    entry = JSON.parse(text)
  } catch {
    return undefined
  }
  const read = (name: string) => {
    const value = entry[name]
    if (typeof value === 'string') return value
    // What is not UTF-8 is written as a list of bytes.
    return Array.isArray(value) && value.every((byte) => typeof byte === 'number')
      ? Buffer.from(value).toString()
      : undefined
  }
  const cursor = read('__CURSOR')
  const body = read('MESSAGE')
  if (!cursor || body === undefined) return undefined
  const unit = read('_SYSTEMD_UNIT')
  const attributes: Record<string, string> = {}
  const put = (name: string, field: string) => {
    const value = read(field)
    if (value) attributes[name] = value
  }
  put('process.pid', '_PID')
  put('process.executable.name', '_COMM')
  put('systemd.unit', '_SYSTEMD_UNIT')
  put('log.iostream', '_TRANSPORT')
  const micros = Number(read('__REALTIME_TIMESTAMP'))
  return {
    cursor,
    service: read('SYSLOG_IDENTIFIER') ?? unit?.replace(/\.service$/, '') ?? 'journal',
    line: {
      timeMs: micros > 0 ? micros / 1_000 : seenMs,
      severity: SEVERITIES[Number(read('PRIORITY'))] ?? 0,
      body,
      attributes: attributes as Attributes,
    },
  }
}
