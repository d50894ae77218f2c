/**
 * What the server could not take yet, on disk and in order. It has a size; when it is full the oldest gives
 * way, since the newest says more about now. Log files need none of this: they wait where they are.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { SignalPath } from './sender.ts'
import { writeWhole } from './write-whole.ts'

interface Entry {
  readonly name: string
  readonly bytes: number
}

export class Waiting {
  readonly #folder: string
  readonly #limitBytes: number
  readonly #entries: Entry[]
  #next: number
  /** Requests that gave way since the start. */
  dropped = 0

  constructor(folder: string, limitBytes: number) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    this.#folder = folder
    this.#limitBytes = limitBytes
    this.#entries = readdirSync(folder)
      .filter((name) => /^\d+-(?:metrics|logs)\.json\.gz$/.test(name))
      .sort()
      .map((name) => ({ name, bytes: statSync(join(folder, name)).size }))
    this.#next = Number.parseInt(this.#entries.at(-1)?.name ?? '0', 10) + 1
  }

  get size(): number {
    return this.#entries.length
  }

  get bytes(): number {
    return this.#entries.reduce((sum, { bytes }) => sum + bytes, 0)
  }

  add(path: SignalPath, body: string): void {
    const name = `${String(this.#next++).padStart(12, '0')}-${path.slice(4)}.json.gz`
    const packed = gzipSync(body)
    writeWhole(join(this.#folder, name), packed)
    this.#entries.push({ name, bytes: packed.length })
    while (this.#entries.length > 1 && this.bytes > this.#limitBytes) {
      this.removeFirst()
      this.dropped++
    }
  }

  /** The oldest. A file that a broken disk spoilt is left out. */
  first(): { path: SignalPath; body: string } | undefined {
    for (;;) {
      const entry = this.#entries[0]
      if (!entry) return undefined
      try {
        const body = gunzipSync(readFileSync(join(this.#folder, entry.name))).toString()
        return { path: entry.name.includes('-logs.') ? '/v1/logs' : '/v1/metrics', body }
      } catch {
        this.removeFirst()
        this.dropped++
      }
    }
  }

  removeFirst(): void {
    const entry = this.#entries.shift()
    if (entry) rmSync(join(this.#folder, entry.name), { force: true })
  }
}
