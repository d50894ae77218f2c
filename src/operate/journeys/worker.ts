/**
 * Walks every journey of every workload when it is due. One node at a time holds the lease; the result of a node
 * that has lost it in the meantime is dropped.
 */
import { type Clock, durationMs, type Log, messageOf, systemClock } from '#base'
import { Fenced, type Lease, type Ledger, releaseLease, renewLease, takeLease } from '#ledger'
import { loadModel, readWorkloads } from '#model'
import { type Batch, Points, Tally, type Telemetry } from '#telemetry'
import { factsOfRun } from './decide.ts'
import type { Journey, JourneyRun } from './run.ts'
import { readJourneyState } from './state.ts'
import { pointsOfRun, recordsOfRun } from './telemetry.ts'
import { type WalkContext, walk } from './walk.ts'

export interface JourneyWorker {
  start(): void
  /** Ends after the walks in hand. */
  stop(): Promise<void>
  /** Takes every walk that is due now: what a test calls in the place of `start`. */
  settle(): Promise<void>
  /** Takes one walk at once, whoever holds the lease. */
  walkNow(workload: string, journey: Journey): Promise<JourneyRun>
}

export interface JourneyWorkerOptions {
  readonly ledger: Ledger
  readonly telemetry: Pick<Telemetry, 'ingest'>
  readonly log: Log
  /** Name of this node. */
  readonly node: string
  readonly context: WalkContext
  readonly clock?: Clock
}

const LEASE_KEY = 'operate.journeys'
const LEASE_MS = 10_000
const LOOK_MS = 1_000
/** Two cores are shared with everything else. */
const AT_ONCE = 4

interface Due {
  readonly key: string
  readonly workload: string
  readonly journey: Journey
}

export function createJourneyWorker(options: JourneyWorkerOptions): JourneyWorker {
  const { ledger, telemetry, log, node, context, clock = systemClock } = options
  const tally = new Tally()
  const dueMs = new Map<string, number>()
  const walking = new Map<string, Promise<void>>()
  let lease: Lease | undefined
  let running = false
  let loop: Promise<void> | undefined
  let awake: (() => void) | undefined

  async function hold(): Promise<Lease | undefined> {
    if (!lease || !(await renewLease(ledger.database, lease, LEASE_MS)))
      lease = await takeLease(ledger.database, { key: LEASE_KEY, owner: node, forMs: LEASE_MS })
    return lease
  }

  /** Begins the walks that are due. */
  async function pass(): Promise<void> {
    const journeys = await readJourneys()
    if (journeys.length === 0) return
    const held = await hold()
    if (!held) return dueMs.clear()
    const nowMs = clock.now()
    const known = new Set(journeys.map(({ key }) => key))
    for (const key of dueMs.keys()) if (!known.has(key)) dueMs.delete(key)
    for (const key of known) if (!dueMs.has(key)) dueMs.set(key, nowMs)
    const due = journeys
      .filter(({ key }) => !walking.has(key) && dueMs.get(key)! <= nowMs)
      .sort((a, b) => dueMs.get(a.key)! - dueMs.get(b.key)!)
    for (const one of due.slice(0, AT_ONCE - walking.size)) {
      dueMs.set(one.key, nowMs + durationMs(one.journey.spec.every))
      const walked = take(one.workload, one.journey, held)
        .then(() => {})
        .catch((error) => {
          if (error instanceof Fenced) lease = undefined
          else log.warn('a journey was not kept', { journey: one.key, why: messageOf(error) })
        })
        .finally(() => walking.delete(one.key))
      walking.set(one.key, walked)
    }
  }

  async function readJourneys(): Promise<Due[]> {
    const { sql } = ledger.database
    const found: Due[] = []
    for (const workload of await readWorkloads(sql))
      for (const journey of (await loadModel(sql, workload))?.all('journey') ?? [])
        found.push({ key: `${workload}/${journey.name}`, workload, journey })
    return found
  }

  async function take(
    workload: string,
    journey: Journey,
    held: Lease | undefined,
  ): Promise<JourneyRun> {
    const run = await walk(journey, context)
    if (held && !(await renewLease(ledger.database, held, LEASE_MS)))
      throw new Fenced({ key: LEASE_KEY })
    const facts = (state: Awaited<ReturnType<typeof readJourneyState>>) =>
      factsOfRun(state, run, { workload, journey })
    const state = await readJourneyState(ledger.database.sql, workload, journey.name)
    // Most runs change nothing, and the ledger is not held for them.
    if (facts(state).length > 0)
      await ledger.transact({ actor: `node:${node}` }, async (tx) => {
        if (held) await tx.fence(held)
        await tx.append(...facts(await readJourneyState(tx.sql, workload, journey.name)))
      })
    const of = { workload, journey, node, atMs: clock.now() }
    const points = pointsOfRun(run, of, tally)
    await keep({ signal: 'metrics', points: Points.of(points) }, points.length)
    const records = recordsOfRun(run, of)
    if (records.length > 0) await keep({ signal: 'logs', records }, records.length)
    return run
  }

  async function keep(batch: Batch, accepted: number): Promise<void> {
    await telemetry.ingest({ batch, accepted, rejected: { count: 0, reasons: [] } })
  }

  async function run(): Promise<void> {
    while (running) {
      try {
        await pass()
      } catch (error) {
        lease = undefined
        log.warn('journeys could not be looked at', { why: messageOf(error) })
      }
      if (!running) return
      await new Promise<void>((done) => {
        const timer = setTimeout(done, LOOK_MS)
        awake = () => {
          clearTimeout(timer)
          done()
        }
      })
    }
  }

  return {
    start() {
      running = true
      loop = run()
    },
    async stop() {
      running = false
      awake?.()
      await loop
      await Promise.all(walking.values())
      if (lease) await releaseLease(ledger.database, lease)
      lease = undefined
    },
    async settle() {
      do {
        await pass()
        await Promise.all(walking.values())
      } while ([...dueMs.values()].some((ms) => ms <= clock.now()))
    },
    walkNow: (workload, journey) => take(workload, journey, undefined),
  }
}
