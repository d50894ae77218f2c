import { z } from 'zod'
import { Duration } from '#base'
import { Workload } from './envelope.ts'
import { Incident } from './incidents.ts'
import { route } from './route.ts'
import { SuppressionReason } from './silences.ts'

const Time = z.string().describe('ISO 8601')
const Health = z
  .enum(['ok', 'warn', 'crit', 'unk'])
  .describe('unk: nothing is known, which is not well')
const Expected = z.object({ min: z.number().nullable(), max: z.number().nullable() }).nullable()
const Points = z
  .array(z.tuple([z.number().describe('Milliseconds since 1970'), z.number().nullable()]))
  .describe('Missing points are null: a gap, never a line')

export const Outcome = z.object({
  ref: z.string().describe('outcome:name'),
  title: z.string(),
  kind: z.enum(['business', 'customer']),
  signal: z.string(),
  value: z.number().nullable(),
  unit: z.string(),
  target: z.object({ op: z.enum(['>=', '<=']), value: z.number() }),
  met: z.boolean().nullable().describe('Null when the value is unknown'),
  sampleAgeMs: z.number().nullable(),
  points: Points,
  expected: Expected,
  status: Health,
  reason: z.string().nullable().describe('Why it is not well, in words'),
  missedSince: Time.nullable(),
  owner: z.string(),
  weight: z.number(),
  customers: z.string().nullable(),
})

export const Signal = z.object({
  ref: z.string().describe('signal:name'),
  title: z.string(),
  layer: z.string(),
  query: z.string(),
  value: z.number().nullable(),
  unit: z.string(),
  sampleAgeMs: z.number().nullable(),
  points: Points,
  expected: Expected,
  component: z.string().nullable(),
  owner: z.string().nullable(),
  alarms: z.array(z.string()),
  status: Health,
  reason: z.string().nullable(),
})

export const Component = z.object({
  ref: z.string().describe('component:name'),
  title: z.string(),
  layer: z.string().describe('application, platform or infrastructure'),
  owner: z.string(),
  vendor: z.string().nullable(),
  dependsOn: z.array(z.string()),
  status: Health,
  reasons: z.array(z.string()),
  raised: z.array(z.string()).describe('Names of its alarms that are raised'),
  hurtBy: z.array(z.string()),
  version: z.string().nullable().describe('Of its last deployment, when one was told'),
})

export const AlarmView = z.object({
  name: z.string(),
  title: z.string(),
  severity: z.enum(['critical', 'warning', 'info']),
  signal: z.string(),
  when: z.string(),
  owner: z.string(),
  procedure: z.string(),
  protects: z.array(z.string()),
  state: z.enum(['ok', 'pending', 'firing', 'recovering', 'nodata']),
  blind: z.boolean().describe('Raised, and without data since'),
  since: Time.nullable(),
  error: z.string().nullable().describe('Why it cannot be evaluated'),
  suppressedBy: z
    .array(SuppressionReason)
    .describe('Why nobody is told; empty when one of its open instances is told'),
  instances: z.array(
    z.object({
      id: z.string(),
      labels: z.record(z.string(), z.string()),
      state: z.string(),
      since: Time,
      value: z.number().nullable(),
      suppressedBy: z.array(SuppressionReason),
    }),
  ),
})

const Moment = z.object({
  at: Time,
  until: Time.nullable().describe('Of things that last; null while they do'),
  kind: z.enum(['release', 'configuration', 'incident', 'drill', 'procedure']),
  title: z.string(),
  path: z.string().nullable().describe('Below /w/<workload>/'),
})

const Area = z.object({
  area: z.enum(['changes', 'response', 'procedures', 'people', 'alarms', 'learning']),
  title: z.string(),
  status: z.enum(['ok', 'warn', 'crit', 'unk', 'info']),
  word: z.string().describe('Beside the mark'),
  sentence: z.string(),
  path: z.string(),
})

const span = {
  workload: Workload,
  from: Duration.default('1h').describe('So long before now'),
}

export const overview = {
  'overview.show': route({
    summary:
      'Whether the workload delivers what business and customers expect; and the health of operations',
    permission: 'read',
    audit: 'overview.shown',
    query: z.object(span),
    data: z.object({
      at: Time,
      fromMs: z.number(),
      toMs: z.number(),
      title: z.string(),
      tier: z.int(),
      owner: z.object({ ref: z.string(), title: z.string() }),
      onCall: z.object({ name: z.string(), until: Time }).nullable(),
      status: Health,
      sentence: z.string().describe('What is hurt, for whom, since when'),
      since: Time.nullable(),
      incidents: z.array(Incident).describe('Open ones by priority'),
      moments: z.array(Moment).describe('What changed, on the time axis of every chart'),
      outcomes: z.array(Outcome),
      signals: z.array(Signal),
      components: z.array(Component),
      operations: z.array(Area),
    }),
  }),
  'alarms.list': route({
    summary: 'Alarms, the worst first',
    permission: 'read',
    audit: 'alarms.listed',
    query: z.object({ workload: Workload }),
    data: z.array(AlarmView),
  }),
  'alarms.show': route({
    summary: 'One alarm with the course of its signal',
    permission: 'read',
    audit: 'alarm.shown',
    params: z.object({ alarm: z.string() }),
    query: z.object(span),
    data: AlarmView.extend({
      course: Signal,
      threshold: z.number(),
      history: z.array(
        z.object({ position: z.int(), at: Time, type: z.string(), value: z.number().nullable() }),
      ),
    }),
  }),
  'alarms.clear': route({
    summary: 'End an alarm by hand',
    permission: 'respond',
    audit: 'alarm.cleared',
    params: z.object({ alarm: z.string() }),
    body: z.object({ workload: Workload }),
    data: z.object({ cleared: z.int() }),
  }),
}
