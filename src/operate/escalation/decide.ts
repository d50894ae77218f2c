/**
 * Which step is due, who stands behind it at this moment, and when the next one follows: pure decisions.
 * Who is on call is asked when a step is executed, never earlier.
 */
import {
  escalationExhausted,
  escalationGapFound,
  escalationHeld,
  escalationPaused,
  escalationStarted,
  escalationStepExecuted,
  escalationStopped,
  type NewFact,
} from '#ledger'
import type { Policy } from '../oncall/index.ts'
import type { Escalation, Recipient } from './escalation.ts'

/** After the last step, this long without an answer is the least that counts as nobody answering. */
export const LEAST_PATIENCE_MS = 5 * 60_000

/** Who stands behind a target at this moment; empty when nobody does. */
export type Resolve = (target: string) => readonly Recipient[]

/** Begins, or begins anew with a higher cycle. */
export function start(
  incident: { readonly id: string; readonly workload: string; readonly number: number },
  policy: Policy,
  cycle: number,
  reason: string,
): NewFact {
  return escalationStarted(incident.id, {
    workload: incident.workload,
    number: incident.number,
    cycle,
    policy: policy.name,
    reason,
    steps: policy.steps.map(({ afterMs, notify }) => ({ afterMs, notify: [...notify] })),
    fallback: policy.fallback,
    ackTtlMs: policy.ackTtlMs,
  })
}

/**
 * Executes what is due: the step, and with it every further step that is overdue by now, as one. A step
 * that reaches no person is a gap: the fallback is told at once, and the next step with it. `hurried` says
 * why it is executed before its time.
 */
export function executeDue(
  escalation: Escalation,
  dueMs: number,
  nowMs: number,
  resolve: Resolve,
  hurried?: string,
): NewFact[] {
  const { steps, incident, fallback } = escalation
  const of = ofEscalation(escalation)
  const facts: NewFact[] = []
  const recipients = new Map<string, Recipient>()
  const add = (found: readonly Recipient[]) => {
    for (const one of found) if (!recipients.has(one.to)) recipients.set(one.to, one)
  }

  let at = dueMs
  let upTo = escalation.step
  let catchUp = false
  for (;;) {
    const { notify } = steps[upTo]!
    const found = notify.flatMap(resolve)
    add(found)
    const gap = isGap(notify, found)
    if (gap) {
      add(
        resolve(fallback).map(({ to }) => ({
          to,
          why: `nobody stood behind ${notify.join(', ')}`,
        })),
      )
      facts.push(
        escalationGapFound(incident, {
          ...of,
          step: upTo,
          targets: notify.filter(isForPeople),
          fallback,
        }),
      )
    }
    const next = steps[upTo + 1]
    if (!next) break
    if (gap) at = nowMs
    else if (at + next.afterMs <= nowMs) {
      at += next.afterMs
      catchUp ||= next.afterMs > 0
    } else break
    upTo++
  }

  const patienceMs =
    steps[upTo + 1]?.afterMs ?? Math.max(LEAST_PATIENCE_MS, steps[upTo]?.afterMs ?? 0)
  facts.push(
    escalationStepExecuted(incident, {
      ...of,
      step: escalation.step,
      upTo,
      catchUp,
      recipients: [...recipients.values()],
      ...(hurried === undefined ? {} : { hurried }),
      nextDueAt: new Date(nowMs + patienceMs).toISOString(),
    }),
  )
  return facts
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

/** What the one who has acknowledged does keeps the acknowledgement alive. Undefined for anybody else. */
export function hold(escalation: Escalation, by: string, nowMs: number): NewFact | undefined {
  if (escalation.state !== 'acknowledged' || escalation.heldBy !== by) return undefined
  const until = new Date(nowMs + escalation.ackTtlMs).toISOString()
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

export function stop(escalation: Escalation, reason: string): NewFact {
  return escalationStopped(escalation.incident, { ...ofEscalation(escalation), reason })
}

const isForPeople = (target: string) => !target.startsWith('channel:')

/** A webhook that was told is not a person who was told. */
function isGap(targets: readonly string[], found: readonly Recipient[]): boolean {
  return targets.some(isForPeople) && !found.some(({ to }) => to.startsWith('person:'))
}

const ofEscalation = ({ workload, number, cycle }: Escalation) => ({ workload, number, cycle })
