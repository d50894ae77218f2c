/** What people and triggers do with runs: start, accept, answer, cancel. Each is one transaction. */
import { createHash } from 'node:crypto'
import { defineError, newId } from '#base'
import {
  type Ledger,
  procedureAccepted,
  procedureCancelRequested,
  procedureStarted,
  stepAnswered,
  type Transaction,
} from '#ledger'
import { loadModel, type Model } from '#model'
import { parseProcedure } from '../document/parse.ts'
import { bindParameters } from '../parameters.ts'
import type { Plan } from '../plan.ts'
import { readRun } from './read.ts'
import type { Run } from './run.ts'

export const ProcedureNotFound = defineError('procedures.not-found', 'not-found', {
  message: (d: { procedure: string }) => `No procedure is called ${d.procedure}.`,
  hint: 'opsplane procedure list shows them.',
})
export const RunNotFound = defineError('procedures.run-not-found', 'not-found', {
  message: (d: { run: string }) => `There is no run ${d.run}.`,
})
export const CannotAnswer = defineError('procedures.cannot-answer', 'conflict', {
  message: (d: { why: string }) => `This cannot be answered: ${d.why}.`,
  hint: 'The page of the run shows which step waits, and for whom.',
})
export const MayNotAnswer = defineError('procedures.may-not-answer', 'forbidden', {
  message: (d: { who: string; by: string }) => `${d.who} may not answer this; it asks for ${d.by}.`,
})

export interface StartOptions {
  readonly workload: string
  readonly procedure: string
  readonly params?: Readonly<Record<string, unknown>> | undefined
  readonly incident?: string | null | undefined
  readonly alarm?: string | null | undefined
  readonly trigger: 'alarm' | 'person' | 'drill'
  readonly dedupe?: string | null | undefined
  readonly dry?: boolean | undefined
  readonly state?: 'queued' | 'proposed' | undefined
}

/** The parsed document of the model in force. @throws ProcedureNotFound */
export function planOf(model: Model | undefined, procedure: string): Plan {
  const document = model?.procedure(procedure)
  const plan = document && parseCached(document.text, document.path)
  if (!plan) throw new ProcedureNotFound({ procedure })
  return plan
}

// The same text gives the same plan; parsing takes some ten milliseconds.
const plans = new Map<string, Plan | undefined>()

function parseCached(text: string, path: string): Plan | undefined {
  const key = createHash('sha256').update(path).update(text).digest('hex')
  if (!plans.has(key)) plans.set(key, parseProcedure(text, { path }).plan)
  return plans.get(key)
}

/** Starts a run inside a transaction. Undefined when the trigger has started one already. */
export async function startInside(
  tx: Transaction,
  options: StartOptions,
): Promise<string | undefined> {
  const {
    workload,
    procedure,
    dedupe = null,
    dry = false,
    incident = null,
    alarm = null,
    trigger,
  } = options
  const model = await loadModel(tx.sql, workload)
  const plan = planOf(model, procedure)
  if (dedupe !== null) {
    const [known] = await tx.sql`select from procedure_run where dedupe = ${dedupe}`
    if (known) return undefined
  }
  const id = newId('run', tx.nowMs)
  await tx.append(
    procedureStarted(id, {
      workload,
      procedure,
      incident,
      environment: environmentOf(model!),
      title: plan.title,
      kind: plan.kind,
      state: options.state ?? 'queued',
      trigger,
      alarm,
      dedupe,
      params: bindParameters(plan, options.params ?? {}),
      dry,
      hash: plan.hash,
      plan,
    }),
  )
  return id
}

/** The environment with the highest level of control: the one that is operated. */
function environmentOf(model: Model): string {
  return (
    [...model.all('environment')].sort((a, b) => b.spec.level - a.spec.level)[0]?.name ??
    'production'
  )
}

/** Starts a run by a person's word. @throws ProcedureNotFound, BadParameter */
export function startRun(
  ledger: Ledger,
  options: Omit<StartOptions, 'trigger'> & { by: string },
): Promise<Run> {
  return ledger.transact({ actor: options.by }, async (tx) => {
    const id = await startInside(tx, { ...options, trigger: 'person' })
    return (await readRun(tx.sql, id!))!
  })
}

export interface AnswerOptions {
  readonly run: string
  /** The only waiting step unless told; empty accepts a proposed run. */
  readonly step?: string | undefined
  readonly choice: string
  readonly by: string
  readonly reason?: string | null | undefined
  readonly input?: string | null | undefined
  /** Whether the person is one of those that the step asks for. */
  readonly may: (by: readonly string[]) => boolean
}

/** Answers a step that waits, or accepts a proposed run. @throws RunNotFound, CannotAnswer, MayNotAnswer */
export function answerStep(ledger: Ledger, options: AnswerOptions): Promise<Run> {
  const { by, choice, reason = null, input = null, may } = options
  return ledger.transact({ actor: by }, async (tx) => {
    const run = await readRun(tx.sql, options.run)
    if (!run) throw new RunNotFound({ run: options.run })
    const { workload, procedure, incident } = run
    const of = { workload, procedure, incident }
    if (run.state === 'proposed') {
      if (choice !== 'accept') {
        await tx.append(
          procedureCancelRequested(run.id, { ...of, by, reason: reason ?? 'not wanted' }),
          procedureAccepted(run.id, { ...of, by }),
        )
      } else await tx.append(procedureAccepted(run.id, { ...of, by }))
      return (await readRun(tx.sql, run.id))!
    }
    const waiting = run.steps.filter(({ state }) => state === 'waiting')
    const step = options.step ? waiting.find((one) => one.step === options.step) : waiting[0]
    if (!step?.waiting)
      throw new CannotAnswer({
        why: options.step ? `the step ${options.step} does not wait` : 'no step waits for anybody',
      })
    const { choices } = step.waiting
    if (!choices.some((one) => one.choice === choice))
      throw new CannotAnswer({
        why: `"${choice}" is no choice; there are ${choices.map((one) => one.choice).join(', ')}`,
      })
    if (!may(step.waiting.by)) throw new MayNotAnswer({ who: by, by: step.waiting.by.join(' or ') })
    const planned = run.plan.steps.find(({ name }) => name === step.step)
    if (planned?.notRequester && run.startedBy === by)
      throw new CannotAnswer({ why: 'whoever started the run may not approve it' })
    if (planned?.input !== 'none' && choice === 'done' && !input)
      throw new CannotAnswer({
        why: `the step asks for ${planned?.input === 'text' ? 'words' : `a ${planned?.input}`}`,
      })
    if (step.answers.some((answer) => answer.by === by && answer.choice === choice))
      throw new CannotAnswer({ why: 'you have given this answer already' })
    await tx.append(
      stepAnswered(run.id, {
        ...of,
        step: step.step,
        attempt: step.attempt,
        choice,
        by,
        reason,
        input,
      }),
    )
    await wake(tx, run.id)
    return (await readRun(tx.sql, run.id))!
  })
}

/** Stops a run: what can be taken back is taken back. @throws RunNotFound, CannotAnswer */
export function cancelRun(
  ledger: Ledger,
  options: { run: string; by: string; reason: string },
): Promise<Run> {
  const { by, reason } = options
  return ledger.transact({ actor: by }, async (tx) => {
    const run = await readRun(tx.sql, options.run)
    if (!run) throw new RunNotFound({ run: options.run })
    if (run.endedAt) throw new CannotAnswer({ why: 'the run has ended' })
    const { workload, procedure, incident } = run
    await tx.append(procedureCancelRequested(run.id, { workload, procedure, incident, by, reason }))
    await wake(tx, run.id)
    return (await readRun(tx.sql, run.id))!
  })
}

async function wake(tx: Transaction, run: string): Promise<void> {
  await tx.sql`delete from procedure_wake where run = ${run}`
}
