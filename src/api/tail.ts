/**
 * Log records as they arrive, for who watches: server-sent events of those that a search matches. They come from
 * memory, right after they were made durable; what arrives faster than it can be read is left out and counted.
 */
import type { Hono } from 'hono'
import { type SSEStreamingApi, streamSSE } from 'hono/streaming'
import { defineError } from '#base'
import type { Ledger } from '#ledger'
import { type LogRecord, levelOf, matchSearch, parseSearch, type Telemetry } from '#telemetry'
import { guard } from './access/guard.ts'
import { problemOf } from './problem.ts'

export const TooManyTails = defineError('api.too-many-tails', 'too-many', {
  message: (d: { most: number }) => `${d.most} people or programs follow log records already.`,
  hint: 'Close one, or search without following.',
})

const HEARTBEAT_MS = 15_000
const MOST_TAILS = 50
/** Records that wait for a slow reader. */
const MOST_WAITING = 1_000

export function mountTail(
  app: Hono,
  { telemetry, ledger }: { telemetry: Telemetry; ledger: Ledger },
): { close(): void } {
  const tails = new Set<Tail>()
  app.get('/api/v1/logs/tail', async (c) => {
    let matches: (record: LogRecord) => boolean
    try {
      await guard(ledger, c, 'read')
      matches = matchSearch(parseSearch(c.req.query('query') ?? ''))
      if (tails.size >= MOST_TAILS) throw new TooManyTails({ most: MOST_TAILS })
    } catch (error) {
      const problem = problemOf(error, '')
      return c.json(problem, problem.status as 400, { 'content-type': 'application/problem+json' })
    }
    c.header('x-accel-buffering', 'no')
    return streamSSE(c, async (stream) => {
      const tail = new Tail(matches)
      tails.add(tail)
      const stop = telemetry.onRecords((records) => tail.add(records))
      stream.onAbort(() => tail.end())
      try {
        await tail.write(stream)
      } finally {
        stop()
        tails.delete(tail)
      }
    })
  })
  return {
    close() {
      for (const tail of tails) tail.end()
    },
  }
}

class Tail {
  readonly #matches: (record: LogRecord) => boolean
  #waiting: LogRecord[] = []
  #dropped = 0
  #open = true
  #wake: (() => void) | undefined

  constructor(matches: (record: LogRecord) => boolean) {
    this.#matches = matches
  }

  add(records: readonly LogRecord[]): void {
    for (const record of records) {
      if (!this.#matches(record)) continue
      if (this.#waiting.length < MOST_WAITING) this.#waiting.push(record)
      else this.#dropped++
    }
    this.#wake?.()
  }

  end(): void {
    this.#open = false
    this.#wake?.()
  }

  async write(stream: SSEStreamingApi): Promise<void> {
    await stream.writeSSE({ event: 'hello', data: '{}' })
    while (this.#open) {
      const records = this.#waiting.splice(0)
      const count = this.#dropped
      this.#dropped = 0
      for (const record of records)
        await stream.writeSSE({ event: 'record', data: JSON.stringify(toldOf(record)) })
      if (count > 0) await stream.writeSSE({ event: 'dropped', data: JSON.stringify({ count }) })
      if (this.#waiting.length > 0 || this.#dropped > 0 || !this.#open) continue
      if (await this.#pause()) await stream.writeSSE({ event: 'beat', data: '{}' })
    }
  }

  /** Waits for more; true when the time of a heartbeat passed first. */
  #pause(): Promise<boolean> {
    return new Promise((done) => {
      const timer = setTimeout(() => done(true), HEARTBEAT_MS)
      this.#wake = () => {
        clearTimeout(timer)
        done(false)
      }
    })
  }
}

/** As `logs.search` tells it, without the id: it has its place once it is stored. */
function toldOf({ timeNs, observedMs: _, ...record }: LogRecord) {
  return {
    id: null,
    timeMs: Number(timeNs / 1_000_000n),
    timeNs: String(timeNs),
    ...record,
    cut: false,
    level: levelOf(record.severity),
    template: null,
  }
}
