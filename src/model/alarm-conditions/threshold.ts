import { z } from 'zod'
import { ref } from '../kind.ts'
import { Comparison, defineCondition } from './condition.ts'

export const threshold = defineCondition({
  kind: 'threshold',
  summary: 'A signal crosses a bound.',
  key: 'signal',
  needs: ['when'],
  fields: {
    signal: ref('signal').optional(),
    when: z
      .union([Comparison, z.literal('present')])
      .optional()
      .describe('When it is breached; `present`: whenever its signal answers, as in Prometheus'),
    recover: Comparison.optional().describe(
      'When it is good again; the opposite of `when` unless told',
    ),
  },
})
