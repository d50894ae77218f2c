/**
 * Looks every half minute whether help is called as it should be, by a clock of its own. While it is, it
 * calls an address outside, a dead man’s switch: when the calls cease, whoever listens there knows that we
 * are gone. When it is not, the last resort is told, past the outbox: that may be what is broken.
 */
import { type Log, messageOf } from '#base'
import type { Ledger } from '#ledger'
import { auditEscalations, whatIsWrong } from './audit.ts'

const LOOK_MS = 30_000
const TELL_AGAIN_MS = 10 * 60_000
const TIMEOUT_MS = 10_000

export interface Auditor {
  start(): void
  stop(): Promise<void>
  /** One look: for tests. */
  look(): Promise<void>
}

export function createAuditor(options: {
  readonly ledger: Ledger
  readonly log: Log
  readonly fetch: typeof fetch
  /** Called while all is well. */
  readonly deadManUrl: string | undefined
  /** Told when it is not. */
  readonly lastResortUrl: string | undefined
}): Auditor {
  const { ledger, log, fetch, deadManUrl, lastResortUrl } = options
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined
  let toldAt: number | undefined

  async function look(): Promise<void> {
    const wrong = await found()
    if (wrong === undefined) {
      toldAt = undefined
      if (deadManUrl) await knock(deadManUrl)
      return
    }
    log.error('help is not called as it should be', { why: wrong })
    if (!lastResortUrl || (toldAt !== undefined && performance.now() - toldAt < TELL_AGAIN_MS))
      return
    if (await knock(lastResortUrl, wrong)) toldAt = performance.now()
  }

  async function found(): Promise<string | undefined> {
    try {
      return whatIsWrong(await auditEscalations(ledger.database.sql, await ledger.nowMs()))
    } catch (error) {
      return `nobody can tell whether help is called: ${messageOf(error)}`
    }
  }

  /** True when it was taken. */
  async function knock(url: string, text?: string): Promise<boolean> {
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS)
      const post = {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text: `Opsplane: ${text}` }),
      }
      const { ok, status } = await fetch(url, { signal, ...(text === undefined ? {} : post) })
      if (!ok) log.warn('an address outside did not take our call', { status })
      return ok
    } catch (error) {
      // The address may carry a secret, and the error may carry the address.
      log.warn('an address outside could not be called', { why: (error as Error).name })
      return false
    }
  }

  const next = () => {
    timer = setTimeout(() => {
      looking = look().finally(() => {
        if (timer) next()
      })
    }, LOOK_MS)
  }

  return {
    look,
    start: next,
    async stop() {
      clearTimeout(timer)
      timer = undefined
      await looking
    },
  }
}
