import { z } from 'zod'
import { Duration } from '#base'
import { defineKind, ref } from '../kind.ts'

/** The ordered path of people and third parties. */
export const escalation = defineKind({
  kind: 'escalation',
  summary: 'An ordered path of people and third parties, with what triggers each stage.',
  schema: z.strictObject({
    title: z.string().optional(),
    steps: z
      .array(
        z.strictObject({
          after: Duration.default('0s').describe('How long the step before it has gone unanswered'),
          notify: z.array(ref('rotation', 'team', 'person', 'channel')).min(1),
        }),
      )
      .min(1),
    fallback: ref('person', 'team').describe('Who is told when nobody is on call'),
    groupBy: z
      .array(z.string())
      .optional()
      .describe(
        'Labels by whose values its alarms become one incident, `alarm` and `severity` among them; each alarm has incidents of its own unless told, or when it has a groupBy itself',
      ),
    groupWait: Duration.optional().describe(
      'How long the first call waits for what belongs to the same incident; 0s unless told',
    ),
    groupInterval: Duration.optional().describe(
      'How often those who were called hear of what has joined, unless it is more urgent; 5m unless told',
    ),
    reopenWindow: Duration.optional().describe(
      'What comes back this soon after the end is the same incident; 30m unless told',
    ),
    ackTtl: Duration.default('30m').describe(
      'How long an acknowledgement holds without any activity',
    ),
  }),
})
