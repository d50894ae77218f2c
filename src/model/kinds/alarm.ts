import { z } from 'zod'
import { Duration } from '#base'
import {
  type ConditionSpec,
  conditionFields,
  conditionList,
  conditionOf,
} from '../alarm-conditions/index.ts'
import { defineKind, ref } from '../kind.ts'

/** A condition with an owner and a procedure; raised and cleared. Its kinds are in alarm-conditions/. */
export const alarm = defineKind({
  kind: 'alarm',
  summary:
    'A condition on a signal, logs, a journey or other alarms, with an owner and a procedure.',
  schema: z
    .strictObject({
      title: z.string().describe('What people read first at three in the morning'),
      ...conditionFields,
      for: Duration.default('0s').describe('How long it must be breached before it is raised'),
      keepFiringFor: Duration.default('0s').describe(
        'How long it must be good before it is cleared',
      ),
      interval: Duration.default('5s').describe('How often it is looked at when no sample arrives'),
      mOfN: z
        .strictObject({ m: z.int().min(1), n: z.int().min(1).max(100) })
        .refine(({ m, n }) => m <= n, 'm must not be greater than n')
        .optional()
        .describe(
          'Breached when m of the last n values are; then one value is looked at each interval',
        ),
      evalDelay: Duration.optional().describe(
        'How long late samples are waited for; 0s unless told',
      ),
      catchUp: Duration.optional().describe(
        'How far back is looked after a time in which nobody did; 1h unless told, at most 2000 intervals',
      ),
      onMissing: z
        .enum(['ok', 'keep', 'fire', 'nodata'])
        .optional()
        .describe(
          'What silence means: unless told `nodata` for a steady signal, `ok` for a sparse one, `fire` for a heartbeat',
        ),
      missingAfter: Duration.optional().describe(
        'How long without a sample counts as missing; two intervals or three times what the signal expects, whichever is longer, unless told',
      ),
      identityLabels: z
        .array(z.string())
        .optional()
        .describe('The labels that tell its instances apart; all of its signal’s unless told'),
      paused: z.boolean().optional().describe('It is not looked at, and what it had raised ends'),
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
        .describe(
          'Labels it adds to those of its signal; Prometheus’ templates may stand in them; no part of who it is',
        ),
      annotations: z
        .record(z.string(), z.string())
        .optional()
        .describe('What is told with it; Prometheus’ templates may stand in it'),
    })
    .superRefine((spec, { addIssue }) => {
      for (const { message, path } of mistakesOf(spec)) addIssue({ code: 'custom', message, path })
    }),
  check({ name, spec }, lookup) {
    const kind = conditionOf(spec)
    const { check } = conditionList.find((one) => one.kind === kind) ?? {}
    return check?.(spec as ConditionSpec as never, { name, lookup }) ?? []
  },
})

/** One condition, whole, and nothing of another. */
function mistakesOf(spec: ConditionSpec): { message: string; path: string[] }[] {
  const has = (field: string) => (spec as Record<string, unknown>)[field] !== undefined
  const [kind, ...more] = conditionList.filter(({ key }) => has(key))
  if (!kind)
    return [
      {
        message: `it has no condition: it needs one of ${conditionList.map(({ key }) => key).join(', ')}`,
        path: [],
      },
    ]
  if (more.length > 0)
    return more.map(({ key }) => ({
      message: `it has two conditions, ${kind.key} and ${key}`,
      path: [key],
    }))
  const mistakes = kind.needs
    .filter((field) => !has(field))
    .map((field) => ({ message: `${field} is missing beside ${kind.key}`, path: [field] }))
  for (const other of conditionList)
    for (const field of Object.keys(other.fields))
      if (other !== kind && has(field))
        mistakes.push({
          message: `${field} belongs to ${other.key}, and this alarm has ${kind.key}`,
          path: [field],
        })
  return mistakes
}
