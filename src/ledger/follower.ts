/**
 * Calls a worker's pass whenever the ledger has grown, and at least every second. Hints (commits of this
 * process, notifications of other nodes) make it quick; looking again is the guarantee.
 */
import { type Commit, LEDGER_CHANNEL, type Ledger } from './ledger.ts'

export interface Follower {
  start(): Promise<void>
  /** Ends after the pass in hand. */
  stop(): Promise<void>
  /** There may be something to do. */
  wake(): void
}

export interface FollowerOptions {
  readonly ledger: Ledger
  /** True when there is more to do at once; a number when something is due in so many milliseconds. */
  readonly pass: () => Promise<boolean | number>
  readonly failed: (error: unknown) => void
  /** Whether a commit of this process with facts of this type may bring work; any does unless told. */
  readonly wokenBy?: (type: string) => boolean
  /** Between two passes at the most, in milliseconds. */
  readonly lookAgainMs?: number
  /** Between two passes at the least, so that a busy ledger does not mean a busy worker. */
  readonly restMs?: number
}

export function createFollower(options: FollowerOptions): Follower {
  const { ledger, pass, failed, wokenBy, lookAgainMs = 1_000, restMs = 0 } = options
  const stops: (() => unknown)[] = []
  let running = false
  let wanted = false
  let awake: (() => void) | undefined
  let loop: Promise<void> | undefined
  /** The newest commit of this process. */
  let heard = 0

  const wake = () => {
    wanted = true
    awake?.()
  }

  const hear = ({ position, types }: Commit) => {
    heard = Math.max(heard, position)
    if (!wokenBy || [...types].some(wokenBy)) wake()
  }

  /** PostgreSQL tells this process of its own commits too. */
  const hearOther = (position: string) => {
    if (Number(position) > heard) wake()
  }

  async function follow(): Promise<void> {
    while (running) {
      wanted = false
      let dueMs = lookAgainMs
      try {
        const more = await pass()
        if (more === true) continue
        if (typeof more === 'number') dueMs = Math.min(dueMs, more)
      } catch (error) {
        failed(error)
      }
      if (restMs > 0) await new Promise((done) => setTimeout(done, restMs))
      if (!wanted && running) await sleep(dueMs)
    }
  }

  async function sleep(ms: number): Promise<void> {
    await new Promise<void>((done) => {
      const timer = setTimeout(done, ms)
      awake = () => {
        clearTimeout(timer)
        done()
      }
    })
    awake = undefined
  }

  return {
    wake,
    async start() {
      running = true
      stops.push(ledger.onCommit(hear), await ledger.database.listen(LEDGER_CHANNEL, hearOther))
      loop = follow()
    },
    async stop() {
      running = false
      wake()
      await loop
      for (const stop of stops.splice(0)) await stop()
    },
  }
}
