import { z } from 'zod'
import { messageOf, parseMatcher } from '#base'
import { defineKind, type Problem } from '../kind.ts'

const matchers = z
  .array(z.string())
  .min(1)
  .describe(
    'Conditions on labels, all of which hold: `alarm="database-down"`, `severity=~"warning|info"`',
  )

/** One raised alarm makes others quiet: whoever hears of the cause need not hear of each consequence. */
export const inhibition = defineKind({
  kind: 'inhibition',
  summary: 'A raised alarm that makes others quiet.',
  schema: z.strictObject({
    reason: z.string().describe('Why the one explains the others'),
    source: matchers.describe('The alarms that tell'),
    target: matchers.describe('The alarms that are quiet meanwhile'),
    equal: z
      .array(z.string())
      .default([])
      .describe('Labels that both have alike; one that is not there counts as empty'),
  }),
  check({ name, spec }) {
    return [...spec.source, ...spec.target].flatMap((text): Problem[] => {
      try {
        parseMatcher(text)
        return []
      } catch (error) {
        return [
          {
            code: 'OPS-M521',
            message: `inhibition:${name}: ${messageOf(error)}`,
            hint: 'Write name="value", name!="value", name=~"pattern" or name!~"pattern".',
            path: spec.source.includes(text) ? 'source' : 'target',
          },
        ]
      }
    })
  },
})
