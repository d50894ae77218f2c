/** Whether a step is left out: its condition in CEL, over the incident and the local time. What cannot be told leaves nothing out. */
import { compileExpression, wallClockMs } from '#base'
import type { Incident } from '../incidents/index.ts'
import type { PolicyStep } from '../oncall/index.ts'

/** What a condition may ask about. */
export type Situation = Pick<Incident, 'priority' | 'severity' | 'outcomes' | 'alarm' | 'owner'>

/** Why the step is left out, in words; undefined when it is not. */
export function leftOutBy(
  { when }: PolicyStep,
  incident: Situation,
  zone: string,
  nowMs: number,
): string | undefined {
  if (when === undefined) return undefined
  const { priority, severity, outcomes, alarm, owner } = incident
  const result = compileExpression(when).evaluate({
    incident: { priority, severity, outcomes: [...outcomes], alarm: alarm ?? '', owner },
    local: localOf(zone, nowMs),
  })
  return result.state === 'value' && result.value === false ? `not ${when}` : undefined
}

function localOf(zone: string, nowMs: number): { hour: number; weekday: number } {
  const wall = new Date(wallClockMs(zone, nowMs))
  return { hour: wall.getUTCHours(), weekday: wall.getUTCDay() || 7 }
}
