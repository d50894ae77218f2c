/** What becomes of alarms. Subject: `alarm:<name>`. Semantics: one instance for each set of labels. */
import { z } from 'zod'
import { defineFact } from '../fact.ts'

/** What every fact about an instance carries, so that nobody has to look back. */
const instance = {
  workload: z.string(),
  alarm: z.string().describe('Name of the alarm'),
  instance: z.string().describe('Identity: hash of the alarm and the labels'),
  labels: z.record(z.string(), z.string()),
  version: z.string().describe('Hash of the alarm’s spec that decided'),
  tickAt: z.string().describe('Scheduled time of the look that decided, ISO 8601'),
  value: z.number().nullable().describe('Value of the signal; null when there was none'),
}

const breachedSince = z.string().describe('First look of this breach, ISO 8601')

export const alarmPending = defineFact(
  'alarm.pending',
  z.object({ ...instance, since: breachedSince }),
)
export const alarmCalmed = defineFact('alarm.calmed', z.object(instance))
export const alarmRaised = defineFact(
  'alarm.raised',
  z.object({
    ...instance,
    since: breachedSince,
    reason: z.enum(['condition', 'missing']),
    title: z.string(),
    severity: z.enum(['critical', 'warning', 'info']),
    owner: z.string().describe('team:name or person:name'),
    procedure: z.string().describe('Id of the procedure'),
    protects: z.array(z.string()).describe('outcome:name'),
    group: z.string().describe('Key of the incident it belongs to'),
  }),
)
export const alarmRecovering = defineFact(
  'alarm.recovering',
  z.object({ ...instance, since: z.string() }),
)
export const alarmRelapsed = defineFact('alarm.relapsed', z.object(instance))
export const alarmCleared = defineFact(
  'alarm.cleared',
  z.object({
    ...instance,
    group: z.string(),
    reason: z.enum(['condition', 'ok-on-missing', 'alarm-removed', 'resource-removed', 'person']),
  }),
)
export const alarmBlinded = defineFact('alarm.blinded', z.object(instance))
export const alarmSighted = defineFact('alarm.sighted', z.object(instance))
export const alarmDataLost = defineFact(
  'alarm.data-lost',
  z.object({ ...instance, owner: z.string(), lastSampleAt: z.string().nullable() }),
)
export const alarmDataReturned = defineFact('alarm.data-returned', z.object(instance))
export const alarmUnevaluable = defineFact(
  'alarm.unevaluable',
  z.object({ workload: z.string(), alarm: z.string(), error: z.string(), owner: z.string() }),
)
export const alarmEvaluable = defineFact(
  'alarm.evaluable',
  z.object({ workload: z.string(), alarm: z.string() }),
)
