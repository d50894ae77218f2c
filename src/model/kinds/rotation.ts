import { z } from 'zod'
import { Duration } from '#base'
import { defineKind, ref } from '../kind.ts'

/** Who is on call, in turns. */
export const rotation = defineKind({
  kind: 'rotation',
  summary: 'Who is on call, in turns.',
  schema: z.strictObject({
    title: z.string().optional(),
    team: ref('team').optional(),
    people: z.array(ref('person')).min(1),
    zone: z.string().default('UTC').describe('IANA time zone of the hand-over'),
    every: Duration.default('7d').describe('Length of a turn'),
    from: z.iso.date().describe('Day of the first hand-over'),
    at: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 09:00')
      .default('09:00')
      .describe('Local time of the hand-over'),
  }),
})
