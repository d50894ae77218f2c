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
    ackTtl: Duration.default('30m').describe(
      'How long an acknowledgement holds without any activity',
    ),
  }),
})
