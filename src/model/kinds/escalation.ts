import { z } from 'zod'
import { compileExpression, Duration, isZone, messageOf } from '#base'
import { defineKind, type Problem, ref } from '../kind.ts'

const step = z
  .string()
  .optional()
  .describe('Name of the step that is called; the one that is next unless told')

/** What sends help on to a step before its time. */
const Trigger = z.discriminatedUnion('on', [
  z.strictObject({
    on: z.literal('unresolved').describe('It is not over, whoever has acknowledged it'),
    after: Duration.describe('Since it was opened'),
    step,
  }),
  z.strictObject({
    on: z.literal('priority-raised').describe('It has become this urgent'),
    to: z.enum(['P1', 'P2', 'P3', 'P4']).default('P1'),
    step,
  }),
  z.strictObject({
    on: z.literal('procedure-failed').describe('A procedure that answers it did not succeed'),
    step,
  }),
  z.strictObject({
    on: z.literal('decision-pending').describe('A decision that was asked for is not made'),
    after: Duration.describe('Since it was asked for'),
    step,
  }),
  z.strictObject({
    on: z.literal('burn-rate').describe('An outcome that it harms loses its budget this fast'),
    above: z.number().positive().describe('1 uses up the budget exactly by the end of its window'),
    step,
  }),
  z.strictObject({
    on: z.literal('customers').describe('So many customers were affected in the last minute'),
    above: z.number().nonnegative(),
    step,
  }),
])

/** The ordered path of people and third parties. */
export const escalation = defineKind({
  kind: 'escalation',
  summary: 'An ordered path of people and third parties, with what triggers each stage.',
  schema: z.strictObject({
    title: z.string().optional(),
    steps: z
      .array(
        z.strictObject({
          name: z.string().optional().describe('By which people and triggers name it'),
          after: Duration.default('0s').describe('How long the step before it has gone unanswered'),
          notify: z.array(ref('rotation', 'team', 'person', 'channel', 'third-party')).min(1),
          ackBy: z
            .enum(['any', 'all'])
            .optional()
            .describe(
              '`all`: help is called on until each of them has acknowledged; `any` unless told',
            ),
          when: z
            .string()
            .optional()
            .describe(
              'CEL over `incident` (priority, severity, outcomes, alarm, owner) and `local` (hour, weekday from 1 for Monday; in `zone`). The step is left out when it is false, never when it cannot be told',
            ),
        }),
      )
      .min(1),
    triggers: z
      .array(Trigger)
      .optional()
      .describe('What sends help on to a step before its time; each once for an incident'),
    zone: z
      .string()
      .refine(isZone, 'must be an IANA time zone such as Europe/Berlin')
      .optional()
      .describe('IANA time zone of `local` in conditions; UTC unless told'),
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
    ackTtl: Duration.optional().describe(
      'How long an acknowledgement holds without any activity; 30m for P1, 2h for P2 and 8h for others unless told',
    ),
  }),
  check({ name, spec }) {
    const names = spec.steps.flatMap((one) => one.name ?? [])
    const twice = names.filter((one, i) => names.indexOf(one) < i)
    return [
      ...twice.map(
        (one): Problem => ({
          code: 'OPS-M551',
          message: `escalation:${name}: two steps are named ${one}`,
          hint: 'Give each step a name of its own.',
          path: 'steps',
        }),
      ),
      ...(spec.triggers ?? []).flatMap((one): Problem[] =>
        one.step === undefined || names.includes(one.step)
          ? []
          : [
              {
                code: 'OPS-M552',
                message: `escalation:${name}: there is no step named ${one.step}`,
                hint: names.length
                  ? `Its steps are named ${names.join(', ')}.`
                  : 'Give the step that is meant a name.',
                path: 'triggers',
              },
            ],
      ),
      ...spec.steps.flatMap(({ when }): Problem[] => wrongCondition(name, when)),
    ]
  },
})

function wrongCondition(name: string, when: string | undefined): Problem[] {
  if (when === undefined) return []
  try {
    compileExpression(when)
    return []
  } catch (error) {
    return [
      {
        code: 'OPS-M553',
        message: `escalation:${name}: ${messageOf(error)}`,
        hint: "Write a condition such as incident.priority == 'P1'.",
        path: 'steps',
      },
    ]
  }
}
