/**
 * Why alarms are quiet: what people say is to be quiet, and what that and the model make of each open alarm.
 * Subject: the silence’s id, or `alarm:<name>`.
 */
import { z } from 'zod'
import { defineFact } from '../fact.ts'

export const SilenceMatcher = z.object({
  name: z.string(),
  value: z.string(),
  isRegex: z.boolean(),
  isEqual: z.boolean(),
})

export const silenceCreated = defineFact(
  'silence.created',
  z.object({
    workload: z.string(),
    kind: z.enum(['silence', 'maintenance']),
    matchers: z.array(SilenceMatcher).describe('All of them hold'),
    expression: z.string().nullable().describe('CEL over alarm, labels and severity'),
    components: z.array(z.string()).describe('component:name; any of them'),
    environments: z.array(z.string()).describe('environment:name; any of them'),
    startsAt: z.string().describe('ISO 8601'),
    endsAt: z.string().describe('Of the first stretch; the end is not part of it'),
    repeats: z
      .object({
        rule: z.string().describe('RRULE of RFC 5545'),
        zone: z.string().describe('IANA zone whose wall clocks it follows'),
        untilAt: z.string(),
      })
      .nullable(),
    by: z.string().describe('person:name'),
    reason: z.string(),
    change: z.string().nullable().describe('Link to the change that it belongs to'),
  }),
)
export const silenceEnded = defineFact(
  'silence.ended',
  z.object({ workload: z.string(), by: z.string(), reason: z.string() }),
)

export const SuppressionReason = z.object({
  kind: z.enum(['silence', 'maintenance', 'inhibition', 'dependency']),
  by: z.string().describe('Id of the silence, or maintenance:, inhibition: or component:name'),
  source: z.string().nullable().describe('The raised alarm that tells instead; name of it'),
  why: z.string().describe('In words'),
  until: z.string().nullable().describe('ISO 8601; null while nobody can know'),
})

const about = {
  workload: z.string(),
  alarm: z.string(),
  instance: z.string(),
  labels: z.record(z.string(), z.string()),
}

/** Its reasons are new or others than before. */
export const alarmSuppressed = defineFact(
  'alarm.suppressed',
  z.object({ ...about, reasons: z.array(SuppressionReason).min(1).describe('All of them') }),
)
/** It is open, and no reason is left for being quiet about it. */
export const alarmReleased = defineFact(
  'alarm.released',
  z.object({ ...about, reasons: z.array(SuppressionReason).describe('What they were') }),
)
