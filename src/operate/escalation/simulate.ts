/** Who would be called, step by step, if an incident began at some instant and nobody answered: pure. */
import type { Policy } from '../oncall/index.ts'
import { leftOutBy, type Situation } from './condition.ts'
import { execution, type Resolve, type World } from './decide.ts'
import type { Recipient } from './escalation.ts'

/** One call for help, as it would be. */
export interface SimulatedCall {
  readonly atMs: number
  /** From 0; several are called as one when nobody stands behind the first. Empty for the end of patience. */
  readonly steps: readonly number[]
  readonly recipients: readonly Recipient[]
  /** Targets behind whom nobody stands then. */
  readonly gaps: readonly string[]
  readonly leftOut: readonly { readonly step: number; readonly why: string }[]
  /** All of them would have to acknowledge. */
  readonly awaits: readonly string[]
}

/** What the simulation asks of the world. */
export interface SimulatedWorld {
  /** Who stands behind a target at an instant: a rotation may change hands in between. */
  readonly resolverAt: (atMs: number) => Resolve
  readonly answersWithinMs: (party: string) => number
}

/**
 * The way through the steps with nobody answering, up to those who own the path being told that nobody did.
 * Triggers are left aside: what they measure is not known beforehand.
 */
export function simulate(
  policy: Policy,
  situation: Situation,
  startMs: number,
  { resolverAt, answersWithinMs }: SimulatedWorld,
): SimulatedCall[] {
  const { steps, fallback, zone } = policy
  const calls: SimulatedCall[] = []
  let step = 0
  let atMs = startMs + steps[0]!.afterMs
  while (step < steps.length) {
    const nowMs = atMs
    const world: World = {
      resolve: resolverAt(nowMs),
      leftOut: (one) => leftOutBy(one, situation, zone, nowMs),
      answersWithinMs,
    }
    const done = execution({ steps, fallback, step }, nowMs, nowMs, world)
    const { upTo, recipients, gaps, leftOut, awaits } = done
    calls.push({
      atMs,
      steps: steps.flatMap((_, i) => (i >= step && i <= upTo ? [i] : [])),
      recipients,
      gaps: gaps.flatMap(({ targets }) => targets),
      leftOut,
      awaits,
    })
    step = upTo + 1
    atMs = done.nextDueMs
  }
  const recipients = resolverAt(atMs)(fallback).map(({ to }) => ({
    to,
    why: 'nobody has answered any step of the escalation',
  }))
  return [...calls, { atMs, steps: [], recipients, gaps: [], leftOut: [], awaits: [] }]
}
