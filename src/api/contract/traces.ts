import { z } from 'zod'
import { LogRecord } from './logs.ts'
import { route } from './route.ts'
import { Attributes, ExtentShape, Flag, RangeQuery, SearchQuery } from './time-range.ts'

const Ms = z.number().describe('Milliseconds')

const Calls = {
  calls: z.int(),
  errors: z.int(),
  rate: z.number().describe('Calls per second'),
  errorRate: z.number().describe('From 0 to 1'),
  p50Ms: Ms,
  p95Ms: Ms,
}

const ComparedSet = z.object({
  found: z.int(),
  spans: z.int().describe('The newest of them, which were compared'),
  errors: z.int(),
  p50Ms: Ms.nullable(),
  p95Ms: Ms.nullable(),
})

export const traces = {
  'traces.search': route({
    summary: 'Traces with a span that a search finds',
    permission: 'read',
    audit: 'traces.searched',
    query: z.object({
      ...SearchQuery,
      order: z.enum(['newest', 'slowest']).default('newest'),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      after: z.string().optional().describe('Where the page begins: `next` of the answer before'),
    }),
    data: z.object({
      traces: z
        .array(
          z.object({
            traceId: z.string(),
            startMs: z.number().describe('Milliseconds since 1970'),
            durationMs: Ms,
            service: z.string().describe('Of the root span'),
            name: z.string(),
            spans: z.int(),
            errors: z.int(),
            services: z.array(z.string()).readonly(),
            found: z
              .object({ spans: z.int(), longestMs: Ms, newestMs: z.number() })
              .describe('Its spans that the search found'),
          }),
        )
        .readonly(),
      ...ExtentShape,
    }),
  }),
  // Before `traces.show`, whose address would take it.
  'traces.compare': route({
    summary: 'What sets the spans of one search apart from those of another',
    permission: 'read',
    audit: 'traces.compared',
    query: z.object({
      a: z.string().describe('The search of the first set'),
      b: z.string().describe('The search of the second set'),
      ...RangeQuery,
      fromB: z.iso
        .datetime({ offset: true })
        .optional()
        .describe('Another range for the second set'),
      toB: z.iso.datetime({ offset: true }).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(30),
    }),
    data: z.object({
      a: ComparedSet,
      b: ComparedSet,
      rangeOfB: z.object({ fromMs: z.number(), toMs: z.number() }),
      differences: z
        .array(
          z.object({
            field: z.string(),
            of: z.enum(['span', 'attribute', 'resource']),
            value: z.string(),
            a: z.int().describe('Spans of the first set with the value'),
            b: z.int(),
            shareOfA: z.number(),
            shareOfB: z.number(),
            atLeast: z
              .number()
              .describe('The shares differ by at least so much, at 99.9 % confidence'),
            verdict: z.enum(['more-in-a', 'more-in-b', 'may-be-chance']),
          }),
        )
        .readonly(),
      ...ExtentShape,
    }),
  }),
  'traces.show': route({
    summary: 'One trace as a waterfall, with its critical path and its log records',
    permission: 'read',
    audit: 'trace.shown',
    params: z.object({ trace: z.string() }),
    data: z.object({
      traceId: z.string(),
      startMs: z.number().describe('Milliseconds since 1970'),
      durationMs: Ms,
      services: z.array(z.string()).readonly(),
      errors: z.int(),
      spans: z
        .array(
          z.object({
            traceId: z.string(),
            spanId: z.string(),
            parentId: z.string().describe('Empty at the root'),
            service: z.string(),
            name: z.string(),
            kind: z.enum(['unspecified', 'internal', 'server', 'client', 'producer', 'consumer']),
            startNs: z.string(),
            offsetMs: Ms.describe('From the beginning of the trace'),
            durationMs: Ms,
            selfMs: Ms.describe('In which no child ran'),
            criticalMs: Ms.describe('How long the trace waited for this span itself'),
            depth: z.int(),
            status: z.enum(['unset', 'ok', 'error']),
            statusMessage: z.string(),
            orphan: z.boolean().describe('Its parent did not arrive'),
            skewed: z.boolean().describe('It begins before its parent: their clocks differ'),
            attributes: Attributes,
            resource: Attributes,
            events: z
              .array(z.object({ timeNs: z.string(), name: z.string(), attributes: Attributes }))
              .readonly(),
          }),
        )
        .readonly()
        .describe('Each below its parent'),
      logs: z.array(LogRecord).readonly().describe('Oldest first'),
      partial: z.boolean(),
      why: z.array(z.string()).readonly(),
    }),
  }),
  'services.map': route({
    summary: 'Who calls whom: rate, errors and durations, by release when asked for',
    permission: 'read',
    audit: 'services.mapped',
    query: z.object({ ...RangeQuery, byRelease: Flag }),
    data: z.object({
      services: z
        .array(z.object({ service: z.string(), release: z.string(), ...Calls }))
        .readonly(),
      edges: z
        .array(
          z.object({
            caller: z.string(),
            callee: z.string(),
            release: z.string().describe('Of the callee; empty when it is not told or asked for'),
            ...Calls,
          }),
        )
        .readonly(),
      ...ExtentShape,
    }),
  }),
}
