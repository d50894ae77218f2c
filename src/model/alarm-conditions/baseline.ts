import { z } from 'zod'
import { Duration, durationMs } from '#base'
import { ref } from '../kind.ts'
import { defineCondition } from './condition.ts'

const MOST_POINTS = 11_000

export const baseline = defineCondition({
  kind: 'baseline',
  summary: 'A signal leaves the band that is expected of it at this hour and weekday.',
  key: 'baseline',
  needs: [],
  fields: {
    baseline: z
      .strictObject({
        signal: ref('signal'),
        side: z.enum(['above', 'below', 'both']).default('both').describe('Which side is bad'),
        by: z
          .number()
          .min(0)
          .max(100)
          .default(1)
          .describe('How far outside the band, in half widths of it'),
        every: Duration.default('1m').describe('The distance of the values that are compared'),
        learn: Duration.default('7d').describe('How far back it is learned from what is kept'),
      })
      .optional()
      .describe('What is unusual for the signal itself; one of its series at a time'),
  },
  check({ baseline: spec }) {
    if (!spec || durationMs(spec.learn) / durationMs(spec.every) <= MOST_POINTS) return []
    return [
      {
        code: 'OPS-M506',
        message: `it learns from ${spec.learn} at every ${spec.every}, which is more than ${MOST_POINTS} values`,
        hint: 'Let every be longer, or learn shorter.',
        path: 'baseline',
      },
    ]
  },
})
