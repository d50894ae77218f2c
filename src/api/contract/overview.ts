import { z } from 'zod'
import { Duration } from '#base'
import { Band } from './bands.ts'
import { Workload } from './envelope.ts'
import { QueuedIncident } from './incidents.ts'
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

const Burn = z.object({
  overMs: z.number().describe('The length of the stretch, up to now'),
  rate: z.number().nullable().describe('How many times as fast as allowed; null: not measured'),
  consumed: z.number().nullable().describe('The share of a whole budget that went in it'),
})

export const ObjectiveState = z.object({
  target: z.number().describe('The share that must be good'),
  windowMs: z.number(),
  basis: z.enum(['events', 'slices']).describe('What is counted'),
  sliceMs: z.number().nullable().describe('Length of a slice of time; null for events'),
  missing: z.enum(['unknown', 'bad', 'good']).describe('What time without data counts as'),
  since: Time.describe('Measured from here, at most as long as its window'),
  attained: z.number().nullable().describe('The share that was good of what was measured'),
  bad: z.number(),
  total: z.number(),
  allowed: z.number().nullable().describe('How many may be bad in a whole window'),
  left: z.number().nullable().describe('Of the budget: 1 is whole, below 0 is overdrawn'),
  leftAtWorst: z.number().nullable().describe('The same if all time without data was bad'),
  unknownMs: z.number().describe('So much of the window was not measured'),
  coarse: z.boolean().describe('Its older part was judged on samples of five minutes'),
  burn: z.array(Burn),
  exhaustedAt: Time.nullable().describe('At the rate of the last hour; null when it lasts'),
  status: Health,
  reason: z.string(),
})

const Loss = z.object({
  shortfall: z.number().describe('How far it is from its target'),
  unit: z.string(),
  perMinute: z.number().nullable().describe('Null when the measure is no flow'),
  soFar: z.number().nullable().describe('Since it is missed, as far back as the course reaches'),
  lostUnit: z.string(),
})

const Cause = z.object({
  component: z.string(),
  title: z.string(),
  reason: z.string(),
  since: Time.nullable(),
  path: z.array(z.string()).describe('From the outcome’s own component down to it'),
})

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
  loss: Loss.nullable().describe('What it costs while it is missed'),
  causes: z.array(Cause).describe('What it rests on that is in a bad way, the deepest first'),
  objective: ObjectiveState.nullable().describe('Null when it has none'),
  owner: z.string(),
  weight: z.number(),
  customers: z.string().nullable(),
  affected: z
    .number()
    .nullable()
    .describe('How many customers it hurts now, where that is counted'),
})

export const OutcomeWithBand = Outcome.extend({
  band: Band.nullable().describe('When an alarm on its baseline is declared'),
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
  carries: z.array(z.string()).describe('The outcomes that rest on it'),
  version: z.string().nullable().describe('Of its last deployment, when one was told'),
})

export const AlarmView = z.object({
  name: z.string(),
  title: z.string(),
  severity: z.enum(['critical', 'warning', 'info']),
  kind: z.string().describe('The kind of its condition, such as threshold or logs'),
  signal: z.string().nullable().describe('Null when it looks at something else'),
  looksAt: z.string().describe('A signal, a search of logs, a journey, in words'),
  when: z.string().describe('When it is breached, in words'),
  owner: z.string(),
  procedure: z.string(),
  protects: z.array(z.string()),
  state: z.enum(['ok', 'pending', 'firing', 'recovering', 'nodata']),
  blind: z.boolean().describe('Raised, and without data since'),
  stale: z.boolean().describe('Raised by a source that is not heard from any more'),
  paused: z.boolean().describe('It is not looked at'),
  flapping: z
    .object({ since: Time, changes: z.number() })
    .nullable()
    .describe('Raised and cleared so often that single changes are not told; null while it is not'),
  flappings: z.number().describe('How often it has flapped'),
  lateSamples: z.number().describe('Came after what they belong to was decided'),
  lateAt: Time.nullable(),
  dropped: z.number().describe('Instances that are not watched, beyond its limit'),
  since: Time.nullable(),
  error: z.string().nullable().describe('Why it cannot be evaluated'),
  suppressedBy: z
    .array(SuppressionReason)
    .describe('Why nobody is told; empty when one of its open instances is told'),
  instances: z.array(
    z.object({
      id: z.string(),
      labels: z.record(z.string(), z.string()),
      addedLabels: z
        .record(z.string(), z.string())
        .describe('What the alarm adds to them while it is raised; no part of its identity'),
      annotations: z
        .record(z.string(), z.string())
        .describe('What is told with it while it is raised'),
      state: z.string(),
      since: Time,
      value: z.number().nullable(),
      suppressedBy: z.array(SuppressionReason),
    }),
  ),
})

export const Moment = z.object({
  at: Time,
  until: Time.nullable().describe('Of things that last; null while they do'),
  kind: z.enum(['release', 'configuration', 'incident', 'drill', 'procedure']),
  title: z.string(),
  path: z.string().nullable().describe('Below /w/<workload>/'),
})

const Area = z.object({
  area: z.enum(['changes', 'response', 'procedures', 'people', 'documents', 'alarms', 'learning']),
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
      incidents: z
        .array(QueuedIncident)
        .describe('Open ones by priority, by what is lost each minute, by age'),
      moments: z.array(Moment).describe('What changed, on the time axis of every chart'),
      outcomes: z.array(OutcomeWithBand),
      signals: z.array(Signal),
      components: z.array(Component),
      operations: z.array(Area),
      comingUp: z
        .array(
          z.object({
            at: Time,
            state: z.enum(['ahead', 'now', 'due']),
            kind: z.enum(['hand-over', 'maintenance', 'game-day', 'review']),
            title: z.string(),
            path: z.string().describe('Below /w/<workload>/'),
          }),
        )
        .describe('What is due, then what is ahead in 30 days'),
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
      fromMs: z.number(),
      toMs: z.number(),
      course: Signal.nullable().describe('Null when there is nothing to draw'),
      threshold: z.number().nullable(),
      band: Band.nullable().describe('Of an alarm on a baseline: at the moments of the course'),
      watches: z.array(
        z.object({
          kind: z.enum(['signal', 'journey', 'alarm', 'logs']),
          name: z.string().describe('Of the resource; the search, when it is logs'),
        }),
      ),
      history: z.array(
        z.object({
          position: z.int(),
          at: Time,
          type: z.string(),
          value: z.number().nullable(),
          words: z.string().nullable().describe('What was seen'),
        }),
      ),
    }),
  }),
  'alerts.unowned': route({
    summary: 'Alerts that other systems have sent and that belong to no alarm of the model',
    permission: 'read',
    audit: 'alerts.listed',
    query: z.object({ workload: Workload }),
    data: z.array(
      z.object({
        alertname: z.string(),
        source: z.string(),
        labels: z.record(z.string(), z.string()),
        annotations: z.record(z.string(), z.string()),
        since: Time,
        receivedAt: Time,
        open: z.boolean().describe('It has not ended, as far as its source has said'),
        url: z.string(),
        wayOut: z.string().describe('What to write into the model'),
      }),
    ),
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
