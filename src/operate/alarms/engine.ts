/**
 * Evaluates alarms where samples arrive, and at least once in each interval. Nodes share the alarms of a workload;
 * one node at a time evaluates an alarm, the holder of its part’s lease, whose every commit is fenced.
 */
import { type Clock, type Log, messageOf, systemClock } from '#base'
import { Fenced, type Ledger } from '#ledger'
import { loadModel, readWorkloads } from '#model'
import type { LogReader } from './log-reader.ts'
import type { SignalReader } from './reader.ts'
import { balance, type Shard, shardsOf } from './shard.ts'
import { ShardLeases, type Taken } from './shard-leases.ts'
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
  /** Undefined where there is no store of logs. */
  readonly logs?: LogReader | undefined
  /** Name of this node. */
  readonly node: string
  readonly log: Log
  readonly clock?: Clock
}

const RENEW_AFTER_MS = 1_000
const LOOK_AGAIN_MS = 1_000
const PAUSE_AFTER_FAILURE_MS = 250

export function createAlarmEngine(options: AlarmEngineOptions): AlarmEngine {
  return new Engine(options)
}

class Engine implements AlarmEngine {
  readonly #options: AlarmEngineOptions
  readonly #clock: Clock
  readonly #leases: ShardLeases
  readonly #held = new Map<string, WorkloadWatch>()
  readonly #stops: (() => void)[]
  #running = false
  #loop: Promise<void> | undefined
  #looking: Promise<void> = Promise.resolve()
  #wake: (() => void) | undefined
  #wanted = false
  /** The ledger has grown since the workloads were read. */
  #moved = true
  #readMs = Number.NEGATIVE_INFINITY
  /** By the process’s own clock, which nobody sets. */
  #renewedMs = Number.NEGATIVE_INFINITY
  #nodes = 1
  /** Up to when everything that is held has been looked at. */
  #lookedMs: number | null = null
  /** How much of that is written down for the next holder. */
  #notedMs = Number.NEGATIVE_INFINITY
  /** The database’s clock minus the process’s. */
  #aheadMs = 0

  constructor(options: AlarmEngineOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.#leases = new ShardLeases(options.ledger.database, options.node)
    this.#stops = [
      options.reader.onArrival((arrival) => {
        for (const watch of this.#held.values()) watch.arrived(arrival, this.#nowMs())
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
    const leases = [...this.#held.values()].flatMap((watch) => watch.leases)
    for (const watch of this.#held.values()) watch.close()
    this.#held.clear()
    await this.#leases.release(leases, this.#lookedMs)
    await this.#leases.leave()
  }

  look(): Promise<void> {
    const next = this.#looking.then(() => this.#lookOnce())
    this.#looking = next.catch(() => {})
    return next
  }

  async #lookOnce(): Promise<void> {
    await this.#refresh()
    const nowMs = this.#nowMs()
    for (const watch of this.#held.values()) {
      try {
        await watch.look(nowMs)
      } catch (error) {
        // Whatever was committed, the table knows it.
        this.#moved = true
        if (error instanceof Fenced) await this.#renew()
        throw error
      }
    }
    this.#lookedMs = nowMs
    if (nowMs - this.#notedMs >= RENEW_AFTER_MS) await this.#renew()
  }

  async #refresh(): Promise<void> {
    const { ledger } = this.#options
    const now = performance.now()
    if (!this.#moved && now - this.#readMs < LOOK_AGAIN_MS) return
    this.#moved = false
    this.#readMs = now
    try {
      this.#aheadMs = (await ledger.nowMs()) - this.#clock.now()
      if (now - this.#renewedMs >= RENEW_AFTER_MS) await this.#renew()
      for (const workload of await readWorkloads(ledger.database.sql)) await this.#hold(workload)
    } catch (error) {
      this.#moved = true
      throw error
    }
  }

  /** Holds on to everything, and forgets what another node has taken over. */
  async #renew(): Promise<void> {
    const now = performance.now()
    this.#nodes = await this.#leases.nodes()
    const leases = [...this.#held.values()].flatMap((watch) => watch.leases)
    const held = await this.#leases.renew(leases, this.#lookedMs)
    for (const watch of this.#held.values()) {
      const lost = watch.shards.filter((_, i) => !held.has(watch.leases[i]!.key))
      if (lost.length > 0) watch.drop(lost)
    }
    this.#renewedMs = now
    if (this.#lookedMs !== null) this.#notedMs = this.#lookedMs
  }

  /** Takes a fair share of the alarms of a workload, and hands over what is more than that. */
  async #hold(workload: string): Promise<void> {
    const { ledger } = this.#options
    const watch = this.#held.get(workload) ?? new WorkloadWatch({ ...this.#options, workload })
    this.#held.set(workload, watch)
    const model = await loadModel(ledger.database.sql, workload)
    const wanted = model ? shardsOf(model) : []
    const mine = watch.shards
    const isWhole = this.#nodes === 1 && wanted.every((shard) => mine.includes(shard))
    const taken = isWhole ? new Set<Shard>() : await this.#leases.held(workload)
    const { take, letGo } = balance({ wanted, mine, taken, nodes: this.#nodes })
    if (letGo.length > 0) {
      const leases = watch.leases.filter((_, i) => letGo.includes(mine[i]!))
      watch.drop(letGo)
      await this.#leases.release(leases, this.#lookedMs)
    }
    await watch.refresh(this.#nowMs())
    for (const shard of take) {
      const part = await this.#leases.take(workload, shard)
      if (part) await this.#takeUp(watch, part)
    }
  }

  /** One part after the other, so that a long past does not outlast the leases of the others. */
  async #takeUp(watch: WorkloadWatch, part: Taken): Promise<void> {
    try {
      await watch.takeUp(part, this.#nowMs())
    } catch (error) {
      watch.drop([part.shard])
      await this.#leases.release([part.lease], null)
      throw error
    }
    if (performance.now() - this.#renewedMs >= RENEW_AFTER_MS) await this.#renew()
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
    for (const watch of this.#held.values()) due = Math.min(due, watch.dueMs)
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
