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
  words: z
    .string()
    .optional()
    .describe('What was seen, in words, when a number alone does not say it'),
  replayed: z
    .enum(['history', 'net'])
    .optional()
    .describe(
      'Decided later from stored samples: of `history` nobody is told, since something later undid it; `net` is what remained',
    ),
}

const flapping = z
  .boolean()
  .optional()
  .describe('It is flapping: the incident stays open, and nobody is told of this one')

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
    flapping,
    addedLabels: z
      .record(z.string(), z.string())
      .optional()
      .describe('What the alarm adds to its labels, filled in; no part of its identity'),
    annotations: z
      .record(z.string(), z.string())
      .optional()
      .describe('What is told with it, filled in; a text that could not be is as it was declared'),
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
    reason: z.enum([
      'condition',
      'ok-on-missing',
      'alarm-removed',
      'alarm-paused',
      'resource-removed',
      'source',
      'person',
    ]),
    changeId: z.string().optional().describe('The change that removed the resource'),
    flapping,
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
  z.object({
    workload: z.string(),
    alarm: z.string(),
    error: z.string(),
    owner: z.string(),
    dropped: z.number().optional().describe('Instances that are not watched, beyond the limit'),
  }),
)
export const alarmEvaluable = defineFact(
  'alarm.evaluable',
  z.object({ workload: z.string(), alarm: z.string() }),
)

export const alarmFlappingStarted = defineFact(
  'alarm.flapping-started',
  z.object({
    ...instance,
    since: z.string().describe('First of the changes that were counted, ISO 8601'),
    changes: z.number(),
    group: z.string().describe('Key of the incident, which stays open meanwhile'),
  }),
)
export const alarmFlappingEnded = defineFact(
  'alarm.flapping-ended',
  z.object({
    ...instance,
    since: z.string(),
    changes: z.number().describe('All of them, since it began'),
    group: z.string(),
    raised: z.boolean().describe('The state that it came to rest in'),
  }),
)
export const alarmLateSamplesCounted = defineFact(
  'alarm.late-samples-counted',
  z.object({
    workload: z.string(),
    alarm: z.string(),
    samples: z
      .number()
      .describe('Came after what they belong to was decided, since the last count'),
    oldestAt: z.string().describe('Time of the oldest, ISO 8601'),
  }),
)
export const alarmStaled = defineFact(
  'alarm.staled',
  z.object({
    ...instance,
    source: z.string().describe('Who raised it and is not heard from any more'),
    lastHeardAt: z.string().nullable(),
  }),
)
export const alarmRefreshed = defineFact(
  'alarm.refreshed',
  z.object({ ...instance, source: z.string() }),
)
