import { z } from 'zod'
import { route } from './route.ts'
import { Attributes, ExtentShape, Flag, SearchQuery } from './time-range.ts'

const Level = z.enum(['unknown', 'trace', 'debug', 'info', 'warn', 'error', 'fatal'])

export const LogRecord = z.object({
  id: z.string().describe('Its place among all; `logs.context` takes it'),
  timeMs: z.number().describe('Milliseconds since 1970'),
  timeNs: z.string().describe('Nanoseconds since 1970'),
  service: z.string(),
  host: z.string(),
  severity: z.int().describe('Of OpenTelemetry, 1 to 24; 0 is not told'),
  level: Level,
  traceId: z.string().describe('Empty when it belongs to none'),
  spanId: z.string(),
  body: z.string(),
  cut: z.boolean().describe('The body is longer; `logs.context` has it whole'),
  attributes: Attributes,
  resource: Attributes,
  template: z.string().nullable().describe('`template:` of a search takes it'),
})

const limit = (most: number, fallback: number) =>
  z.coerce.number().int().min(1).max(most).default(fallback)

export const logs = {
  'logs.search': route({
    summary: 'Log records, newest first',
    permission: 'read',
    audit: 'logs.searched',
    query: z.object({
      ...SearchQuery,
      limit: limit(1_000, 100),
      after: z.string().optional().describe('Where the page begins: `next` of the answer before'),
    }),
    data: z.object({
      logs: z.array(LogRecord).readonly(),
      reachedMs: z.number().describe('How far back was looked'),
      ...ExtentShape,
    }),
  }),
  'logs.histogram': route({
    summary: 'How many log records there were of each level, over time',
    permission: 'read',
    audit: 'logs.counted',
    query: z.object({ ...SearchQuery, buckets: limit(500, 60) }),
    data: z.object({
      stepMs: z.number(),
      total: z.int(),
      buckets: z
        .array(
          z.object({ atMs: z.number(), total: z.int(), levels: z.partialRecord(Level, z.int()) }),
        )
        .readonly(),
      ...ExtentShape,
    }),
  }),
  'logs.fields': route({
    summary: 'The fields that the found records have',
    permission: 'read',
    audit: 'logs.fields-listed',
    query: z.object(SearchQuery),
    data: z.object({
      lookedAt: z.int().describe('How many of the newest records were looked at'),
      fields: z
        .array(
          z.object({
            name: z.string(),
            of: z.enum(['record', 'attribute', 'resource']),
            records: z.int().describe('In how many records it is'),
            values: z.int().describe('How many different values, about'),
          }),
        )
        .readonly(),
      ...ExtentShape,
    }),
  }),
  'logs.values': route({
    summary: 'The most frequent values of a field',
    permission: 'read',
    audit: 'logs.values-listed',
    query: z.object({ ...SearchQuery, field: z.string().min(1).max(256), limit: limit(100, 20) }),
    data: z.object({
      name: z.string(),
      records: z.int().describe('Records that have the field'),
      distinct: z.int().describe('How many different values'),
      values: z.array(z.object({ value: z.string(), records: z.int() })).readonly(),
      ...ExtentShape,
    }),
  }),
  'logs.context': route({
    summary: 'What the same source said just before and just after a record',
    permission: 'read',
    audit: 'logs.context-shown',
    query: z.object({
      id: z.string(),
      before: z.coerce.number().int().min(0).max(200).default(10),
      after: z.coerce.number().int().min(0).max(200).default(10),
      allHosts: Flag.describe('Records of the service on all its hosts'),
    }),
    data: z.object({
      record: LogRecord,
      before: z.array(LogRecord).readonly().describe('Oldest first'),
      after: z.array(LogRecord).readonly().describe('Oldest first'),
    }),
  }),
  'logs.templates': route({
    summary: 'What the found records say, by template, over time; or only what is new',
    permission: 'read',
    audit: 'logs.templates-counted',
    query: z.object({
      ...SearchQuery,
      limit: limit(200, 50),
      buckets: limit(500, 30),
      onlyNew: Flag.describe('Only templates that nothing followed before the range'),
    }),
    data: z.object({
      stepMs: z.number(),
      fromMs: z.number().describe('When the first bucket begins'),
      templates: z
        .array(
          z.object({
            id: z.string().nullable().describe('Null for records that follow none'),
            service: z.string(),
            text: z.string(),
            firstSeenMs: z.number(),
            isNew: z.boolean(),
            total: z.int(),
            level: Level.describe('The worst among its records'),
            firstMs: z.number(),
            lastMs: z.number(),
            counts: z.array(z.int()).readonly().describe('Records in each bucket'),
            example: z.string(),
          }),
        )
        .readonly(),
      ...ExtentShape,
    }),
  }),
}
