import { z } from 'zod'
import { Duration } from '#base'
import { ref } from '../kind.ts'
import { defineCondition } from './condition.ts'

export const absence = defineCondition({
  kind: 'absence',
  summary: 'A signal, or one of its series, is not heard of any more.',
  key: 'absent',
  needs: [],
  fields: {
    absent: z
      .strictObject({
        signal: ref('signal'),
        for: Duration.describe('So long without a sample'),
      })
      .optional()
      .describe('Silence is what it watches: a signal that must be heard'),
  },
})
