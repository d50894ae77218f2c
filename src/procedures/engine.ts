/**
 * Runs procedures durably. Any node may take a run by its lease; before each effect the intent is a fact,
 * after it the outcome, and both are fenced. Who takes over a run ends what its former holder left behind,
 * says that the step is uncertain, and settles it.
 */
import { hostname } from 'node:os'
import { type Log, messageOf } from '#base'
import {
  createFollower,
  Fenced,
  type Lease,
  type Ledger,
  releaseLease,
  renewLease,
  takeLease,
} from '#ledger'
import type { ProcedureContext } from './context.ts'
import { openJournal } from './journal.ts'
import { createPerformer } from './performer.ts'
import { killGroup } from './runner/local.ts'
import { decideMove } from './runs/decide.ts'
import { dueRuns, readRun } from './runs/read.ts'
import type { Run } from './runs/run.ts'

export interface Engine {
  start(): Promise<void>
  /** Lets go of what runs; another node, or the next start, goes on. */
  stop(): Promise<void>
  /** Drives everything that can be driven now: for tests. */
  settle(): Promise<void>
}

export interface EngineOptions {
  readonly ledger: Ledger
  readonly context: ProcedureContext
  readonly log: Log
  /** Names this process among the nodes. */
  readonly owner: string
  /** Called when a step has said something. */
  readonly hint?: (topic: string, subject: string) => void
  readonly leaseMs?: number
}

const AT_ONCE = 20
/** A run without anything to wait for but people. */
const FAR = new Date(Date.UTC(2999, 0, 1))

export function createEngine(options: EngineOptions): Engine {
  const { ledger, log, owner, leaseMs = 10_000 } = options
  const { database } = ledger
  const journal = openJournal(ledger)
  const performer = createPerformer({
    ledger,
    journal,
    context: options.context,
    hint: options.hint,
  })
  const inHand = new Map<string, { work: Promise<void>; abort: AbortController }>()
  /** Takes what is due; true when something was taken. */
  async function pass(): Promise<boolean> {
    const due = await dueRuns(database.sql, await ledger.nowMs(), AT_ONCE)
    let taken = false
    for (const id of due) {
      if (inHand.has(id) || inHand.size >= AT_ONCE) continue
      const lease = await takeLease(database, { key: `run:${id}`, owner, forMs: leaseMs })
      if (!lease) continue
      taken = true
      const abort = new AbortController()
      const work = hold(lease, id, abort).finally(() => {
        inHand.delete(id)
        follower.wake()
      })
      inHand.set(id, { work, abort })
    }
    return taken
  }

  /** Holds the lease while the run is driven; what is lost is aborted at once. */
  async function hold(lease: Lease, id: string, abort: AbortController): Promise<void> {
    const renewing = setInterval(async () => {
      const held = await renewLease(database, lease, leaseMs).catch(() => false)
      if (!held) abort.abort()
    }, leaseMs / 3)
    try {
      await endOrphans(id)
      await drive(lease, id, abort.signal)
    } catch (error) {
      if (!(error instanceof Fenced))
        log.error('a run was not driven on', { run: id, why: messageOf(error) })
    } finally {
      clearInterval(renewing)
      await releaseLease(database, lease).catch(() => {})
    }
  }

  /** A killed server leaves its scripts behind; they end before anything is decided. */
  async function endOrphans(run: string): Promise<void> {
    const rows = await database.sql<{ process_group: number }>`
      delete from step_process where run = ${run} and host = ${hostname()} returning process_group`
    for (const { process_group } of rows) killGroup(process_group, 'SIGKILL')
  }

  async function drive(lease: Lease, id: string, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const run = await readRun(database.sql, id)
      if (!run || run.endedAt) return
      const move = decideMove(run, await ledger.nowMs())
      if (move.do === 'rest') {
        if (await rest(lease, run)) return
        continue
      }
      if (move.do === 'perform') await performer.perform(lease, run, move, signal)
      else if (move.do === 'verify') await performer.verify(lease, run, move, signal)
      else await journal.record(lease, run, move)
    }
  }

  /** Sleeps unless something has come in between; true when it sleeps. */
  async function rest(lease: Lease, seen: Run): Promise<boolean> {
    return ledger.transact({ actor: `node:${owner}` }, async (tx) => {
      await tx.fence(lease)
      const move = decideMove((await readRun(tx.sql, seen.id))!, tx.nowMs)
      if (move.do !== 'rest') return false
      const at = move.untilMs === null ? FAR : new Date(move.untilMs)
      await tx.sql`insert into procedure_wake (run, at) values (${seen.id}, ${at}) on conflict (run) do update set at = excluded.at`
      return true
    })
  }

  const follower = createFollower({
    ledger,
    pass,
    wokenBy: (type) => /^(?:procedure|step)\./.test(type),
    failed: (error) => log.error('runs were not looked at', { why: messageOf(error) }),
  })

  return {
    start: follower.start,
    async stop() {
      await follower.stop()
      for (const { abort } of inHand.values()) abort.abort()
      await Promise.all([...inHand.values()].map(({ work }) => work))
    },
    async settle() {
      while ((await pass()) || inHand.size > 0)
        await Promise.all([...inHand.values()].map(({ work }) => work))
    },
  }
}
