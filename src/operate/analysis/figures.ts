/** The figures of services, interval by interval, out of the visits of requests: those that got no answer count too. */
import { groupBy } from './group-by.ts'
import type { Interval, Part } from './of-losses.ts'
import type { Usual } from './usual.ts'
import type { Visit } from './visit.ts'

/** What happens within so long is one figure. */
const STEP_MS = 5_000

/** A request to one service, whether it was let in or not. */
interface Asked {
  readonly service: string
  readonly startMs: number
  readonly durationMs: number
  readonly isAnswered: boolean
}

export function partsOf(usual: Usual, before: readonly Visit[], now: readonly Visit[]): Part[] {
  const was = groupBy(askedIn(usual, before), ({ service }) => service)
  const is = groupBy(askedIn(usual, now), ({ service }) => service)
  const callees = groupBy(callsIn([...before, ...now]), ({ caller }) => caller)
  return [...new Set([...was.keys(), ...is.keys()])].map((name) => ({
    name,
    calls: [...new Set(callees.get(name)?.map(({ callee }) => callee))],
    usual: intervalsOf(was.get(name) ?? []),
    now: intervalsOf(is.get(name) ?? []),
  }))
}

/** Those whom no service calls: customers come to them. */
export function entriesOf(parts: readonly Part[]): string[] {
  const called = new Set(parts.flatMap(({ calls }) => calls))
  return parts.map(({ name }) => name).filter((name) => !called.has(name))
}

function askedIn(usual: Usual, visits: readonly Visit[]): Asked[] {
  return visits.flatMap((visit) => [
    visit,
    ...usual
      .unanswered(visit)
      .map((service) => ({ service, startMs: visit.startMs, durationMs: 0, isAnswered: false })),
  ])
}

function callsIn(visits: readonly Visit[]) {
  return visits.flatMap(({ service: caller, calls }) =>
    calls.map(({ answer: { service: callee } }) => ({ caller, callee })),
  )
}

function intervalsOf(asked: readonly Asked[]): Interval[] {
  const steps = groupBy(asked, ({ startMs }) => String(Math.floor(startMs / STEP_MS)))
  return [...steps.values()].map((all) => ({
    requests: all.length,
    seconds: all.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1_000 / all.length,
    answered: all.filter(({ isAnswered }) => isAnswered).length / all.length,
  }))
}
