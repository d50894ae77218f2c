import { z } from 'zod'
import { Duration } from '#base'
import { defineKind, ref } from '../kind.ts'

const Provider = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('process'),
    path: z.string(),
    arguments: z.union([z.string(), z.array(z.string())]).default([]),
    timeout: z.number().positive().default(10).describe('Seconds'),
  }),
  z.strictObject({
    type: z.literal('http'),
    url: z.string(),
    method: z.string().default('GET'),
    headers: z.record(z.string(), z.string()).default({}),
    arguments: z.unknown().optional().describe('The body, sent as JSON'),
    timeout: z.number().positive().default(10).describe('Seconds'),
  }),
  z.strictObject({
    type: z.literal('signal').describe('Ours: the present value of a signal'),
    signal: ref('signal'),
  }),
])

const Activity = z.strictObject({
  type: z.enum(['probe', 'action']),
  name: z.string(),
  provider: Provider,
  tolerance: z
    .unknown()
    .optional()
    .describe(
      'A status, a value, a list, {type: range, range: [lo, hi]} or {type: regex, pattern}',
    ),
  pauses: z
    .strictObject({ before: z.number().optional(), after: z.number().optional() })
    .optional()
    .describe('Seconds'),
})

/** A hypothesis, a fault and an abort condition. The format is that of the Chaos Toolkit (chaostoolkit.org). */
export const experiment = defineKind({
  kind: 'experiment',
  summary:
    'Hypothesis, fault and abort condition in the format of the Chaos Toolkit, and what must happen then.',
  schema: z.strictObject({
    title: z.string(),
    description: z.string(),
    environment: ref('environment').default('environment:production'),
    'steady-state-hypothesis': z.strictObject({ title: z.string(), probes: z.array(Activity) }),
    method: z.array(Activity).min(1),
    rollbacks: z
      .array(Activity)
      .default([])
      .describe('What takes the fault back; done always, even when the server dies'),
    expect: z
      .strictObject({
        alarm: ref('alarm'),
        raisedWithin: Duration.default('30s'),
        procedure: ref('procedure').optional(),
        recoveredWithin: Duration.default('3m'),
        notified: z
          .boolean()
          .default(true)
          .describe('Somebody must be told, and told when it is over'),
      })
      .describe('Ours: the detection and the response that the fault must lead to'),
    abort: z
      .array(
        z.strictObject({ signal: ref('signal'), when: z.string(), for: Duration.default('0s') }),
      )
      .default([])
      .describe('Ours: when one of these holds, the fault is taken back at once'),
  }),
})
