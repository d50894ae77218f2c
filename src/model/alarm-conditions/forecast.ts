import { z } from 'zod'
import { Duration, durationMs } from '#base'
import { ref } from '../kind.ts'
import { Comparison, defineCondition } from './condition.ts'

export const forecast = defineCondition({
  kind: 'forecast',
  summary: 'A signal will cross a limit before long, if it goes on as it does.',
  key: 'forecast',
  needs: [],
  fields: {
    forecast: z
      .strictObject({
        signal: ref('signal'),
        limit: Comparison.describe('What must not be reached: > 90'),
        within: Duration.describe('How far is looked ahead'),
        from: Duration.default('1h').describe('How far back the trend is taken from'),
      })
      .optional()
      .describe('A limit that would be crossed'),
  },
  check({ forecast: spec }) {
    if (!spec || durationMs(spec.within) <= 24 * durationMs(spec.from)) return []
    return [
      {
        code: 'OPS-M501',
        message: `it looks ${spec.within} ahead from a past of ${spec.from}, which says nothing about so far a future`,
        hint: 'Let from be at least a twenty-fourth of within.',
        path: 'within',
      },
    ]
  },
})
