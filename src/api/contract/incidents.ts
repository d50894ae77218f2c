import { z } from 'zod'
import { Workload } from './envelope.ts'
import { route } from './route.ts'

const Severity = z.enum(['critical', 'warning', 'info'])
const Priority = z.enum(['P1', 'P2', 'P3', 'P4', 'P5'])
const Time = z.string().describe('ISO 8601')

export const Incident = z.object({
  id: z.string(),
  name: z.string().describe('What people say: INC-42'),
  workload: Workload,
  title: z.string(),
  state: z.enum(['open', 'resolved']),
  severity: Severity,
  priority: Priority,
  priorityReason: z.string(),
  priorityBy: z.string().nullable().describe('Who chose it; null while it is the computed one'),
  outcomes: z.array(z.object({ ref: z.string(), title: z.string() })).describe('What suffers'),
  alarm: z.string().nullable(),
  owner: z.string(),
  procedure: z.string().nullable(),
  occurredAt: Time,
  openedAt: Time,
  acknowledgedAt: Time.nullable(),
  acknowledgedBy: z.string().nullable(),
  acknowledgedUntil: Time.nullable(),
  resolvedAt: Time.nullable(),
  resolvedReason: z.string().nullable(),
  recurrenceOf: z.string().nullable(),
  reopenedCount: z.int(),
  alarms: z.array(
    z.object({
      alarm: z.string(),
      title: z.string(),
      labels: z.record(z.string(), z.string()).describe('With those that the alarm adds'),
      annotations: z.record(z.string(), z.string()).describe('What the alarm tells'),
      raisedAt: Time,
      clearedAt: Time.nullable(),
    }),
  ),
})

export const QueuedIncident = Incident.extend({
  loss: z
    .object({ perMinute: z.number(), unit: z.string() })
    .nullable()
    .describe('What is lost each minute; null when it is over or nothing that flows is lost'),
})

export const Notification = z.object({
  id: z.string(),
  incident: z.string().nullable(),
  purpose: z.enum(['page', 'recovery', 'update', 'status-impacted', 'status-restored', 'test']),
  recipient: z.string(),
  channel: z.string(),
  address: z.string(),
  title: z.string(),
  state: z.enum(['queued', 'sending', 'accepted', 'failed', 'expired', 'cancelled', 'superseded']),
  attempts: z.int(),
  reason: z.string().nullable().describe('Why it has not arrived'),
  queuedAt: Time,
  acceptedAt: Time.nullable(),
  nextAttemptAt: Time.nullable(),
})

const IncidentDetail = Incident.extend({
  timeline: z.array(
    z.object({
      position: z.int(),
      at: Time,
      type: z.string(),
      actor: z.string(),
      sentence: z.string(),
      isKey: z.boolean().describe('Worth a look first'),
    }),
  ),
  notifications: z.array(Notification),
  escalation: z
    .object({
      state: z.string(),
      path: z.string().nullable(),
      cycle: z.int().describe('From 1; raised each time it begins anew'),
      steps: z.array(
        z.object({
          name: z.string().nullable(),
          notify: z.array(z.string()),
          afterMs: z.number(),
          executedAt: Time.nullable(),
          recipients: z.array(z.string()),
        }),
      ),
      nextDueAt: Time.nullable(),
      awaits: z.array(z.string()).describe('Who still has to acknowledge'),
      snoozedBy: z.string().nullable(),
      snoozedUntil: Time.nullable(),
      parties: z.array(
        z.object({
          party: z.string(),
          title: z.string(),
          calledAt: Time,
          answerBy: Time,
          case: z.string().nullable(),
          lateAt: Time.nullable(),
        }),
      ),
    })
    .nullable(),
  updates: z.array(
    z.object({
      page: z.string(),
      component: z.string(),
      state: z.string(),
      text: z.string(),
      publishedAt: Time,
    }),
  ),
  runs: z.array(z.object({ run: z.string(), procedure: z.string(), state: z.string() })),
  retrospective: z.string().nullable(),
})

const named = { params: z.object({ incident: z.string() }) }
const of = { workload: Workload }

export const incidents = {
  'incidents.list': route({
    summary:
      'Incidents: open ones by priority, by what is lost each minute, by age; then those that are over',
    permission: 'read',
    audit: 'incidents.listed',
    query: z.object({
      ...of,
      state: z.enum(['open', 'resolved']).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    data: z.array(QueuedIncident),
  }),
  'incidents.show': route({
    summary: 'One incident with its timeline, messages, escalation and runs',
    permission: 'read',
    audit: 'incident.shown',
    ...named,
    query: z.object(of),
    data: IncidentDetail,
  }),
  'incidents.declare': route({
    summary: 'Declare an incident by hand',
    permission: 'respond',
    audit: 'incident.declared',
    body: z.object({
      ...of,
      title: z.string().min(3).max(200),
      severity: Severity.default('critical'),
      outcomes: z.array(z.string()).default([]),
      procedure: z.string().nullable().default(null),
    }),
    data: Incident,
  }),
  'incidents.acknowledge': route({
    summary: 'Say that you are on it',
    permission: 'respond',
    audit: 'incident.acknowledged',
    ...named,
    body: z.object(of),
    data: Incident,
  }),
  'incidents.note': route({
    summary: 'Add a note to the timeline',
    permission: 'respond',
    audit: 'incident.noted',
    ...named,
    body: z.object({ ...of, text: z.string().min(1).max(5_000) }),
    data: Incident,
  }),
  'incidents.prioritise': route({
    summary: 'Put your priority in the place of the computed one',
    permission: 'respond',
    audit: 'incident.prioritised',
    ...named,
    body: z.object({ ...of, priority: Priority, reason: z.string().min(3).max(500) }),
    data: Incident,
  }),
  'incidents.resolve': route({
    summary: 'Say that it is over',
    permission: 'respond',
    audit: 'incident.resolved',
    ...named,
    body: z.object({ ...of, reason: z.string().min(3).max(500) }),
    data: Incident,
  }),
}
