/**
 * What a fault must lead to, in order, with a limit and a share of the score for each: detection, people,
 * response, recovery, and the end told to the same people.
 */
import { durationMs } from '#base'
import type { DrillExpectation, DrillOutcome, Experiment } from './drill.ts'

/** How long a machine may take for what follows at once. */
const AT_ONCE_MS = 10_000
/** How long a message or the start of a procedure may take. */
const SOON_MS = 30_000
/** How long the steady state may take to return after the recovery: windows of signals must fill anew. */
const SETTLE_MS = 120_000

export type ExpectationName =
  | 'alarm-raised'
  | 'incident-opened'
  | 'page-accepted'
  | 'procedure-started'
  | 'procedure-succeeded'
  | 'alarm-cleared'
  | 'incident-resolved'
  | 'recovery-accepted'
  | 'retrospective-opened'
  | 'steady-again'

export interface Expected {
  readonly name: ExpectationName
  readonly title: string
  readonly limitMs: number
  readonly weight: number
}

export function expectationsOf(spec: Experiment): Expected[] {
  const { alarm, procedure, notified } = spec.expect
  const raisedMs = durationMs(spec.expect.raisedWithin)
  const recoveredMs = durationMs(spec.expect.recoveredWithin)
  const all: (Expected & { readonly applies?: boolean })[] = [
    { name: 'alarm-raised', title: `${alarm} is raised`, limitMs: raisedMs, weight: 25 },
    {
      name: 'incident-opened',
      title: 'An incident is opened',
      limitMs: raisedMs + AT_ONCE_MS,
      weight: 10,
    },
    {
      name: 'page-accepted',
      title: 'Somebody is told',
      limitMs: raisedMs + SOON_MS,
      weight: 10,
      applies: notified,
    },
    {
      name: 'procedure-started',
      title: `${procedure} starts by itself`,
      limitMs: raisedMs + SOON_MS,
      weight: 10,
      applies: procedure !== undefined,
    },
    {
      name: 'procedure-succeeded',
      title: `${procedure} succeeds`,
      limitMs: recoveredMs + SOON_MS,
      weight: 10,
      applies: procedure !== undefined,
    },
    { name: 'alarm-cleared', title: 'The alarm clears', limitMs: recoveredMs, weight: 15 },
    {
      name: 'incident-resolved',
      title: 'The incident is resolved',
      limitMs: recoveredMs + AT_ONCE_MS,
      weight: 5,
    },
    {
      name: 'recovery-accepted',
      title: 'The same people are told that it is over',
      limitMs: recoveredMs + SOON_MS,
      weight: 5,
      applies: notified,
    },
    {
      name: 'retrospective-opened',
      title: 'A retrospective is opened',
      limitMs: recoveredMs + SOON_MS,
      weight: 5,
    },
    {
      name: 'steady-again',
      title: spec['steady-state-hypothesis'].title,
      limitMs: recoveredMs + SETTLE_MS,
      weight: 5,
    },
  ]
  return all
    .filter(({ applies = true }) => applies)
    .map(({ name, title, limitMs, weight }) => ({ name, title, limitMs, weight }))
}

/** What is still awaited from the others; the steady state is looked at when the fault is out. */
export function awaited(expectations: readonly DrillExpectation[]): DrillExpectation[] {
  return expectations.filter(({ name, state }) => state === 'open' && name !== 'steady-again')
}

/** 0 to 100, over what applies to the experiment. */
export function scoreOf(expectations: readonly DrillExpectation[]): number {
  const sum = (some: readonly DrillExpectation[]) =>
    some.reduce((total, { weight }) => total + weight, 0)
  const whole = sum(expectations)
  const met = sum(expectations.filter(({ state }) => state === 'met'))
  return whole === 0 ? 0 : Math.round((100 * met) / whole)
}

/** A drill has passed when all that was expected has come, and nothing of the fault is left. */
export function outcomeOf(options: {
  readonly expectations: readonly DrillExpectation[]
  readonly abortedReason: string | null
  readonly reverted: boolean
}): { readonly outcome: DrillOutcome; readonly reason: string } {
  const { expectations, abortedReason, reverted } = options
  if (!reverted)
    return { outcome: 'failed', reason: 'the fault could not be taken back: look at it now' }
  if (abortedReason !== null) return { outcome: 'aborted', reason: abortedReason }
  const missed = expectations.filter(({ state }) => state !== 'met')
  if (missed.length === 0)
    return { outcome: 'passed', reason: 'all that was expected came in time' }
  return {
    outcome: 'failed',
    reason: `missed: ${missed.map(({ name }) => name).join(', ')}`,
  }
}
