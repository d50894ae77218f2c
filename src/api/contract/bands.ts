import { z } from 'zod'
import { Duration } from '#base'
import { Workload } from './envelope.ts'
import { route } from './route.ts'

const Time = z.string().describe('ISO 8601')

export const Band = z.object({
  signal: z.string().describe('signal:name'),
  unit: z.string(),
  alarm: z.string().nullable().describe('The alarm whose baseline it is; null when it has none'),
  everyMs: z.number().describe('The distance of the values that are compared'),
  learnMs: z.number().describe('How far back it is learned'),
  series: z.record(z.string(), z.string()).describe('Labels of the series that is told'),
  others: z.int().describe('Series besides it; of several the one furthest outside is told'),
  points: z
    .array(
      z.object({
        timeMs: z.number(),
        value: z.number().nullable().describe('As the alarm compares it'),
        low: z.number().nullable(),
        expected: z.number().nullable(),
        high: z.number().nullable(),
      }),
    )
    .describe('What was expected then, from what was known then; null where nothing was'),
  good: z.enum(['high', 'low', 'steady']).describe('Which direction is an improvement'),
  learning: z.boolean().describe('Less than a day of data: it is wide, and its alarm is silent'),
  knownMs: z.number().describe('How much data is behind it'),
  direction: z
    .enum(['improvement', 'degradation', 'unusual', 'expected'])
    .nullable()
    .describe('Of the newest value; null while it is learning, and without a value'),
  sentence: z.string(),
  departures: z
    .array(
      z.object({
        from: Time,
        until: Time.nullable().describe('Null while it lasts'),
        direction: z.enum(['improvement', 'degradation', 'unusual']),
        words: z.string(),
      }),
    )
    .describe('When it was outside of the band, the newest first'),
})

export const bands = {
  'signals.band': route({
    summary: 'What is expected of a signal: its band through time, and how the value stands in it',
    permission: 'read',
    audit: 'band.shown',
    params: z.object({ signal: z.string() }),
    query: z.object({
      workload: Workload,
      from: Duration.default('1h').describe('So long before now'),
    }),
    data: Band,
  }),
}
