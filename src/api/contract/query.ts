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
    }),
  }),
}
