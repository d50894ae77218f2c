/**
 * Which step is due, who stands behind it at this moment, and when the next one follows: pure decisions.
 * Who is on call is asked when a step is executed, never earlier.
 */
import {
  escalationCalled,
  escalationExhausted,
  escalationGapFound,
  escalationHeld,
  escalationPartyLate,
  escalationPaused,
  escalationStarted,
  escalationStepExecuted,
  escalationStopped,
  type NewFact,
} from '#ledger'
import { ackTtlOf, type Policy, type PolicyStep } from '../oncall/index.ts'
import type { Escalation, Recipient } from './escalation.ts'

/** After the last step, this long without an answer is the least that counts as nobody answering. */
export const LEAST_PATIENCE_MS = 5 * 60_000

/** Who stands behind a target at this moment; empty when nobody does. */
export type Resolve = (target: string) => readonly Recipient[]

/** What an execution asks of the world. */
export interface World {
  readonly resolve: Resolve
  /** Why a step is left out, in words; undefined when it is not. */
  readonly leftOut: (step: PolicyStep) => string | undefined
  /** How soon a third party is to answer, in milliseconds. */
  readonly answersWithinMs: (party: string) => number
}

/** Begins, or begins anew with a higher cycle. */
export function start(
  incident: {
    readonly id: string
    readonly workload: string
    readonly number: number
    readonly priority: string
  },
  policy: Policy,
  cycle: number,
  reason: string,
  dueMs: number,
): NewFact {
  return escalationStarted(incident.id, {
    workload: incident.workload,
    number: incident.number,
    cycle,
    policy: policy.name,
    reason,
    steps: policy.steps.map((step) => ({ ...step, notify: [...step.notify] })),
    ...(policy.triggers.length > 0 ? { triggers: policy.triggers.map((one) => ({ ...one })) } : {}),
    ...(policy.zone === 'UTC' ? {} : { zone: policy.zone }),
    dueAt: new Date(dueMs).toISOString(),
    fallback: policy.fallback,
    ackTtlMs: ackTtlOf(policy, incident.priority),
    ...(policy.ackTtlMs === undefined ? { ackByPriority: true } : {}),
  })
}

/** What is done when a step is due; nothing of it has happened yet. */
export interface Execution {
  /** Steps at which nobody stood behind those who were to be called. */
  readonly gaps: readonly { readonly step: number; readonly targets: string[] }[]
  /** From this step, from 0, up to `upTo`, as one. */
  readonly step: number
  readonly upTo: number
  /** Steps that were overdue are among them. */
  readonly catchUp: boolean
  readonly recipients: readonly Recipient[]
  readonly leftOut: readonly { readonly step: number; readonly why: string }[]
  /** All of these have to acknowledge, person:name; empty where one alone is enough. */
  readonly awaits: readonly string[]
  readonly parties: readonly { readonly party: string; readonly answerBy: string }[]
  /** When the next step, or the end of patience, is due. */
  readonly nextDueMs: number
}

/**
 * What is due: the step, and with it every further step that is overdue by now, as one. A step that reaches
 * no person is a gap: the fallback is told at once, and the next step with it. A step that is left out is as
 * if it were not there.
 */
export function execution(
  { steps, fallback, step }: Pick<Escalation, 'steps' | 'fallback' | 'step'>,
  dueMs: number,
  nowMs: number,
  { resolve, leftOut, answersWithinMs }: World,
): Execution {
  const gaps: { step: number; targets: string[] }[] = []
  const recipients = new Map<string, Recipient>()
  const left: { step: number; why: string }[] = []
  const awaits = new Set<string>()
  const add = (found: readonly Recipient[]) => {
    for (const one of found) if (!recipients.has(one.to)) recipients.set(one.to, one)
  }
  const gapAt = (at: number, targets: readonly string[]) => {
    const why = `nobody stood behind ${targets.join(', ')}`
    add(resolve(fallback).map(({ to }) => ({ to, why })))
    gaps.push({ step: at, targets: [...targets] })
  }

  let at = dueMs
  let upTo = step
  let catchUp = false
  for (;;) {
    const { notify, ackBy } = steps[upTo]!
    const why = leftOut(steps[upTo]!)
    let gap = false
    if (why !== undefined) left.push({ step: upTo, why })
    else {
      const found = notify.flatMap(resolve)
      add(found)
      if (ackBy === 'all') for (const { to } of found) if (isPerson(to)) awaits.add(to)
      gap = isGap(notify, found)
      if (gap) gapAt(upTo, notify.filter(isForPeople))
    }
    const next = steps[upTo + 1]
    if (!next) break
    if (gap || why !== undefined) at = nowMs
    else if (at + next.afterMs <= nowMs) {
      at += next.afterMs
      catchUp ||= next.afterMs > 0
    } else break
    upTo++
  }
  // Nobody hears of it only because every step was left out: that is a gap as well.
  if (recipients.size === 0 && gaps.length === 0) gapAt(upTo, steps[upTo]!.notify)

  const patienceMs =
    steps[upTo + 1]?.afterMs ?? Math.max(LEAST_PATIENCE_MS, steps[upTo]?.afterMs ?? 0)
  return {
    gaps,
    step,
    upTo,
    catchUp,
    recipients: [...recipients.values()],
    leftOut: left,
    awaits: [...awaits],
    parties: [...recipients.keys()].filter(isThirdParty).map((party) => ({
      party,
      answerBy: new Date(nowMs + answersWithinMs(party)).toISOString(),
    })),
    nextDueMs: nowMs + patienceMs,
  }
}

/** Executes what is due. `hurried` says why it is executed before its time. */
export function executeDue(
  escalation: Escalation,
  dueMs: number,
  nowMs: number,
  world: World,
  hurried?: string,
): NewFact[] {
  const { incident, fallback } = escalation
  const of = ofEscalation(escalation)
  const done = execution(escalation, dueMs, nowMs, world)
  const { step, upTo, catchUp, recipients, leftOut, awaits, parties } = done
  return [
    ...done.gaps.map((gap) => escalationGapFound(incident, { ...of, ...gap, fallback })),
    escalationStepExecuted(incident, {
      ...of,
      step,
      upTo,
      catchUp,
      recipients: [...recipients],
      ...(leftOut.length > 0 ? { leftOut: [...leftOut] } : {}),
      ...(awaits.length > 0 ? { awaits: [...awaits] } : {}),
      ...(parties.length > 0 ? { parties: [...parties] } : {}),
      ...(hurried === undefined ? {} : { hurried }),
      nextDueAt: new Date(done.nextDueMs).toISOString(),
    }),
  ]
}

/**
 * Sends help on to a step, from 0, before its time. A step that was executed in this cycle is executed again
 * in a new one.
 */
export function call(
  escalation: Escalation,
  on: {
    readonly step: number
    readonly by: string
    readonly reason: string
    readonly trigger: string | null
  },
): NewFact {
  const cycle = escalation.cycle + (on.step < escalation.step ? 1 : 0)
  return escalationCalled(escalation.incident, { ...ofEscalation(escalation), ...on, cycle })
}

/** Nobody has answered any step: those who own the path are told, and the incident stays on top. */
export function exhaust(escalation: Escalation, resolve: Resolve): NewFact {
  return escalationExhausted(escalation.incident, {
    ...ofEscalation(escalation),
    recipients: resolve(escalation.fallback).map(({ to }) => ({
      to,
      why: 'nobody has answered any step of the escalation',
    })),
  })
}

/** How long an acknowledgement holds without any activity, in milliseconds. */
export function ackTtlIn(escalation: Escalation, priority: string): number {
  const { ackByPriority, ackTtlMs } = escalation
  return ackTtlOf({ ackTtlMs: ackByPriority ? undefined : ackTtlMs }, priority)
}

/** What the one who has acknowledged does keeps the acknowledgement alive. Undefined for anybody else. */
export function hold(
  escalation: Escalation,
  priority: string,
  by: string,
  nowMs: number,
): NewFact | undefined {
  if (escalation.state !== 'acknowledged' || escalation.heldBy !== by) return undefined
  const until = new Date(nowMs + ackTtlIn(escalation, priority)).toISOString()
  if (escalation.heldUntil !== null && until <= escalation.heldUntil) return undefined
  return holdFor(escalation, by, until)
}

/** `until` is ISO 8601. */
export function holdFor(escalation: Escalation, by: string, until: string): NewFact {
  return escalationHeld(escalation.incident, { ...ofEscalation(escalation), by, until })
}

/** A step is due while nobody is to be told of any alarm of the incident. */
export function pause(escalation: Escalation, reason: string): NewFact {
  const { incident, step } = escalation
  return escalationPaused(incident, { ...ofEscalation(escalation), step, reason })
}

/** A third party that was called has given no case number in time. */
export function late(escalation: Escalation, party: string, answerBy: string): NewFact {
  const { incident } = escalation
  return escalationPartyLate(incident, { ...ofEscalation(escalation), party, answerBy })
}

export function stop(escalation: Escalation, reason: string): NewFact {
  return escalationStopped(escalation.incident, { ...ofEscalation(escalation), reason })
}

const isPerson = (target: string) => target.startsWith('person:')
const isThirdParty = (target: string) => target.startsWith('third-party:')
const isForPeople = (target: string) => !target.startsWith('channel:') && !isThirdParty(target)

/** A webhook that was told is not a person who was told. */
function isGap(targets: readonly string[], found: readonly Recipient[]): boolean {
  return targets.some(isForPeople) && !found.some(({ to }) => isPerson(to))
}

/** What every fact about an escalation carries. */
export function ofEscalation({ workload, number, cycle }: Escalation) {
  return { workload, number, cycle }
}
