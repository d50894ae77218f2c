/** Makes one attempt of a step: the intent first, then the effect, then its outcome. */
import { hostname } from 'node:os'
import { messageOf } from '#base'
import { type Lease, type Ledger, stepFailed, stepSucceeded } from '#ledger'
import type { ProcedureContext, StepContext, StepResult } from './context.ts'
import { holdUntil } from './hold.ts'
import { intent, type Journal, keyOf, named } from './journal.ts'
import { createOutput } from './output.ts'
import type { PlanStep } from './plan.ts'
import { bindingsOf, type Move } from './runs/decide.ts'
import type { Run } from './runs/run.ts'
import { stepKind } from './steps/index.ts'

export interface Performer {
  perform(
    lease: Lease,
    run: Run,
    move: Pick<Extract<Move, { do: 'perform' }>, 'step' | 'attempt' | 'compensates'>,
    signal: AbortSignal,
  ): Promise<void>
  /** Asks the verifier whether an uncertain step took effect; when it did not, it is done again. */
  verify(
    lease: Lease,
    run: Run,
    move: Extract<Move, { do: 'verify' }>,
    signal: AbortSignal,
  ): Promise<void>
}

export function createPerformer(options: {
  readonly ledger: Ledger
  readonly journal: Journal
  readonly context: ProcedureContext
  readonly hint?: ((topic: string, subject: string) => void) | undefined
}): Performer {
  const { ledger, journal } = options
  const { sql } = ledger.database

  const performer: Performer = {
    async perform(lease, run, { step, attempt, compensates }, signal) {
      await journal.write(lease, run, intent(run, step, attempt, compensates))
      const startedAt = performance.now()
      const result = await attemptStep(run, step, attempt, signal)
      // Whoever aborts has taken the run from us, or stops; the next holder settles it.
      if (signal.aborted) return
      const of = {
        ...named(run),
        step: step.name,
        attempt,
        summary: result.summary.slice(0, 500),
        outputs: { ...result.outputs },
        ms: Math.round(performance.now() - startedAt),
      }
      if (result.ok)
        return journal.write(lease, run, stepSucceeded(run.id, { ...of, verified: false }))
      const again = attempt <= step.retry && (step.idempotent || step.effect === 'read')
      const retryAt = again
        ? new Date((await ledger.nowMs()) + backoffMs(step, attempt)).toISOString()
        : null
      await journal.write(lease, run, stepFailed(run.id, { ...of, retryAt }))
    },

    async verify(lease, run, { step, verifier, attempt }, signal) {
      const startedAt = performance.now()
      const result = await attemptStep(run, verifier, attempt, signal)
      if (signal.aborted) return
      if (!result.ok) {
        const again = { step, attempt: attempt + 1, compensates: null }
        return performer.perform(lease, run, again, signal)
      }
      await journal.write(
        lease,
        run,
        stepSucceeded(run.id, {
          ...named(run),
          step: step.name,
          attempt,
          summary: `${verifier.name} says that it happened`,
          outputs: {},
          ms: Math.round(performance.now() - startedAt),
          verified: true,
        }),
      )
    },
  }
  return performer

  async function attemptStep(
    run: Run,
    step: PlanStep,
    attempt: number,
    signal: AbortSignal,
  ): Promise<StepResult> {
    const output = createOutput(sql, { run: run.id, step: step.name, attempt }, () =>
      options.hint?.('run', run.id),
    )
    const context: StepContext = {
      ...options.context,
      run: run.id,
      step: step.name,
      attempt,
      key: keyOf(run, step),
      environmentName: run.environment,
      params: run.params,
      dry: run.dry,
      bindings: bindingsOf(run),
      output: output.line,
      started: async (group) => {
        await sql`
          insert into step_process (run, step, process_group, host) values (${run.id}, ${step.name}, ${group}, ${hostname()})
          on conflict (run, step) do update set process_group = excluded.process_group, host = excluded.host`
      },
      signal,
    }
    try {
      return await holdUntil(step, () => stepKind(step.kind)!.perform!(step, context), context)
    } catch (error) {
      return { ok: false, summary: messageOf(error), outputs: {} }
    } finally {
      await output.flush()
      if (!signal.aborted)
        await sql`delete from step_process where run = ${run.id} and step = ${step.name}`
    }
  }
}

/** Exponential with full jitter. */
function backoffMs({ backoffMs: [from, to] }: PlanStep, attempt: number): number {
  return Math.random() * Math.min(to, from * 2 ** (attempt - 1))
}
