import { z } from 'zod'
import { Duration } from '#base'
import { route } from './route.ts'

const Labels = z.record(z.string(), z.string())

export const query = {
  'query.promql': route({
    summary: 'Ask for metrics in PromQL, at a moment or over a range',
    permission: 'read',
    audit: 'telemetry.queried',
    query: z.object({
      query: z.string().min(1),
      at: z.iso.datetime({ offset: true }).optional().describe('The moment; now unless told'),
      from: Duration.optional().describe('A range from so long before the moment'),
      step: Duration.optional().describe(
        'Distance of its points; a hundredth of the range unless told',
      ),
      whole: z.coerce
        .number()
        .int()
        .min(1)
        .optional()
        .describe(
          'Only so many series, those with the largest newest values, come first and with all points; the others with their newest',
        ),
    }),
    data: z.object({
      type: z.enum(['scalar', 'string', 'vector', 'matrix']),
      at: z.string(),
      series: z.array(
        z.object({
          labels: Labels,
          points: z.array(
            z.tuple([z.number().describe('Milliseconds since 1970'), z.number().nullable()]),
          ),
        }),
      ),
      text: z.string().nullable(),
      notes: z
        .array(z.string())
        .describe('What a reader should know: that it may be wrong, or is of 5-minute data'),
    }),
  }),
  'sql.query': route({
    summary: 'Ask for telemetry in SQL, read only: tel.logs, tel.spans, tel.samples, tel.series',
    permission: 'read',
    audit: 'telemetry.queried',
    query: z.object({
      sql: z.string().min(1).max(8_000),
      limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
    }),
    data: z.object({
      columns: z.array(z.object({ name: z.string(), type: z.string() })).readonly(),
      rows: z
        .array(z.array(z.unknown()).readonly())
        .readonly()
        .describe('Numbers of 64 bits are text'),
      limits: z.object({
        rows: z.int(),
        seconds: z.number().describe('A query that takes longer is refused'),
        bytes: z.number().describe('Memory that a query may take'),
      }),
      partial: z.boolean(),
      why: z.array(z.string()).readonly(),
    }),
  }),
}
