/**
 * The worker that puts faults in and takes them out. One node at a time holds the lease; another takes over
 * when it is gone, and what was in hand then counts as a fault that is in.
 */
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
import {
  type ActivityEnd,
  afterCheckAfter,
  afterCheckBefore,
  nextStep,
  type Turn,
} from './decide.ts'
import { activitiesOf, type Drill, type ProbeResult } from './drill.ts'
import { openGuard } from './guard.ts'
import { openJournal } from './journal.ts'
import { type DrillContext, runProvider } from './providers/index.ts'
import { runningDrills } from './read.ts'
import { judge } from './tolerance.ts'
import { openWatch } from './watch.ts'

const LEASE_KEY = 'prepare.gamedays'
const DEFAULT_LEASE_MS = 6_000
/** While a drill runs, signals are looked at this often. */
const LOOK_MS = 1_000
/** After a hint, so that a busy ledger does not mean a busy worker. */
const SHORTEST_PAUSE_MS = 50

export interface DrillWorker {
  start(): Promise<void>
  /** Ends after the activity in hand; a fault that is in stays in until a worker runs again. */
  stop(): Promise<void>
  /** Does all that can be done at this instant: for tests and for orderly stops. */
  settle(): Promise<void>
}

export function createDrillWorker(options: {
  readonly ledger: Ledger
  readonly log: Log
  /** Name of this node. */
  readonly owner: string
  readonly context: DrillContext
  readonly leaseMs?: number
}): DrillWorker {
  const { ledger, log, owner, context, leaseMs = DEFAULT_LEASE_MS } = options
  const { sql } = ledger.database
  const journal = openJournal(ledger)
  const guard = openGuard(context)
  const watch = openWatch((query) => context.querySignal(query))
  let lease: Lease | undefined
  let renewedAtMs = 0

  async function hold(): Promise<Lease | undefined> {
    const nowMs = performance.now()
    if (lease && nowMs - renewedAtMs < leaseMs / 3) return lease
    if (!lease || !(await renewLease(ledger.database, lease, leaseMs)))
      lease = await takeLease(ledger.database, { key: LEASE_KEY, owner, forMs: leaseMs })
    renewedAtMs = nowMs
    return lease
  }

  /** One step of every running drill; true when anything was done. */
  async function pass(): Promise<boolean> {
    const drills = await runningDrills(sql)
    if (drills.length === 0) return false
    try {
      const held = await hold()
      if (!held) return false
      let busy = false
      for (const drill of drills) busy = (await step(held, drill)) || busy
      return busy
    } catch (error) {
      lease = undefined
      if (!(error instanceof Fenced)) throw error
      return false
    }
  }

  async function step(held: Lease, drill: Drill): Promise<boolean> {
    const nowMs = await ledger.nowMs()
    if (drill.faultAt !== null && drill.state !== 'reverting') {
      const reason = await watch.look(drill, nowMs)
      if (reason !== undefined) {
        log.warn('a drill is aborted', { drill: drill.number, reason })
        await journal.abort(held, drill, reason)
        return true
      }
    }
    const next = nextStep(drill, nowMs)
    switch (next.kind) {
      case 'check': {
        const { probes } = drill.spec['steady-state-hypothesis']
        const results: ProbeResult[] = []
        for (const probe of probes) results.push(await ask(drill, probe))
        const done = await journal.checked(held, drill, (now, atMs) => {
          if (nextStep(now, atMs).kind !== 'check' || now.state !== drill.state) return []
          return next.when === 'before'
            ? afterCheckBefore(now, results, atMs)
            : afterCheckAfter(now, results, atMs)
        })
        if (done && next.when === 'after') {
          watch.forget(drill.id)
          guard.disarm(drill)
        }
        return done
      }
      case 'act':
        return (await journal.attempt(held, drill, next)) && (await act(held, drill, next))
      case 'in-hand':
        // This worker does one thing at a time: what is in hand is in the hand of a former holder.
        await journal.orphan(held, drill, next.activity)
        return true
      default:
        return false
    }
  }

  async function act(held: Lease, drill: Drill, turn: Turn): Promise<boolean> {
    const startedMs = context.nowMs()
    const activity = activitiesOf(drill.spec, turn.phase)[turn.index]!
    const renewing = setInterval(() => {
      renewLease(ledger.database, held, leaseMs).catch(() => {})
    }, leaseMs / 3)
    const end = await Promise.resolve()
      .then(() => {
        // A fault that nobody would take out is not put in.
        if (turn.phase === 'method') guard.arm(drill)
        return runProvider(activity.provider, drill, context)
      })
      .then((found): ActivityEnd => {
        const { met, reason } = judge(found, activity.tolerance)
        if (!found.done && activity.tolerance === undefined)
          return { kind: 'failed', reason: found.output || 'it was refused', uncertain: false }
        return met
          ? {
              kind: 'done',
              output: found.output,
              latencyMs: Math.round(context.nowMs() - startedMs),
            }
          : { kind: 'failed', reason: reason!, uncertain: false }
      })
      .catch(
        (error): ActivityEnd => ({
          kind: 'failed',
          reason: messageOf(error),
          uncertain: true,
        }),
      )
      .finally(() => clearInterval(renewing))
    if (end.kind === 'failed')
      log.warn('an activity of a drill failed', {
        drill: drill.number,
        activity: activity.name,
        why: end.reason,
      })
    await journal.ended(drill, turn, end)
    return true
  }

  async function ask(drill: Drill, probe: Drill['spec']['method'][number]): Promise<ProbeResult> {
    const { name, tolerance, provider } = probe
    const of = { name, tolerance: tolerance ?? null }
    try {
      const found = await runProvider(provider, drill, context)
      return { ...of, value: found.value ?? null, ...judge(found, tolerance) }
    } catch (error) {
      return { ...of, value: null, met: false, reason: messageOf(error) }
    }
  }

  const follower = createFollower({
    ledger,
    pass,
    failed: (error) => log.error('a drill could not go on', { why: messageOf(error) }),
    lookAgainMs: LOOK_MS,
    restMs: SHORTEST_PAUSE_MS,
  })

  return {
    start: follower.start,
    async stop() {
      await follower.stop()
      if (lease) await releaseLease(ledger.database, lease)
      lease = undefined
    },
    async settle() {
      while (await pass()) {
        // One step leads to the next one.
      }
    },
  }
}
