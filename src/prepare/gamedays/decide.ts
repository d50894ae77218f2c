/**
 * What a drill does next, and what follows from what it sees: pure decisions.
 *
 * The promise: a fault that was put in is taken out again, whatever happens in between. So an attempt whose
 * end nobody saw counts as a fault that is in, and leads straight to the rollbacks.
 */
import {
  drillAborted,
  drillActivityAttempted,
  drillActivityFailed,
  drillActivitySucceeded,
  drillExpectationMet,
  drillExpectationMissed,
  drillFaultStarted,
  drillFinished,
  drillRollbackStarted,
  drillSteadyStateChecked,
  type Fact,
  type Lease,
  type NewFact,
  timeOf,
} from '#ledger'
import {
  activitiesOf,
  type Drill,
  type DrillActivity,
  type DrillExpectation,
  ofDrill,
  type Phase,
  type ProbeResult,
} from './drill.ts'
import { awaited, type ExpectationName, outcomeOf, scoreOf } from './expectations.ts'

/** How long the steady state may take to show itself before a drill gives up without a fault. */
export const STEADY_PATIENCE_MS = 30_000
const MOST_ROLLBACK_ATTEMPTS = 10
const LONGEST_BACKOFF_MS = 15_000

/** Which activity. */
export interface Turn {
  readonly phase: Phase
  readonly index: number
  readonly attempt: number
}

export type Step =
  | { readonly kind: 'check'; readonly when: 'before' | 'after' }
  | ({ readonly kind: 'act' } & Turn)
  /** An attempt is in somebody’s hand. */
  | { readonly kind: 'in-hand'; readonly activity: DrillActivity }
  | { readonly kind: 'wait'; readonly untilMs: number }
  /** The fault is in: the response is awaited. */
  | { readonly kind: 'observe' }
  | { readonly kind: 'none' }

export function nextStep(drill: Drill, nowMs: number): Step {
  switch (drill.state) {
    case 'checking':
      return { kind: 'check', when: 'before' }
    case 'injecting':
    case 'observing':
      return turnOf(drill, 'method', nowMs) ?? { kind: 'observe' }
    case 'reverting':
      return (
        handOf(drill, 'method') ??
        turnOf(drill, 'rollback', nowMs) ?? { kind: 'check', when: 'after' }
      )
    case 'finished':
      return { kind: 'none' }
  }
}

/** The next activity of a phase; undefined when all are done, or given up. */
function turnOf(drill: Drill, phase: Phase, nowMs: number): Step | undefined {
  const activities = activitiesOf(drill.spec, phase)
  let readyMs = 0
  for (const [index, { pauses }] of activities.entries()) {
    const done = drill.activities.find((one) => one.phase === phase && one.index === index)
    if (done?.state === 'attempted') return { kind: 'in-hand', activity: done }
    const dueMs = done?.retryAt ? Date.parse(done.retryAt) : readyMs + 1_000 * (pauses?.before ?? 0)
    if (!done || done.retryAt !== null)
      return dueMs > nowMs
        ? { kind: 'wait', untilMs: dueMs }
        : { kind: 'act', phase, index, attempt: (done?.attempt ?? 0) + 1 }
    readyMs = Date.parse(done.endedAt ?? done.attemptedAt) + 1_000 * (pauses?.after ?? 0)
  }
  return undefined
}

/** An abort does not overtake an action that is being done: its rollback would come too early. */
function handOf(drill: Drill, phase: Phase): Step | undefined {
  const activity = drill.activities.find((one) => one.phase === phase && one.state === 'attempted')
  return activity && { kind: 'in-hand', activity }
}

/** The intent, taken before the effect. The clock of the fault begins with the first one. */
export function attempt(drill: Drill, turn: Turn, lease: Lease): NewFact[] {
  const { name } = activitiesOf(drill.spec, turn.phase)[turn.index]!
  const attempted = drillActivityAttempted(drill.id, {
    ...ofDrill(drill),
    ...turnData(turn),
    name,
    worker: lease.owner,
    epoch: lease.epoch,
  })
  if (turn.phase === 'rollback' || drill.faultAt !== null) return [attempted]
  return [drillFaultStarted(drill.id, { ...ofDrill(drill), what: name }), attempted]
}

const turnData = ({ phase, index, attempt }: Turn) => ({ phase, index, attempt })

export type ActivityEnd =
  | { readonly kind: 'done'; readonly output: string; readonly latencyMs: number }
  | { readonly kind: 'failed'; readonly reason: string; readonly uncertain: boolean }

export function afterActivity(
  drill: Drill,
  turn: Turn,
  end: ActivityEnd,
  nowMs: number,
): NewFact[] {
  const of = ofDrill(drill)
  const { name } = activitiesOf(drill.spec, turn.phase)[turn.index]!
  if (end.kind === 'done') {
    const { output, latencyMs } = end
    return [drillActivitySucceeded(drill.id, { ...of, ...turnData(turn), name, output, latencyMs })]
  }
  const { reason, uncertain } = end
  const again = turn.phase === 'rollback' && turn.attempt < MOST_ROLLBACK_ATTEMPTS
  // Nobody saw the end: it has waited for long enough.
  const delayMs = uncertain ? 0 : Math.min(LONGEST_BACKOFF_MS, 500 * 2 ** turn.attempt)
  const failed = drillActivityFailed(drill.id, {
    ...of,
    ...turnData(turn),
    name,
    reason,
    uncertain,
    retryAt: again ? new Date(nowMs + delayMs).toISOString() : null,
  })
  if (turn.phase === 'rollback') return [failed]
  return [failed, ...abort(drill, `${name}: ${reason}`, 'worker')]
}

/** The fault is taken back at once; what has not come by now is not awaited any more. */
export function abort(drill: Drill, reason: string, by: string): NewFact[] {
  if (drill.state === 'reverting' || drill.state === 'finished') return []
  const of = ofDrill(drill)
  const aborted = drillAborted(drill.id, { ...of, reason, by })
  // Without a fault there is nothing to take back.
  if (drill.faultAt === null)
    return [
      aborted,
      drillFinished(drill.id, {
        ...of,
        outcome: 'aborted',
        reason,
        score: null,
        reverted: true,
        incident: null,
        expectations: resultOf(drill.expectations),
      }),
    ]
  return [
    aborted,
    ...awaited(drill.expectations).map((open) => missed(drill, open, 'the drill was aborted')),
    drillRollbackStarted(drill.id, { ...of, reason: `the drill was aborted: ${reason}` }),
  ]
}

/** The steady state before the fault: a drill on a workload that is not well finds nothing out. */
export function afterCheckBefore(
  drill: Drill,
  probes: readonly ProbeResult[],
  nowMs: number,
): NewFact[] {
  const met = probes.every((probe) => probe.met)
  if (!met && nowMs < Date.parse(drill.startedAt) + STEADY_PATIENCE_MS) return []
  const of = ofDrill(drill)
  const checked = drillSteadyStateChecked(drill.id, {
    ...of,
    when: 'before',
    met,
    probes: [...probes],
  })
  if (met) return [checked]
  return [
    checked,
    drillFinished(drill.id, {
      ...of,
      outcome: 'not-run',
      reason: `the steady state was not met, so no fault was injected: ${reasonsOf(probes)}`,
      score: null,
      reverted: true,
      incident: null,
      expectations: resultOf(drill.expectations),
    }),
  ]
}

/** The steady state when the fault is out; the result, once it is met or its limit has passed. */
export function afterCheckAfter(
  drill: Drill,
  probes: readonly ProbeResult[],
  nowMs: number,
): NewFact[] {
  const met = probes.every((probe) => probe.met)
  const steady = drill.expectations.find(({ name }) => name === 'steady-again')
  const faultMs = Date.parse(drill.faultAt!)
  if (!met && steady && nowMs < faultMs + steady.limitMs) return []
  const of = ofDrill(drill)
  const facts: NewFact[] = [
    drillSteadyStateChecked(drill.id, { ...of, when: 'after', met, probes: [...probes] }),
  ]
  let expectations = drill.expectations
  if (steady?.state === 'open') {
    const afterMs = nowMs - faultMs
    const at = new Date(nowMs).toISOString()
    const { name, limitMs } = steady
    const inTime = met && afterMs <= limitMs
    const reason = inTime ? null : met ? 'it came too late' : reasonsOf(probes)
    facts.push(
      inTime
        ? drillExpectationMet(drill.id, { ...of, name, at, afterMs, limitMs, because: null })
        : missed(drill, steady, reason!),
    )
    expectations = replace(expectations, {
      ...steady,
      state: inTime ? 'met' : 'missed',
      at: inTime ? at : null,
      afterMs: inTime ? afterMs : null,
      reason,
    })
  }
  const reverted = activitiesOf(drill.spec, 'rollback').every((_, index) =>
    drill.activities.some(
      (one) => one.phase === 'rollback' && one.index === index && one.state === 'succeeded',
    ),
  )
  const { abortedReason, incident } = drill
  facts.push(
    drillFinished(drill.id, {
      ...of,
      ...outcomeOf({ expectations, abortedReason, reverted }),
      score: scoreOf(expectations),
      reverted,
      incident,
      expectations: resultOf(expectations),
    }),
  )
  return facts
}

/** Something that was expected has come: in time it counts, and the last one ends the waiting. */
export function meet(
  drill: Drill,
  name: ExpectationName,
  fact: Fact,
  found: {
    alarm?: { instance: string; group: string; correlation: string }
    incident?: string
    run?: string
  } = {},
): NewFact[] {
  const open = drill.expectations.find((one) => one.name === name && one.state === 'open')
  if (!open || drill.faultAt === null || drill.state === 'finished') return []
  const afterMs = timeOf(fact) - Date.parse(drill.faultAt)
  const { limitMs } = open
  // The timer of the limit may be late, after a restart; the limit is not.
  if (afterMs > limitMs)
    return giveUp(drill, name, `it came after ${Math.round(afterMs / 1_000)} s`)
  const facts: NewFact[] = [
    drillExpectationMet(drill.id, {
      ...ofDrill(drill),
      name,
      at: fact.time,
      afterMs,
      limitMs,
      because: fact.id,
      ...found,
    }),
  ]
  return [...facts, ...revertWhenDone(drill, [name])]
}

/** A limit has passed. Without the alarm nothing else can come, and customers are being hurt for nothing. */
export function giveUp(drill: Drill, name: string, reason = 'it did not come in time'): NewFact[] {
  const open = awaited(drill.expectations)
  const given = name === 'alarm-raised' ? open.map((one) => one.name) : [name]
  const facts = open
    .filter((one) => given.includes(one.name))
    .map((one) => missed(drill, one, one.name === name ? reason : 'the alarm was not raised'))
  return facts.length === 0 ? [] : [...facts, ...revertWhenDone(drill, given)]
}

function revertWhenDone(drill: Drill, settled: readonly string[]): NewFact[] {
  const left = awaited(drill.expectations).filter(({ name }) => !settled.includes(name))
  if (left.length > 0 || drill.state === 'reverting') return []
  const reason = 'nothing is awaited any more'
  return [drillRollbackStarted(drill.id, { ...ofDrill(drill), reason })]
}

function missed(drill: Drill, { name, limitMs }: DrillExpectation, reason: string): NewFact {
  return drillExpectationMissed(drill.id, { ...ofDrill(drill), name, limitMs, reason })
}

function replace(all: readonly DrillExpectation[], one: DrillExpectation): DrillExpectation[] {
  return all.map((other) => (other.name === one.name ? one : other))
}

function resultOf(expectations: readonly DrillExpectation[]) {
  return expectations.map(({ name, title, state, at, afterMs, limitMs, weight, reason }) => ({
    name,
    title,
    met: state === 'met',
    at,
    afterMs,
    limitMs,
    weight,
    reason,
  }))
}

function reasonsOf(probes: readonly ProbeResult[]): string {
  return probes
    .filter(({ met }) => !met)
    .map(({ name, reason }) => `${name}: ${reason ?? 'not met'}`)
    .join('; ')
}
