/**
 * Live updates: one stream of server-sent events for each tab. An event says what changed, not the data;
 * its id is a position of the ledger, so a tab that comes back misses nothing (`Last-Event-ID`).
 */
import type { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { type Fact, LEDGER_CHANNEL, type Ledger } from '#ledger'
import { guard } from './access/guard.ts'
import { problemOf } from './problem.ts'

const HEARTBEAT_MS = 15_000
const CATCH_UP = 500

/** What a tab hears of a fact. */
export interface Change {
  readonly type: string
  readonly subject: string
  readonly correlation: string
  readonly time: string
}

export interface LiveFeed {
  /** Wakes every stream: something happened that is not in the ledger, such as output of a step. */
  hint(topic: string, subject: string): void
}

export function mountStream(app: Hono, ledger: Ledger): LiveFeed & { close(): void } {
  const tabs = new Set<{ wake: () => void; hints: Map<string, string>; end: () => void }>()
  const wakeAll = () => {
    for (const tab of tabs) tab.wake()
  }
  const stopCommit = ledger.onCommit(wakeAll)
  const listening = ledger.database.listen(LEDGER_CHANNEL, wakeAll)

  app.get('/api/v1/stream', async (c) => {
    try {
      await guard(ledger, c, 'read')
    } catch (error) {
      const problem = problemOf(error, '')
      return c.json(problem, problem.status as 401)
    }
    c.header('x-accel-buffering', 'no')
    return streamSSE(c, async (stream) => {
      let awake = false
      let resume: (() => void) | undefined
      let open = true
      const tab = {
        hints: new Map<string, string>(),
        wake() {
          awake = true
          resume?.()
        },
        end() {
          open = false
          tab.wake()
        },
      }
      tabs.add(tab)
      stream.onAbort(tab.end)
      const last = Number(c.req.header('last-event-id') ?? c.req.query('after') ?? Number.NaN)
      let position = Number.isFinite(last) ? last : await ledger.head()
      await stream.writeSSE({ event: 'hello', id: String(position), data: '{}' })
      try {
        while (open) {
          awake = false
          const facts = await ledger.read({ after: position, limit: CATCH_UP })
          for (const fact of facts) {
            position = fact.position
            await stream.writeSSE({
              event: 'fact',
              id: String(position),
              data: JSON.stringify(changeOf(fact)),
            })
          }
          for (const [subject, topic] of tab.hints)
            await stream.writeSSE({ event: 'hint', data: JSON.stringify({ topic, subject }) })
          tab.hints.clear()
          if (awake || facts.length === CATCH_UP) continue
          const beat = await pause((wake) => {
            resume = wake
          })
          if (beat) await stream.writeSSE({ event: 'beat', data: '{}' })
        }
      } finally {
        tabs.delete(tab)
      }
    })
  })

  return {
    hint(topic, subject) {
      for (const tab of tabs) {
        tab.hints.set(subject, topic)
        tab.wake()
      }
    },
    close() {
      stopCommit()
      for (const tab of tabs) tab.end()
      listening.then((stop) => stop()).catch(() => {})
    },
  }
}

function changeOf({ type, subject, correlation, time }: Fact): Change {
  return { type, subject, correlation, time }
}

/** Waits to be woken; true when the time of a heartbeat passed first. */
function pause(wakeable: (wake: () => void) => void): Promise<boolean> {
  return new Promise((done) => {
    const timer = setTimeout(() => done(true), HEARTBEAT_MS)
    wakeable(() => {
      clearTimeout(timer)
      done(false)
    })
  })
}
