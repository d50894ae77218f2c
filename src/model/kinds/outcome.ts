import { z } from 'zod'
import { Duration, durationMs } from '#base'
import { defineKind, type Problem, ref } from '../kind.ts'

const Objective = z.strictObject({
  target: z
    .number()
    .gt(0)
    .lt(1)
    .describe('The share that must be good: 0.999 leaves one in a thousand as the error budget'),
  window: Duration.default('28d').describe('The time it is held over; it goes along with now'),
  good: ref('signal').optional().describe('A counter of what went well; with `total`'),
  total: ref('signal').optional().describe('A counter of everything that counts'),
  slice: Duration.optional().describe(
    'Without counters: a stretch of time of this length is good when its success measure meets the target; 1m unless told',
  ),
  missing: z
    .enum(['unknown', 'bad', 'good'])
    .default('unknown')
    .describe(
      'What time without data counts as; `unknown` takes nothing from the budget and is shown beside it',
    ),
})

/** What business or customers should get. */
export const outcome = defineKind({
  kind: 'outcome',
  summary: 'What business or customers should get, with a success measure and an owner.',
  schema: z.strictObject({
    title: z.string(),
    kind: z.enum(['business', 'customer']),
    signal: ref('signal').describe('The success measure'),
    target: z.strictObject({
      op: z.enum(['>=', '<=']),
      value: z.number().describe('In the unit of the signal'),
    }),
    objective: Objective.optional().describe(
      'How often the target may be missed; what is left of that is the error budget',
    ),
    owner: ref('team', 'person'),
    weight: z.int().min(1).max(10).default(5).describe('How much the business suffers without it'),
    customers: z
      .string()
      .optional()
      .describe('Who is hurt when it is missed, in words for the status page'),
    affected: z
      .string()
      .optional()
      .describe('PromQL: how many customers it hurts now, counted or estimated'),
    reviewedAt: z.iso.date().optional().describe('When the target was last agreed'),
  }),
  check({ spec }, lookup) {
    const problems = spec.objective ? checkObjective(spec.objective) : []
    const layer = lookup(spec.signal)?.layer
    if (layer !== undefined && layer !== 'business' && layer !== 'customer')
      problems.push({
        code: 'OPS-M210',
        path: 'signal',
        message: `its success measure ${spec.signal} is of the layer ${layer}, and a machine cannot say whether ${spec.kind === 'business' ? 'the business' : 'a customer'} is served`,
        hint: 'Measure what people get: orders, conversions, journeys that succeed.',
      })
    return problems
  },
})

function checkObjective({ good, total, slice, window }: z.output<typeof Objective>): Problem[] {
  const problems: Problem[] = []
  if ((good === undefined) !== (total === undefined))
    problems.push({
      code: 'OPS-M211',
      path: 'objective',
      message: `its objective has ${good ? 'good' : 'total'} without ${good ? 'total' : 'good'}`,
      hint: 'Name both counters, or neither: then the success measure is judged in slices of time.',
    })
  if (good !== undefined && slice !== undefined)
    problems.push({
      code: 'OPS-M211',
      path: 'objective.slice',
      message: 'its objective counts events, and slices of time as well',
      hint: 'Leave out `slice`, or `good` and `total`.',
    })
  const windowMs = durationMs(window)
  if (windowMs < HOUR_MS || windowMs > 400 * 24 * HOUR_MS)
    problems.push({
      code: 'OPS-M212',
      path: 'objective.window',
      message: `its objective is held over ${window}`,
      hint: 'A window is at least 1h and at most 400d, which is as long as telemetry can be kept.',
    })
  const sliceMs = slice ? durationMs(slice) : undefined
  if (sliceMs !== undefined && (sliceMs < 5_000 || sliceMs > windowMs / 60))
    problems.push({
      code: 'OPS-M212',
      path: 'objective.slice',
      message: `its objective has slices of ${slice} in a window of ${window}`,
      hint: 'A slice is at least 5s, and a window has at least 60 of them.',
    })
  return problems
}

const HOUR_MS = 3_600_000
