/**
 * Runs procedures durably. Any node may take a run by its lease; before each effect the intent is a fact,
 * after it the outcome, and both are fenced. Who takes over a run ends what its former holder left behind,
 * says that the step is uncertain, and settles it.
 */
import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { type Log, messageOf } from '#base'
import {
  createFollower,
  Fenced,
  type Lease,
  type Ledger,
  type NewFact,
  procedureEnded,
  procedureRollingBack,
  releaseLease,
  renewLease,
  stepFailed,
  stepSkipped,
  stepStarted,
  stepSucceeded,
  stepUncertain,
  stepWaiting,
  takeLease,
} from '#ledger'
import type { ProcedureContext, StepContext, StepResult } from './context.ts'
import { holdUntil } from './hold.ts'
import { createOutput } from './output.ts'
import type { PlanStep } from './plan.ts'
import { killGroup } from './runner/local.ts'
import { bindingsOf, decideMove, type Move } from './runs/decide.ts'
import { stateOf } from './runs/flow.ts'
import { dueRuns, readRun } from './runs/read.ts'
import type { Run } from './runs/run.ts'
import { stepKind } from './steps/index.ts'

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
      await make(lease, run, move, signal)
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

  const write = (lease: Lease, run: Run, ...facts: NewFact[]) =>
    ledger.transact(
      { actor: 'engine:procedures', cause: { id: run.fact, correlation: run.correlation } },
      async (tx) => {
        await tx.fence(lease)
        await tx.append(...facts)
      },
    )

  async function make(
    lease: Lease,
    run: Run,
    move: Exclude<Move, { do: 'rest' }>,
    signal: AbortSignal,
  ): Promise<void> {
    const { workload, procedure, incident } = run
    const of = { workload, procedure, incident }
    switch (move.do) {
      case 'perform':
        return perform(lease, run, move.step, move.attempt, move.compensates, signal)
      case 'verify':
        return verify(lease, run, move, signal)
      case 'doubt':
        return void (await write(
          lease,
          run,
          stepUncertain(run.id, {
            ...of,
            step: move.step.name,
            attempt: move.attempt,
            reason: move.reason,
          }),
        ))
      case 'wait': {
        const { waiting } = move
        const fact = stepWaiting(run.id, {
          ...of,
          step: move.step.name,
          attempt: move.attempt,
          for: waiting.for,
          prompt: waiting.prompt,
          choices: [...waiting.choices],
          by: [...waiting.by],
          until: waiting.until,
        })
        return void (await write(lease, run, fact))
      }
      case 'succeed':
      case 'fail': {
        const begun = stateOf(run, move.step.name)
          ? []
          : [begin(run, move.step, move.attempt, null)]
        const step = {
          ...of,
          step: move.step.name,
          attempt: move.attempt,
          summary: move.summary,
          ms: 0,
        }
        const ended =
          move.do === 'succeed'
            ? stepSucceeded(run.id, { ...step, outputs: move.outputs, verified: false })
            : stepFailed(run.id, { ...step, outputs: {}, retryAt: null })
        return void (await write(lease, run, ...begun, ended))
      }
      case 'skip':
        return void (await write(
          lease,
          run,
          stepSkipped(run.id, {
            ...of,
            step: move.step.name,
            attempt: move.attempt,
            reason: move.reason,
          }),
        ))
      case 'roll-back':
        return void (await write(
          lease,
          run,
          procedureRollingBack(run.id, { ...of, reason: move.reason }),
        ))
      case 'end': {
        const people = run.steps.filter(({ answers }) => answers.length > 0).length
        const steps = { total: run.steps.length, machine: run.steps.length - people, people }
        const ms = (await ledger.nowMs()) - Date.parse(run.createdAt)
        return void (await write(
          lease,
          run,
          procedureEnded(run.id, { ...of, state: move.state, reason: move.reason, ms, steps }),
        ))
      }
    }
  }

  function begin(run: Run, step: PlanStep, attempt: number, compensates: string | null): NewFact {
    const { workload, procedure, incident } = run
    return stepStarted(run.id, {
      workload,
      procedure,
      incident,
      step: step.name,
      attempt,
      key: keyOf(run, step),
      effect: step.effect,
      compensates,
    })
  }

  async function perform(
    lease: Lease,
    run: Run,
    step: PlanStep,
    attempt: number,
    compensates: string | null,
    signal: AbortSignal,
  ): Promise<void> {
    await write(lease, run, begin(run, step, attempt, compensates))
    const startedAt = performance.now()
    const result = await attemptStep(run, step, attempt, signal)
    // Whoever aborts has taken the run from us, or stops; the next holder settles it.
    if (signal.aborted) return
    const { workload, procedure, incident } = run
    const ms = Math.round(performance.now() - startedAt)
    const of = {
      workload,
      procedure,
      incident,
      step: step.name,
      attempt,
      summary: result.summary.slice(0, 500),
      outputs: { ...result.outputs },
      ms,
    }
    if (result.ok)
      return void (await write(lease, run, stepSucceeded(run.id, { ...of, verified: false })))
    const again = attempt <= step.retry && (step.idempotent || step.effect === 'read')
    const retryAt = again
      ? new Date((await ledger.nowMs()) + backoffMs(step, attempt)).toISOString()
      : null
    await write(lease, run, stepFailed(run.id, { ...of, retryAt }))
  }

  /** Asks the verifier whether an uncertain step took effect; when it did not, it is done again. */
  async function verify(
    lease: Lease,
    run: Run,
    move: Extract<Move, { do: 'verify' }>,
    signal: AbortSignal,
  ): Promise<void> {
    const { step, verifier, attempt } = move
    const startedAt = performance.now()
    const result = await attemptStep(run, verifier, attempt, signal)
    if (signal.aborted) return
    if (!result.ok) return perform(lease, run, step, attempt + 1, null, signal)
    const { workload, procedure, incident } = run
    const ms = Math.round(performance.now() - startedAt)
    await write(
      lease,
      run,
      stepSucceeded(run.id, {
        workload,
        procedure,
        incident,
        step: step.name,
        attempt,
        summary: `${verifier.name} says that it happened`,
        outputs: {},
        ms,
        verified: true,
      }),
    )
  }

  async function attemptStep(
    run: Run,
    step: PlanStep,
    attempt: number,
    signal: AbortSignal,
  ): Promise<StepResult> {
    const output = createOutput(database.sql, { run: run.id, step: step.name, attempt }, () =>
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
        await database.sql`
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
        await database.sql`delete from step_process where run = ${run.id} and step = ${step.name}`
    }
  }

  const follower = createFollower({
    ledger,
    pass,
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

/** The same for every attempt of a step, so that whoever is asked twice can tell. */
function keyOf(run: Run, step: PlanStep): string {
  return createHash('sha256').update(`${run.id}/${step.name}`).digest('hex').slice(0, 32)
}

/** Exponential with full jitter. */
function backoffMs({ backoffMs: [from, to] }: PlanStep, attempt: number): number {
  return Math.random() * Math.min(to, from * 2 ** (attempt - 1))
}
