/** What is to be quiet, what that would have hidden, and which alarms are worth waking somebody. */
import { z } from 'zod'
import { Duration } from '#base'
import { Workload } from './envelope.ts'
import { route } from './route.ts'

const Time = z.string().describe('ISO 8601')
const Labels = z.record(z.string(), z.string())

export const SuppressionReason = z.object({
  kind: z.enum(['silence', 'maintenance', 'inhibition', 'dependency']),
  by: z.string().describe('Id of the silence, or maintenance:, inhibition: or component:name'),
  source: z.string().nullable().describe('Name of the raised alarm that tells instead'),
  why: z.string().describe('In words'),
  until: Time.nullable(),
})

const QuietTime = z.object({
  id: z.string().describe('Id of the silence, or maintenance:name of the model'),
  kind: z.enum(['silence', 'maintenance']),
  from: z.enum(['person', 'model']).describe('Who declared it'),
  state: z.enum(['active', 'pending', 'ended']),
  matchers: z.array(z.string()),
  expression: z.string().nullable(),
  components: z.array(z.string()),
  environments: z.array(z.string()),
  startsAt: Time,
  endsAt: Time.describe('Of the first stretch; the end is not part of it'),
  repeats: z.object({ rule: z.string(), zone: z.string(), untilAt: Time.nullable() }).nullable(),
  activeUntil: Time.nullable().describe('End of the present stretch'),
  nextAt: Time.nullable().describe('Begin of the next one'),
  by: z.string().describe('person:name, or the owner of what the model declares'),
  reason: z.string(),
  change: z.string().nullable(),
  endedAt: Time.nullable(),
  endedBy: z.string().nullable(),
  hides: z.array(z.string()).describe('Names of alarms that are open and quiet by it now'),
})

const scope = {
  workload: Workload,
  kind: z.enum(['silence', 'maintenance']).default('silence'),
  matchers: z.array(z.string()).default([]).describe('All of them hold: `severity="warning"`'),
  expression: z.string().nullable().default(null).describe('CEL over alarm, labels, severity'),
  components: z.array(z.string()).default([]).describe('component:name; any of them'),
  environments: z.array(z.string()).default([]).describe('environment:name; any of them'),
  startsAt: z.iso.datetime({ offset: true }).optional().describe('Now unless told'),
  endsAt: z.iso.datetime({ offset: true }).optional().describe('One of this and `lasts`'),
  lasts: Duration.optional().describe('How long, from its begin: 2h'),
  repeat: z
    .object({
      rule: z.string().describe('RRULE of RFC 5545'),
      zone: z.string().describe('IANA zone whose wall clocks it follows'),
      untilAt: z.iso.datetime({ offset: true }).describe('No later one begins'),
    })
    .nullable()
    .default(null),
}

const Hidden = z.object({
  alarm: z.string(),
  title: z.string(),
  labels: Labels,
  raisedAt: Time,
  clearedAt: Time.nullable(),
  incident: z.string().nullable(),
  wasAcknowledged: z.boolean(),
})

export const silences = {
  'silences.list': route({
    summary: 'Silences and maintenance: what is quiet now, what will be, what was',
    permission: 'read',
    audit: 'silences.listed',
    query: z.object({
      workload: Workload,
      state: z.enum(['active', 'pending', 'ended']).optional(),
    }),
    data: z.array(QuietTime),
  }),
  'silences.preview': route({
    summary: 'What a silence would have hidden in the last 7 days, and what it hides now',
    permission: 'read',
    audit: 'silence.previewed',
    body: z.object(scope),
    data: z.object({
      days: z.int(),
      startsAt: Time,
      endsAt: Time,
      now: z.array(Hidden.omit({ clearedAt: true })),
      past: z.array(Hidden).describe('The newest first, 200 at the most'),
      pastCount: z.int(),
      alarms: z.int(),
      incidents: z.int(),
      acknowledged: z.int().describe('Of the incidents, those that somebody acknowledged'),
      messages: z.int().describe('That people were sent about them'),
    }),
  }),
  'silences.create': route({
    summary: 'Make alarms quiet, with a reason and an end',
    permission: 'respond',
    audit: 'silence.created',
    body: z.object({
      ...scope,
      reason: z.string().min(3).max(500),
      change: z.string().max(500).nullable().default(null).describe('Link to the change'),
    }),
    data: QuietTime,
  }),
  'silences.end': route({
    summary: 'End a silence before its time; what is still raised is told now',
    permission: 'respond',
    audit: 'silence.ended',
    params: z.object({ silence: z.string() }),
    body: z.object({
      workload: Workload,
      reason: z.string().min(3).max(500).default('ended by hand'),
    }),
    data: QuietTime,
  }),
  'alarm-quality.show': route({
    summary: 'Which alarms lead to an action, and which only wake people; the worst first',
    permission: 'read',
    audit: 'alarm-quality.shown',
    query: z.object({ workload: Workload, from: Duration.default('30d') }),
    data: z.object({
      fromMs: z.number(),
      toMs: z.number(),
      fewest: z.int().describe('A share of fewer is shown and not judged'),
      alarms: z.array(
        z.object({
          alarm: z.string(),
          title: z.string(),
          owner: z.string(),
          fired: z.int(),
          quiet: z.int().describe('Of these nobody was told, for a reason'),
          acted: z.int().describe('Told, and acknowledged, noted, run or resolved by hand'),
          unacted: z.int().describe('Told, and over without anybody having done anything'),
          precision: z.number().nullable().describe('acted of acted and unacted'),
          flappings: z.int(),
          blindMs: z.number(),
          noDataMs: z.number(),
          meanToAcknowledgeMs: z.number().nullable(),
          acknowledged: z.int().describe('The number behind the mean'),
          duplicateOf: z.object({ alarm: z.string(), together: z.int() }).nullable(),
          declaredAt: Time.nullable(),
          findings: z.array(
            z.enum(['never-fired', 'noisy', 'without-action', 'flapping', 'duplicate', 'unseeing']),
          ),
          note: z.string().nullable(),
        }),
      ),
    }),
  }),
}
