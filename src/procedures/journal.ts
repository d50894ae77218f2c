/**
 * What the engine writes about a run: an intent before an effect, the outcome after it, each fenced by the
 * lease, so that who has lost a run can say nothing more about it.
 */
import { createHash } from 'node:crypto'
import {
  type Lease,
  type Ledger,
  type NewFact,
  procedureEnded,
  procedureRollingBack,
  stepFailed,
  stepSkipped,
  stepStarted,
  stepSucceeded,
  stepUncertain,
  stepWaiting,
} from '#ledger'
import type { PlanStep } from './plan.ts'
import type { Move } from './runs/decide.ts'
import { stateOf } from './runs/flow.ts'
import type { Run } from './runs/run.ts'

/** A move that is only written down. */
export type WrittenMove = Exclude<Move, { do: 'rest' | 'perform' | 'verify' }>

export interface Journal {
  write(lease: Lease, run: Run, ...facts: NewFact[]): Promise<void>
  /** Makes a move that has no effect outside of the ledger. */
  record(lease: Lease, run: Run, move: WrittenMove): Promise<void>
}

export function openJournal(ledger: Ledger): Journal {
  const journal: Journal = {
    async write(lease, run, ...facts) {
      await ledger.transact(
        { actor: 'engine:procedures', cause: { id: run.fact, correlation: run.correlation } },
        async (tx) => {
          await tx.fence(lease)
          await tx.append(...facts)
        },
      )
    },
    async record(lease, run, move) {
      await journal.write(lease, run, ...factsOf(run, move, await ledger.nowMs()))
    },
  }
  return journal
}

/** The workload, the procedure and the incident, which every fact of a run names. */
export function named({ workload, procedure, incident }: Run) {
  return { workload, procedure, incident }
}

/** The intent to make an attempt. */
export function intent(
  run: Run,
  step: PlanStep,
  attempt: number,
  compensates: string | null,
): NewFact {
  return stepStarted(run.id, {
    ...named(run),
    step: step.name,
    attempt,
    key: keyOf(run, step),
    effect: step.effect,
    compensates,
  })
}

/** The same for every attempt of a step, so that whoever is asked twice can tell. */
export function keyOf(run: Run, step: PlanStep): string {
  return createHash('sha256').update(`${run.id}/${step.name}`).digest('hex').slice(0, 32)
}

function factsOf(run: Run, move: WrittenMove, nowMs: number): NewFact[] {
  const of = named(run)
  if (move.do === 'roll-back') return [procedureRollingBack(run.id, { ...of, reason: move.reason })]
  if (move.do === 'end') {
    const people = run.steps.filter(({ answers }) => answers.length > 0).length
    const steps = { total: run.steps.length, machine: run.steps.length - people, people }
    const ms = nowMs - Date.parse(run.createdAt)
    return [procedureEnded(run.id, { ...of, state: move.state, reason: move.reason, ms, steps })]
  }
  const step = { ...of, step: move.step.name, attempt: move.attempt }
  switch (move.do) {
    case 'doubt':
      return [stepUncertain(run.id, { ...step, reason: move.reason })]
    case 'skip':
      return [stepSkipped(run.id, { ...step, reason: move.reason })]
    case 'wait': {
      const { choices, by, ...waiting } = move.waiting
      return [stepWaiting(run.id, { ...step, ...waiting, choices: [...choices], by: [...by] })]
    }
    default: {
      const begun = stateOf(run, move.step.name) ? [] : [intent(run, move.step, move.attempt, null)]
      const ended = { ...step, summary: move.summary, ms: 0 }
      return [
        ...begun,
        move.do === 'succeed'
          ? stepSucceeded(run.id, { ...ended, outputs: move.outputs, verified: false })
          : stepFailed(run.id, { ...ended, outputs: {}, retryAt: null }),
      ]
    }
  }
}
