/** When a run is a fact: only when the journey begins or ceases to fail. Pure. */
import { journeyFailed, journeyRecovered, type NewFact } from '#ledger'
import type { Journey, JourneyRun } from './run.ts'

export interface JourneyState {
  /** Since when it fails, ISO 8601; null while it does not. */
  readonly failedAt: string | null
}

export function factsOfRun(
  state: JourneyState,
  run: JourneyRun,
  { workload, journey }: { readonly workload: string; readonly journey: Journey },
): NewFact[] {
  const { name, spec } = journey
  const of = { workload, journey: name, title: spec.title, from: spec.from }
  const subject = `journey:${name}`
  if (run.result === 'failed' && state.failedAt === null)
    return [journeyFailed(subject, { ...of, ...run.failure, protects: spec.protects })]
  if (run.result === 'ok' && state.failedAt !== null)
    return [journeyRecovered(subject, { ...of, failedAt: state.failedAt })]
  // A run that was skipped proves nothing, in either direction.
  return []
}
