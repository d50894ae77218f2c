/** The life of incidents. Subject: the incident’s id. */
import { z } from 'zod'
import { defineFact } from '../fact.ts'

const of = { workload: z.string(), number: z.int().describe('People say INC-42') }
const told = {
  labels: z.record(z.string(), z.string()).optional().describe('Of the alarm, with those it adds'),
  annotations: z.record(z.string(), z.string()).optional().describe('What the alarm tells'),
}
const Priority = z.enum(['P1', 'P2', 'P3', 'P4', 'P5'])

export const incidentOpened = defineFact(
  'incident.opened',
  z.object({
    ...of,
    title: z.string(),
    group: z.string().describe('At most one open incident for each group'),
    priority: Priority,
    priorityReason: z.string().describe('In words: which outcome set it, and why'),
    outcomes: z.array(z.string()).describe('outcome:name that suffers'),
    severity: z.enum(['critical', 'warning', 'info']),
    alarm: z.string().nullable().describe('Alarm that opened it; null when a person declared it'),
    instance: z.string().nullable(),
    owner: z.string().describe('team:name or person:name'),
    procedure: z.string().nullable(),
    occurredAt: z.string().describe('When the harm began, as far as is known'),
    recurrenceOf: z.string().nullable().describe('An earlier incident of the same group'),
    ...told,
  }),
)
export const incidentAlarmAdded = defineFact(
  'incident.alarm-added',
  z.object({
    ...of,
    alarm: z.string(),
    instance: z.string(),
    title: z.string(),
    severity: z.enum(['critical', 'warning', 'info']).optional().describe('The worst so far'),
    outcomes: z.array(z.string()).optional().describe('All that suffer, with those of this alarm'),
    announced: z
      .boolean()
      .optional()
      .describe('False: those who were called before hear of it later, in `incident.grown`'),
    ...told,
  }),
)
export const incidentGrown = defineFact(
  'incident.grown',
  z.object({
    ...of,
    joined: z
      .array(z.object({ alarm: z.string(), instance: z.string(), title: z.string() }))
      .describe('What those who were called have not heard of yet'),
    priority: Priority,
    reason: z.enum(['interval', 'priority']).describe('It was time, or it is more urgent now'),
  }),
)
export const incidentAlarmCleared = defineFact(
  'incident.alarm-cleared',
  z.object({ ...of, alarm: z.string(), instance: z.string() }),
)
export const incidentPriorityChanged = defineFact(
  'incident.priority-changed',
  z.object({
    ...of,
    from: Priority,
    to: Priority,
    reason: z.string(),
    by: z.string().optional().describe('person:name when a person chose it; else it was computed'),
  }),
)
export const incidentAcknowledged = defineFact(
  'incident.acknowledged',
  z.object({
    ...of,
    by: z.string().describe('person:name'),
    until: z.string().describe('It expires then'),
    awaits: z
      .array(z.string())
      .optional()
      .describe('These have to acknowledge as well, and help is called until they have'),
  }),
)
export const incidentNoteAdded = defineFact(
  'incident.note-added',
  z.object({ ...of, text: z.string(), by: z.string() }),
)
export const incidentResolved = defineFact(
  'incident.resolved',
  z.object({
    ...of,
    title: z.string(),
    priority: Priority,
    outcomes: z.array(z.string()),
    reason: z.string(),
    by: z.string().describe('alarms or person:name'),
    openedAt: z.string(),
  }),
)
export const incidentReopened = defineFact(
  'incident.reopened',
  z.object({ ...of, reason: z.string() }),
)
