/** What sends help on to a step before its time: pure. Each trigger does so once for an incident, until it comes back. */
import type { NewFact } from '#ledger'
import type { Trigger } from '../oncall/index.ts'
import { call } from './decide.ts'
import type { Escalation } from './escalation.ts'

/** The name of a trigger: the same as long as it says the same. */
export function triggerKey({ on, step, afterMs, above, to }: Trigger): string {
  return [on, to ?? afterMs ?? above ?? '', step ?? 'next'].join(' ')
}

/** The trigger is there, has not fired yet, and there is somebody to be called. */
export function fire(
  escalation: Escalation,
  trigger: Trigger,
  fired: ReadonlySet<string>,
  reason: string,
): NewFact[] {
  const key = triggerKey(trigger)
  if (escalation.state === 'stopped' || fired.has(key)) return []
  // After the last step there is no next one: then all of it begins anew.
  const next = escalation.step < escalation.steps.length ? escalation.step : 0
  const step = trigger.step ?? next
  return [call(escalation, { step, by: `trigger:${trigger.on}`, reason, trigger: key })]
}

/** Higher is more urgent: P1 is 5. */
const urgencyOf = (priority: string) => 6 - Number(priority.slice(1))

/** It was less urgent before, and is as urgent as the trigger says now. */
export function hasRisenTo(from: string, to: string, wanted: string): boolean {
  return urgencyOf(from) < urgencyOf(wanted) && urgencyOf(to) >= urgencyOf(wanted)
}
