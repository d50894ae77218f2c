import { z } from 'zod'
import { Duration } from '#base'
import { ref } from '../kind.ts'
import { defineCondition } from './condition.ts'

export const burn = defineCondition({
  kind: 'burn',
  summary: 'The error budget of an outcome goes faster than it may.',
  key: 'burn',
  needs: [],
  fields: {
    burn: z
      .strictObject({
        outcome: ref('outcome').describe('One that has an objective'),
        windows: z
          .array(
            z.strictObject({
              long: Duration.describe('Over which it matters'),
              short: Duration.describe('Over which it still goes on'),
              factor: z.number().positive().describe('How many times as fast as allowed'),
            }),
          )
          .min(1)
          .optional()
          .describe(
            'For a critical alarm 1h/5m and 6h/30m, else 3d/6h, with 2, 5 and 10 % of the budget, unless told',
          ),
      })
      .optional()
      .describe('A budget that burns, over several windows at once'),
  },
  check({ burn: spec }, { name, lookup }) {
    if (!spec || lookup(spec.outcome)?.objective || !lookup(spec.outcome)) return []
    return [
      {
        code: 'OPS-M510',
        message: `alarm:${name}: ${spec.outcome} has no objective, so it has no budget that could burn`,
        hint: 'Give the outcome an objective: { target: 0.999 }.',
        path: 'burn',
      },
    ]
  },
})
