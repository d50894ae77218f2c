import { z } from 'zod'
import { route } from './route.ts'

const Person = {
  attribute: z.string().min(1).max(256).describe('As the sender names it: user.id'),
  value: z.string().min(1).max(4_096),
}

export const telemetry = {
  'telemetry.storage': route({
    summary: 'What telemetry costs on disk, by signal, and how long it is kept',
    permission: 'read',
    audit: 'telemetry.measured',
    data: z.object({
      place: z.string().describe('Where the tables are'),
      state: z.enum(['ok', 'catching-up', 'down']),
      signals: z.array(
        z.object({
          signal: z.string(),
          rows: z.number(),
          bytes: z.number().describe('On disk, compressed'),
          rawBytes: z.number().describe('Without compression'),
          oldest: z.string().nullable().describe('The first day or month that is there'),
          keptMs: z.number().nullable(),
        }),
      ),
      bytes: z.number(),
    }),
  }),
  'telemetry.count-person': route({
    summary: 'Count what telemetry has about a person',
    permission: 'administer',
    audit: 'telemetry.person-counted',
    body: z.object(Person),
    data: z.object({
      logs: z.number(),
      spans: z.number(),
      series: z.number(),
      samples: z.number(),
      flows: z.number(),
      activity: z.number(),
      mentions: z.number().describe('Log records whose text has the value; they are not deleted'),
    }),
  }),
  'telemetry.erase-person': route({
    summary: 'Delete what one signal has about a person; a count afterwards says what is left',
    permission: 'administer',
    audit: 'telemetry.person-erased',
    body: z.object({
      ...Person,
      signal: z.enum(['logs', 'spans', 'metrics', 'flows', 'activity']),
    }),
    data: z.object({ rows: z.number(), left: z.number() }),
  }),
}
