import { z } from 'zod'
import { Duration } from '#base'
import { defineKind, ref } from '../kind.ts'

const Condition = z
  .string()
  .regex(
    /^\s*(?:>=|<=|==|!=|>|<)\s*-?\d+(?:\.\d+)?(?:e-?\d+)?\s*$/i,
    'must compare with a number, such as "> 0.05"',
  )

/** A condition on a signal with an owner and a procedure; raised and cleared. */
export const alarm = defineKind({
  kind: 'alarm',
  summary: 'A condition on a signal with an owner and a procedure.',
  schema: z.strictObject({
    title: z.string().describe('What people read first at three in the morning'),
    signal: ref('signal'),
    when: z
      .union([Condition, z.literal('present')])
      .describe('When it is breached; `present`: whenever its signal answers, as in Prometheus'),
    recover: Condition.optional().describe(
      'When it is good again; the opposite of `when` unless told',
    ),
    for: Duration.default('0s').describe('How long it must be breached before it is raised'),
    keepFiringFor: Duration.default('0s').describe('How long it must be good before it is cleared'),
    interval: Duration.default('5s').describe('How often it is looked at when no sample arrives'),
    onMissing: z
      .enum(['ok', 'keep', 'fire', 'nodata'])
      .default('nodata')
      .describe('What silence means; never that it is healthy'),
    missingAfter: Duration.default('30s').describe('How long without a sample counts as missing'),
    severity: z.enum(['critical', 'warning', 'info']).default('critical'),
    protects: z
      .array(ref('outcome'))
      .default([])
      .describe('The outcomes that suffer when it is raised'),
    owner: ref('team', 'person').describe('Who answers for it'),
    procedure: ref('procedure').describe('What to do when it is raised'),
    escalation: ref('escalation')
      .optional()
      .describe('Who is told; the only escalation of the model unless told'),
    groupBy: z.array(z.string()).default([]).describe('Labels that make separate incidents'),
    limit: z.int().min(1).optional().describe('Most instances that are watched at once'),
    labels: z
      .record(z.string(), z.string())
      .optional()
      .describe('Labels it adds to those of its signal; Prometheus’ templates may stand in them'),
    annotations: z
      .record(z.string(), z.string())
      .optional()
      .describe('What is told with it; Prometheus’ templates may stand in it'),
  }),
})
