/**
 * What to do next with a run: pure, from the pinned plan, the steps so far and the time. Every answer is one
 * move, and a move that was interrupted is decided anew.
 */
import { compileExpression } from '#base'
import type { PlanStep } from '../plan.ts'
import { stepKind } from '../steps/index.ts'
import { hasRollback, nextCompensation, nextInFlow, pathOf, stateOf } from './flow.ts'
import type { Run, RunStep, Waiting } from './run.ts'

export type EndState =
  | 'succeeded'
  | 'failed'
  | 'rolled-back'
  | 'rollback-failed'
  | 'cancelled'
  | 'timed-out'

export type Move =
  | {
      readonly do: 'doubt'
      readonly step: PlanStep
      readonly attempt: number
      readonly reason: string
    }
  | {
      readonly do: 'perform'
      readonly step: PlanStep
      readonly attempt: number
      readonly compensates: string | null
    }
  | {
      readonly do: 'verify'
      readonly step: PlanStep
      readonly verifier: PlanStep
      readonly attempt: number
    }
  | {
      readonly do: 'wait'
      readonly step: PlanStep
      readonly attempt: number
      readonly waiting: Waiting
    }
  | {
      readonly do: 'succeed'
      readonly step: PlanStep
      readonly attempt: number
      readonly summary: string
      readonly outputs: Record<string, unknown>
    }
  | {
      readonly do: 'fail'
      readonly step: PlanStep
      readonly attempt: number
      readonly summary: string
    }
  | {
      readonly do: 'skip'
      readonly step: PlanStep
      readonly attempt: number
      readonly reason: string
    }
  | { readonly do: 'roll-back'; readonly reason: string }
  | { readonly do: 'end'; readonly state: EndState; readonly reason: string }
  | { readonly do: 'rest'; readonly untilMs: number | null }

export function decideMove(run: Run, nowMs: number): Move {
  const move = decide(run, nowMs)
  return move.do === 'end' ? (finaliser(run, move.state) ?? move) : move
}

const FINALISED_BY: Partial<Record<EndState, string>> = {
  failed: 'failure',
  'rolled-back': 'failure',
  'timed-out': 'failure',
  cancelled: 'cancel',
}

/** A step that the document wants at this kind of end, and that was not tried yet. */
function finaliser(run: Run, state: EndState): Move | undefined {
  const step = run.plan.steps.find(
    ({ on, name }) => (on === 'always' || on === FINALISED_BY[state]) && !stateOf(run, name),
  )
  return step && { do: 'perform', step, attempt: 1, compensates: null }
}

function decide(run: Run, nowMs: number): Move {
  if (run.state === 'rolling-back') return decideRollback(run, nowMs)
  if (run.cancelReason !== null && !run.steps.some(({ state }) => state === 'running'))
    return hasRollback(run)
      ? { do: 'roll-back', reason: run.cancelReason }
      : { do: 'end', state: 'cancelled', reason: run.cancelReason }
  if (nowMs - Date.parse(run.createdAt) > run.plan.timeoutMs + waitedMs(run, nowMs)) {
    const reason = `it took longer than ${run.plan.timeoutMs / 60_000} min`
    return hasRollback(run)
      ? { do: 'roll-back', reason }
      : { do: 'end', state: 'timed-out', reason }
  }
  const step = nextInFlow(run)
  if (!step) return verdict(run)
  return decideStep(run, step, nowMs, null)
}

function decideStep(run: Run, step: PlanStep, nowMs: number, compensates: string | null): Move {
  const state = stateOf(run, step.name)
  const attempt = state?.attempt ?? 1
  if (!state) {
    const skipped = conditionFails(run, step)
    if (skipped) return { do: 'skip', step, attempt, reason: skipped }
    return begin(run, step, compensates, nowMs)
  }
  switch (state.state) {
    case 'waiting':
      return answered(step, state, nowMs, compensates)
    // Whoever asks holds the lease, so nobody else is at it: the holder before us is gone.
    case 'running':
      return { do: 'doubt', step, attempt, reason: 'the engine stopped while it ran' }
    case 'uncertain':
      return settle(run, step, state, compensates)
    case 'failed':
      return afterFailure(run, step, state, nowMs, compensates)
    default:
      return { do: 'rest', untilMs: null }
  }
}

function begin(run: Run, step: PlanStep, compensates: string | null, nowMs: number): Move {
  if (step.kind === 'decide') return chooseByCondition(run, step, nowMs)
  if (step.kind === 'item' && step.check) {
    const check = run.plan.steps.find(({ name }) => name === step.check)!
    const checked = stateOf(run, check.name)
    if (!checked || checked.state === 'running' || checked.state === 'uncertain')
      return { do: 'perform', step: check, attempt: (checked?.attempt ?? 0) + 1, compensates: null }
    if (checked.state === 'succeeded')
      return {
        do: 'succeed',
        step,
        attempt: 1,
        summary: checked.summary ?? '',
        outputs: checked.outputs as Record<string, unknown>,
      }
    return { do: 'fail', step, attempt: 1, summary: checked.summary ?? 'its check failed' }
  }
  if (stepKind(step.kind)?.perform) {
    if (run.dry && step.effect === 'change' && step.dry === null)
      return { do: 'skip', step, attempt: 1, reason: 'a dry run changes nothing' }
    return { do: 'perform', step, attempt: 1, compensates }
  }
  if (run.dry) return { do: 'skip', step, attempt: 1, reason: 'a dry run asks nobody' }
  return { do: 'wait', step, attempt: 1, waiting: askFor(step, nowMs) }
}

function askFor(step: PlanStep, nowMs: number): Waiting {
  const until = step.timeoutMs > 0 ? new Date(nowMs + step.timeoutMs).toISOString() : null
  if (step.kind === 'approval')
    return {
      for: 'approval',
      prompt: step.body,
      choices: [
        { choice: 'approve', label: 'Approve' },
        { choice: 'reject', label: 'Reject' },
      ],
      by: step.by,
      until,
    }
  return {
    for: 'manual',
    prompt: step.body,
    choices: [
      { choice: 'done', label: 'Done' },
      { choice: 'failed', label: 'It did not work' },
    ],
    by: step.by,
    until,
  }
}

/** A choice whose condition is true is taken; a person is asked when only words are left. */
function chooseByCondition(run: Run, step: PlanStep, nowMs: number): Move {
  const bindings = bindingsOf(run)
  let seenByPeople = false
  for (const choice of step.choices) {
    if (/^otherwise/i.test(choice.text) && !seenByPeople)
      return chosen(step, choice.to, choice.text)
    if (choice.if === null) {
      seenByPeople = true
      continue
    }
    const result = compileExpression(choice.if).evaluate(bindings)
    if (result.state === 'value' && result.value === true)
      return chosen(step, choice.to, choice.text)
  }
  return {
    do: 'wait',
    step,
    attempt: 1,
    waiting: {
      for: 'decision',
      prompt: step.title,
      choices: step.choices.map(({ to, text }) => ({ choice: to, label: text })),
      by: step.by.length > 0 ? step.by : run.plan.decider ? [run.plan.decider] : [],
      until: step.timeoutMs > 0 ? new Date(nowMs + step.timeoutMs).toISOString() : null,
    },
  }
}

const chosen = (step: PlanStep, to: string, text: string): Move => ({
  do: 'succeed',
  step,
  attempt: 1,
  summary: text,
  outputs: { choice: to, by: 'the condition' },
})

/** What the answers of people make of a step that waits. */
function answered(step: PlanStep, state: RunStep, nowMs: number, compensates: string | null): Move {
  const { waiting, answers, attempt } = state
  const last = answers.at(-1)
  const late =
    waiting?.until !== null && waiting?.until !== undefined && Date.parse(waiting.until) <= nowMs
  switch (waiting?.for) {
    case 'approval': {
      const refusal = answers.find(({ choice }) => choice === 'reject')
      if (refusal)
        return {
          do: 'fail',
          step,
          attempt,
          summary: `rejected by ${nameOf(refusal.by)}${refusal.reason ? `: ${refusal.reason}` : ''}`,
        }
      const approvers = [
        ...new Set(answers.filter(({ choice }) => choice === 'approve').map(({ by }) => by)),
      ]
      if (approvers.length >= Math.max(1, step.approve))
        return {
          do: 'succeed',
          step,
          attempt,
          summary: `approved by ${approvers.map(nameOf).join(' and ')}`,
          outputs: { by: approvers },
        }
      // Time never grants an approval.
      return late
        ? { do: 'fail', step, attempt, summary: 'nobody approved in time' }
        : resting(waiting)
    }
    case 'uncertain':
      if (last?.choice === 'happened')
        return {
          do: 'succeed',
          step,
          attempt,
          summary: `it happened, says ${nameOf(last.by)}`,
          outputs: { by: last.by },
        }
      if (last?.choice === 'again')
        return { do: 'perform', step, attempt: attempt + 1, compensates }
      if (last?.choice === 'abort')
        return { do: 'fail', step, attempt, summary: `given up by ${nameOf(last.by)}` }
      return resting(waiting)
    case 'failure':
      if (last?.choice === 'retry')
        return { do: 'perform', step, attempt: attempt + 1, compensates }
      if (last?.choice === 'skip')
        return { do: 'skip', step, attempt, reason: `left out by ${nameOf(last.by)}` }
      if (last?.choice === 'rollback')
        return { do: 'roll-back', reason: `chosen by ${nameOf(last.by)}` }
      if (last?.choice === 'abort')
        return { do: 'end', state: 'failed', reason: `given up by ${nameOf(last.by)}` }
      return resting(waiting)
    case 'decision':
      if (last)
        return {
          do: 'succeed',
          step,
          attempt,
          summary: `${labelOf(waiting, last.choice)}, decided by ${nameOf(last.by)}`,
          outputs: { choice: last.choice, by: last.by },
        }
      if (late) return chosen(step, step.choices.at(-1)!.to, 'nobody decided in time')
      return resting(waiting)
    default: {
      if (last?.choice === 'failed')
        return {
          do: 'fail',
          step,
          attempt,
          summary: `did not work, says ${nameOf(last.by)}${last.reason ? `: ${last.reason}` : ''}`,
        }
      if (last)
        return {
          do: 'succeed',
          step,
          attempt,
          summary: `done by ${nameOf(last.by)}`,
          outputs: { by: last.by, at: last.at, input: last.input },
        }
      return late
        ? { do: 'fail', step, attempt, summary: 'nobody did it in time' }
        : resting(waiting)
    }
  }
}

const resting = (waiting: Waiting | null | undefined): Move => ({
  do: 'rest',
  untilMs: waiting?.until ? Date.parse(waiting.until) : null,
})
const nameOf = (actor: string) => actor.replace(/^person:/, '')
const labelOf = (waiting: Waiting, choice: string) =>
  waiting.choices.find((one) => one.choice === choice)?.label ?? choice

/** Nobody saw the step end. What is safe to repeat is repeated; else its verifier or a person tells. */
function settle(run: Run, step: PlanStep, state: RunStep, compensates: string | null): Move {
  const { attempt } = state
  if (state.effect === 'read' || step.idempotent)
    return { do: 'perform', step, attempt: attempt + 1, compensates }
  const verifier = step.verify && run.plan.steps.find(({ name }) => name === step.verify)
  if (verifier) return { do: 'verify', step, verifier, attempt }
  return {
    do: 'wait',
    step,
    attempt,
    waiting: {
      for: 'uncertain',
      prompt: `The engine stopped while "${step.name}" ran. Did it happen?`,
      choices: [
        { choice: 'happened', label: 'It happened' },
        { choice: 'again', label: 'Run it again' },
        { choice: 'abort', label: 'Give up' },
      ],
      by: step.by,
      until: null,
    },
  }
}

function afterFailure(
  run: Run,
  step: PlanStep,
  state: RunStep,
  nowMs: number,
  compensates: string | null,
): Move {
  if (state.retryAt) {
    const at = Date.parse(state.retryAt)
    return at > nowMs
      ? { do: 'rest', untilMs: at }
      : { do: 'perform', step, attempt: state.attempt + 1, compensates }
  }
  const reason = `${step.name}: ${state.summary ?? 'failed'}`
  const jump = step.onFailure?.startsWith('goto:') === true
  const choice = jump ? 'stop' : (step.onFailure ?? run.plan.onFailure ?? defaultOnFailure(run))
  if (choice === 'rollback' && hasRollback(run)) return { do: 'roll-back', reason }
  if (choice === 'ask')
    return {
      do: 'wait',
      step,
      attempt: state.attempt,
      waiting: {
        for: 'failure',
        prompt: `${step.name} failed: ${state.summary ?? ''}`,
        choices: [
          { choice: 'retry', label: 'Try again' },
          { choice: 'skip', label: 'Leave it out' },
          ...(hasRollback(run) ? [{ choice: 'rollback', label: 'Undo and stop' }] : []),
          { choice: 'abort', label: 'Stop here' },
        ],
        by: [],
        until: null,
      },
    }
  return { do: 'end', state: 'failed', reason }
}

function defaultOnFailure(run: Run): 'ask' | 'rollback' | 'stop' {
  if (run.startedBy.startsWith('person:')) return 'ask'
  return hasRollback(run) ? 'rollback' : 'stop'
}

function decideRollback(run: Run, nowMs: number): Move {
  const open = run.steps.find(
    ({ compensates, state }) => compensates && (state === 'running' || state === 'uncertain'),
  )
  if (open) {
    const step = run.plan.steps.find(({ name }) => name === open.step)!
    return decideStep(run, step, nowMs, open.compensates)
  }
  // One that fails does not stop the others.
  const next = nextCompensation(run)
  if (next) return { do: 'perform', step: next.step, attempt: 1, compensates: next.compensates }
  const failed = run.steps.filter(({ compensates, state }) => compensates && state === 'failed')
  if (failed.length > 0)
    return {
      do: 'end',
      state: 'rollback-failed',
      reason: `${failed.map(({ step }) => step).join(', ')} could not take it back`,
    }
  return {
    do: 'end',
    state: run.cancelReason === null ? 'rolled-back' : 'cancelled',
    reason: run.reason ?? 'taken back',
  }
}

/** At the end of the path: a checklist is judged, everything else has succeeded. */
function verdict(run: Run): Move {
  if (run.kind !== 'checklist')
    return { do: 'end', state: 'succeeded', reason: 'every step is done' }
  const items = pathOf(run.plan, run.steps).filter(({ kind }) => kind === 'item')
  const passed = (step: PlanStep) => stateOf(run, step.name)?.state === 'succeeded'
  const musts = items.filter(({ must }) => must)
  const shoulds = items.filter(({ must }) => !must)
  const missing = musts.filter((step) => !passed(step))
  const share = shoulds.length === 0 ? 1 : shoulds.filter(passed).length / shoulds.length
  if (missing.length > 0)
    return {
      do: 'end',
      state: 'failed',
      reason: `${missing.length} of ${musts.length} musts are not met`,
    }
  if (share < run.plan.shouldShare)
    return {
      do: 'end',
      state: 'failed',
      reason: `${Math.round(share * 100)} % of the shoulds are met`,
    }
  return { do: 'end', state: 'succeeded', reason: 'the checklist is met' }
}

function conditionFails(run: Run, step: PlanStep): string | undefined {
  if (!step.if) return undefined
  const result = compileExpression(step.if).evaluate(bindingsOf(run))
  if (result.state === 'value') return result.value === true ? undefined : `${step.if} is not true`
  return `${step.if} cannot be known: ${result.state === 'missing' ? result.what : result.message}`
}

/** What conditions and templates of a run see. */
export function bindingsOf(run: Run): Record<string, unknown> {
  return {
    params: run.params,
    env: run.environment,
    run: { id: run.id, incident: run.incident ?? '' },
    steps: Object.fromEntries(
      run.steps.map(({ step, outputs, state }) => [step, { ...outputs, state }]),
    ),
  }
}

/** Time that people have taken does not count against the time of the run. */
function waitedMs(run: Run, nowMs: number): number {
  return run.steps.reduce((sum, { waiting, answers, startedAt, endedAt }) => {
    if (!waiting && answers.length === 0) return sum
    return sum + (endedAt ? Date.parse(endedAt) : nowMs) - Date.parse(startedAt)
  }, 0)
}
