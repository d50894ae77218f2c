/**
 * Evaluates alarms where samples arrive, and at least once in each interval. One node evaluates a workload at a
 * time: the holder of its lease, whose every commit is fenced.
 */
import { type Clock, type Log, messageOf, systemClock } from '#base'
import { Fenced, type Lease, type Ledger, releaseLease, renewLease, takeLease } from '#ledger'
import { readWorkloads } from '#model'
import type { SignalReader } from './reader.ts'
import { WorkloadWatch } from './workload-watch.ts'

export interface AlarmEngine {
  /** Looks at alarms whenever one is due, until it is stopped. */
  start(): void
  /** Ends the look in progress and lets go of what it holds. */
  stop(): Promise<void>
  /** Looks at everything that is due now; what a test calls in the place of `start`. */
  look(): Promise<void>
}

export interface AlarmEngineOptions {
  readonly ledger: Ledger
  readonly reader: SignalReader
  /** Name of this node. */
  readonly node: string
  readonly log: Log
  readonly clock?: Clock
}

const LEASE_MS = 4_000
const RENEW_AFTER_MS = 1_000
const LOOK_AGAIN_MS = 1_000
const PAUSE_AFTER_FAILURE_MS = 250

export function createAlarmEngine(options: AlarmEngineOptions): AlarmEngine {
  return new Engine(options)
}

interface Held {
  lease: Lease
  /** By the process’s own clock, which nobody sets. */
  renewedMs: number
  readonly watch: WorkloadWatch
}

class Engine implements AlarmEngine {
  readonly #options: AlarmEngineOptions
  readonly #clock: Clock
  readonly #held = new Map<string, Held>()
  readonly #stops: (() => void)[]
  #running = false
  #loop: Promise<void> | undefined
  #looking: Promise<void> = Promise.resolve()
  #wake: (() => void) | undefined
  #wanted = false
  /** The ledger has grown since the workloads were read. */
  #moved = true
  #readMs = Number.NEGATIVE_INFINITY
  /** The database’s clock minus the process’s. */
  #aheadMs = 0

  constructor(options: AlarmEngineOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.#stops = [
      options.reader.onArrival((arrival) => {
        for (const { watch } of this.#held.values()) watch.arrived(arrival, this.#nowMs())
        this.#wakeUp()
      }),
      options.ledger.onCommit(() => {
        this.#moved = true
      }),
    ]
  }

  start(): void {
    if (this.#running) return
    this.#running = true
    this.#loop = this.#run()
  }

  async stop(): Promise<void> {
    this.#running = false
    for (const stop of this.#stops.splice(0)) stop()
    this.#wakeUp()
    await this.#loop
    await this.#looking
    const { database } = this.#options.ledger
    for (const { lease } of this.#held.values()) await releaseLease(database, lease)
    this.#held.clear()
  }

  look(): Promise<void> {
    const next = this.#looking.then(() => this.#lookOnce())
    this.#looking = next.catch(() => {})
    return next
  }

  async #lookOnce(): Promise<void> {
    await this.#refresh()
    for (const [workload, { watch }] of this.#held) {
      try {
        await watch.look(this.#nowMs())
      } catch (error) {
        // Whatever was committed, the table knows it.
        this.#moved = true
        if (error instanceof Fenced) this.#held.delete(workload)
        throw error
      }
    }
  }

  async #refresh(): Promise<void> {
    const { ledger } = this.#options
    const now = performance.now()
    if (!this.#moved && now - this.#readMs < LOOK_AGAIN_MS) return
    this.#moved = false
    this.#readMs = now
    try {
      this.#aheadMs = (await ledger.nowMs()) - this.#clock.now()
      for (const workload of await readWorkloads(ledger.database.sql)) await this.#hold(workload)
    } catch (error) {
      this.#moved = true
      throw error
    }
  }

  /** Holds on to a workload, or takes it when nobody does. */
  async #hold(workload: string): Promise<void> {
    const { ledger, node } = this.#options
    const { database } = ledger
    const held = this.#held.get(workload)
    if (held) {
      if (performance.now() - held.renewedMs >= RENEW_AFTER_MS) {
        if (await renewLease(database, held.lease, LEASE_MS)) held.renewedMs = performance.now()
        else this.#held.delete(workload)
      }
      if (this.#held.has(workload)) return held.watch.refresh(this.#nowMs())
    }
    const key = `alarms:${workload}`
    const aliveUntilMs = await lastHeldMs(ledger, key)
    const lease = await takeLease(database, { key, owner: node, forMs: LEASE_MS })
    if (!lease) return
    const watch = new WorkloadWatch({ ...this.#options, workload }, lease)
    try {
      await watch.takeUp(this.#nowMs(), aliveUntilMs)
    } catch (error) {
      await releaseLease(database, lease)
      throw error
    }
    this.#held.set(workload, { lease, renewedMs: performance.now(), watch })
  }

  async #run(): Promise<void> {
    while (this.#running) {
      this.#wanted = false
      let pauseMs = PAUSE_AFTER_FAILURE_MS
      try {
        await this.look()
        pauseMs = this.#untilDueMs()
      } catch (error) {
        this.#options.log.warn('alarms could not be looked at', { why: messageOf(error) })
      }
      if (!this.#running || (this.#wanted && this.#untilDueMs() <= 0)) continue
      await new Promise<void>((done) => {
        const timer = setTimeout(done, Math.max(1, Math.min(pauseMs, LOOK_AGAIN_MS)))
        this.#wake = () => {
          clearTimeout(timer)
          done()
        }
      })
      this.#wake = undefined
    }
  }

  #untilDueMs(): number {
    let due = Number.POSITIVE_INFINITY
    for (const { watch } of this.#held.values()) due = Math.min(due, watch.dueMs)
    return due - this.#nowMs()
  }

  #wakeUp(): void {
    this.#wanted = true
    this.#wake?.()
  }

  #nowMs(): number {
    return this.#clock.now() + this.#aheadMs
  }
}

/** When the last holder of a lease was last seen; null when it let go in order, or there was none. */
async function lastHeldMs(ledger: Ledger, key: string): Promise<number | null> {
  const [row] = await ledger.database.sql<{ seen: number | null }>`
    select extract(epoch from until) * 1000 - ${LEASE_MS} as seen from lease
    where key = ${key} and isfinite(until)`
  return row?.seen ?? null
}
