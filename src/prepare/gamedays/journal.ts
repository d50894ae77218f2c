/**
 * What the drill worker writes. An intent needs the lease: whoever has lost it writes none. An outcome is a
 * truth, whoever brings it. Each write decides anew on what is so then.
 */
import type { Lease, Ledger, NewFact } from '#ledger'
import { type ActivityEnd, abort, afterActivity, attempt, nextStep, type Turn } from './decide.ts'
import type { Drill, DrillActivity } from './drill.ts'
import { readDrill } from './read.ts'

const ACTOR = 'service:gamedays'

export interface Journal {
  /** Declares the intent to act; false when it is not this one’s turn any more. */
  attempt(lease: Lease, drill: Drill, turn: Turn): Promise<boolean>
  ended(drill: Drill, turn: Turn, end: ActivityEnd): Promise<void>
  /** Settles what a former holder of the lease left in hand: nobody saw its end. */
  orphan(lease: Lease, drill: Drill, activity: DrillActivity): Promise<void>
  abort(lease: Lease, drill: Drill, reason: string): Promise<void>
  /** Writes what a look at the steady state leads to; false when nothing does yet. */
  checked(
    lease: Lease,
    drill: Drill,
    decide: (now: Drill, nowMs: number) => NewFact[],
  ): Promise<boolean>
}

export function openJournal(ledger: Ledger): Journal {
  async function write(
    drill: Drill,
    lease: Lease | undefined,
    decide: (now: Drill, nowMs: number) => NewFact[],
  ): Promise<boolean> {
    const { startedPosition } = drill
    const [started] = await ledger.read({ after: startedPosition - 1, upTo: startedPosition })
    return ledger.transact({ actor: ACTOR, cause: started! }, async (tx) => {
      if (lease) await tx.fence(lease)
      const now = (await readDrill(tx.sql, drill.id))!
      const facts = decide(now, tx.nowMs)
      await tx.append(...facts)
      return facts.length > 0
    })
  }

  return {
    attempt: (lease, drill, turn) =>
      write(drill, lease, (now, nowMs) => {
        const step = nextStep(now, nowMs)
        const same =
          step.kind === 'act' &&
          step.phase === turn.phase &&
          step.index === turn.index &&
          step.attempt === turn.attempt
        return same ? attempt(now, turn, lease) : []
      }),
    async ended(drill, turn, end) {
      await write(drill, undefined, (now, nowMs) =>
        inHand(now, turn) ? afterActivity(now, turn, end, nowMs) : [],
      )
    },
    async orphan(lease, drill, activity) {
      const reason = 'the server stopped before its end was seen'
      await write(drill, lease, (now, nowMs) =>
        inHand(now, activity)
          ? afterActivity(now, activity, { kind: 'failed', reason, uncertain: true }, nowMs)
          : [],
      )
    },
    async abort(lease, drill, reason) {
      await write(drill, lease, (now) => abort(now, reason, 'abort-condition'))
    },
    checked: (lease, drill, decide) => write(drill, lease, decide),
  }
}

function inHand(drill: Drill, { phase, index, attempt }: Turn): boolean {
  return drill.activities.some(
    (one) =>
      one.phase === phase &&
      one.index === index &&
      one.attempt === attempt &&
      one.state === 'attempted',
  )
}
