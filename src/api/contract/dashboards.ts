import { z } from 'zod'
import { Duration } from '#base'
import { Workload } from './envelope.ts'
import { Moment } from './overview.ts'
import { route } from './route.ts'

/** Answers are read, never changed. */
const list = <Of extends z.ZodType>(of: Of) => z.array(of).readonly()
const Time = z.string().describe('ISO 8601')
const Health = z.enum(['ok', 'warn', 'crit', 'unk'])

const frame = {
  id: z.string().describe('The same for the same panel; `panel` of the page’s address'),
  show: z.enum([
    ...(['line', 'value', 'outcome', 'states', 'alarms', 'incidents'] as const),
    ...(['logs', 'table', 'text'] as const),
  ]),
  title: z.string(),
  note: z.string().nullable(),
  width: z.enum(['third', 'half', 'full']),
  rows: z.int().nullable().describe('How many things it lists, where that is known before'),
}
const sectionOf = <Panel extends z.ZodType>(panel: Panel) =>
  z.object({ title: z.string(), note: z.string().nullable(), panels: list(panel) })

const head = {
  name: z.string(),
  title: z.string(),
  audience: z.enum(['engineers', 'leaders', 'customers']),
  origin: z.enum(['declared', 'generated']).describe('generated: nobody has drawn it'),
  description: z.string().nullable(),
  range: z.string().describe('The time it begins with: 3h'),
}

const Line = z.object({
  name: z.string().describe('What sets it apart; empty when it is the only one'),
  values: list(z.number().nullable()).describe('One for each moment; null is a gap'),
})
const measured = {
  unit: z.string(),
  value: z.number().nullable().describe('The newest; null when nobody knows it'),
  lines: list(Line),
  more: z.int().describe('Lines there are besides those shown'),
  expected: z.object({ min: z.number().nullable(), max: z.number().nullable() }).nullable(),
  band: z
    .object({
      low: list(z.number().nullable()),
      high: list(z.number().nullable()),
      good: z.enum(['high', 'low', 'steady']),
      learning: z.boolean(),
      direction: z.enum(['improvement', 'degradation', 'unusual', 'expected']).nullable(),
      sentence: z.string(),
    })
    .nullable()
    .describe('What its baseline expected, at each moment; when an alarm looks at it'),
  target: z.object({ op: z.enum(['>=', '<=']), value: z.number() }).nullable(),
  before: z
    .object({ ago: z.string(), line: Line.nullable(), value: z.number().nullable() })
    .nullable()
    .describe('The same so long before'),
}
const verdict = {
  status: Health.nullable().describe('Null: it judges nothing'),
  reason: z.string().nullable(),
  ask: z
    .object({ tab: z.enum(['metrics', 'logs']), question: z.string() })
    .nullable()
    .describe('The same question in Explore'),
  path: z.string().nullable().describe('Below /w/<workload>/'),
}

const Content = z.discriminatedUnion('show', [
  z.object({ show: z.enum(['line', 'value']), ...measured, ...verdict }),
  z.object({
    show: z.literal('outcome'),
    ...measured,
    owner: z.string(),
    budget: z.object({ left: z.number().nullable(), status: Health, words: z.string() }).nullable(),
    ...verdict,
  }),
  z.object({
    show: z.literal('states'),
    items: list(
      z.object({
        name: z.string(),
        status: Health,
        word: z.string(),
        sentence: z.string().nullable(),
        since: Time.nullable(),
        path: z.string().nullable(),
      }),
    ),
    ...verdict,
  }),
  z.object({
    show: z.literal('alarms'),
    items: list(
      z.object({
        name: z.string(),
        title: z.string(),
        status: Health,
        word: z.string(),
        since: Time.nullable(),
        owner: z.string(),
        procedure: z.string(),
      }),
    ),
    quiet: z.int(),
    more: z.int(),
    ...verdict,
  }),
  z.object({
    show: z.literal('incidents'),
    items: list(
      z.object({
        name: z.string().nullable(),
        title: z.string(),
        priority: z.string().nullable(),
        status: Health,
        occurredAt: Time,
        resolvedAt: Time.nullable(),
        lastedMs: z.number(),
        cost: z.number().nullable().describe('At most: an hour of outage for each hour it lasted'),
      }),
    ),
    more: z.int(),
    lastedMs: z.number(),
    cost: z.number().nullable(),
    currency: z.string().nullable(),
    ...verdict,
  }),
  z.object({
    show: z.literal('logs'),
    records: list(
      z.object({
        timeMs: z.number(),
        level: z.string(),
        service: z.string(),
        body: z.string(),
      }),
    ),
    partial: z.boolean(),
    ...verdict,
  }),
  z.object({
    show: z.literal('table'),
    unit: z.string(),
    rows: list(
      z.object({ labels: z.record(z.string(), z.string()).readonly(), value: z.number() }),
    ),
    more: z.int(),
    ...verdict,
  }),
  z.object({ show: z.literal('text'), text: z.string(), ...verdict }),
])

const Panel = z.object({
  ...frame,
  content: Content.nullable().describe('Null when it could not be read'),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
})

export const dashboards = {
  'dashboards.list': route({
    summary: 'Dashboards with their frames: those declared, and one for each audience',
    permission: 'read',
    audit: 'dashboards.listed',
    query: z.object({ workload: Workload }),
    data: list(z.object({ ...head, sections: list(sectionOf(z.object(frame))) })),
  }),
  'dashboards.show': route({
    summary: 'One dashboard with the data of all its panels; what one cannot say, it says itself',
    permission: 'read',
    audit: 'dashboard.shown',
    params: z.object({ dashboard: z.string() }),
    query: z.object({
      workload: Workload,
      from: Duration.optional().describe('So long before its end; its own range unless told'),
      to: z.iso.datetime({ offset: true }).optional().describe('Its end; now unless told'),
    }),
    data: z.object({
      ...head,
      at: Time,
      fromMs: z.number(),
      toMs: z.number(),
      moments: z
        .object({ fromMs: z.number(), stepMs: z.number(), count: z.int() })
        .describe('The moments of all lines'),
      changes: list(Moment).describe('What changed, on the time axis of every chart'),
      sections: list(sectionOf(Panel)),
    }),
  }),
}
