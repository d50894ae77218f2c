import { z } from 'zod'
import { Duration } from '#base'
import { defineKind, NAME, type Problem, ref } from '../kind.ts'
import { idsOf } from '../panel-ids.ts'

/** No dashboard has more: nobody reads so many, and all are asked in one call. */
export const MOST_PANELS = 60

const common = {
  id: z
    .string()
    .regex(NAME, 'must be lower-case words with hyphens')
    .optional()
    .describe('Its name in addresses and exports; made from what it shows unless told'),
  title: z.string().optional().describe('That of what it shows unless told'),
  note: z.string().optional().describe('A line below the title'),
  width: z.enum(['third', 'half', 'full']).optional().describe('Of the section; by what it shows'),
}

const measured = {
  signal: ref('signal').optional(),
  outcome: ref('outcome').optional().describe('Its success measure, with the target'),
  query: z.string().optional().describe('PromQL, where no signal of the model says it'),
  unit: z.string().optional().describe('That of the signal unless told'),
  expected: z
    .strictObject({ min: z.number().optional(), max: z.number().optional() })
    .optional()
    .describe('The range that needs no explanation; that of the signal unless told'),
  compare: Duration.optional().describe('Beside it, the same so long before: 7d'),
}

const State = ref('component', 'outcome', 'journey', 'alarm')

const Panel = z.discriminatedUnion('show', [
  z
    .strictObject({ show: z.literal('line'), ...common, ...measured })
    .describe('The course of a measure, with what is expected of it'),
  z
    .strictObject({ show: z.literal('value'), ...common, ...measured })
    .describe('One figure: the newest'),
  z
    .strictObject({
      show: z.literal('outcome'),
      ...common,
      outcome: ref('outcome'),
      compare: Duration.optional().describe('Against the same so long before: 7d'),
    })
    .describe('An outcome with its target and what is left of its error budget'),
  z
    .strictObject({
      show: z.literal('states'),
      ...common,
      of: z
        .array(
          z.strictObject({
            of: z
              .union([State, z.array(State).min(1)])
              .describe('A component, an outcome, a journey or an alarm; of several the worst'),
            name: z.string().optional().describe('In the words of the audience'),
            hurt: z.string().optional().describe('What is said while it is not well'),
          }),
        )
        .min(1)
        .max(60),
    })
    .describe('How things are, each with a word and since when'),
  z
    .strictObject({
      show: z.literal('alarms'),
      ...common,
      components: z.array(ref('component')).default([]).describe('Only those on their signals'),
      outcomes: z.array(ref('outcome')).default([]).describe('Only those that protect them'),
    })
    .describe('Alarms, the worst first'),
  z
    .strictObject({
      show: z.literal('incidents'),
      ...common,
      outcomes: z.array(ref('outcome')).default([]).describe('Only those that hurt them'),
      limit: z.int().min(1).max(50).default(10),
    })
    .describe('Incidents in the time range, how long they lasted and what they cost'),
  z
    .strictObject({
      show: z.literal('logs'),
      ...common,
      search: z.string().describe('In the language of Explore: level>=error service:orders'),
      limit: z.int().min(1).max(100).default(20),
    })
    .describe('The newest log records that a search finds'),
  z
    .strictObject({
      show: z.literal('table'),
      ...common,
      query: z.string().describe('PromQL; a row for each series, the largest first'),
      unit: z.string().optional(),
      limit: z.int().min(1).max(100).default(20),
    })
    .describe('The newest values, side by side'),
  z
    .strictObject({
      show: z.literal('text'),
      ...common,
      text: z.string().min(1).max(4_000).describe('Words; an empty line begins a paragraph'),
    })
    .describe('What the numbers cannot say'),
])

/** What an audience looks at. */
export const dashboard = defineKind({
  kind: 'dashboard',
  summary:
    'What an audience looks at, as code; engineers, leaders and customers have one without declaring it.',
  schema: z.strictObject({
    title: z.string(),
    audience: z.enum(['engineers', 'leaders', 'customers']),
    description: z.string().optional().describe('The question it answers'),
    range: z
      .enum(['15m', '1h', '3h', '24h', '7d'])
      .default('3h')
      .describe('The time it begins with'),
    sections: z
      .array(
        z.strictObject({
          title: z.string(),
          note: z.string().optional(),
          panels: z.array(Panel).min(1),
        }),
      )
      .min(1)
      .max(40),
  }),
  check({ spec }) {
    const problems: Problem[] = []
    const panels = spec.sections.flatMap((section) => section.panels)
    if (panels.length > MOST_PANELS)
      problems.push({
        code: 'OPS-M610',
        path: 'sections',
        message: `it has ${panels.length} panels, and nobody reads so many`,
        hint: `Make two of it: at most ${MOST_PANELS} panels are shown.`,
      })
    for (const panel of panels) {
      if (panel.show !== 'line' && panel.show !== 'value') continue
      const named = [panel.signal, panel.outcome, panel.query].filter((one) => one !== undefined)
      if (named.length !== 1)
        problems.push({
          code: 'OPS-M611',
          path: 'show',
          message: `a panel that shows a ${panel.show} names ${named.length === 0 ? 'nothing to measure' : 'more than one measure'}`,
          hint: 'Name a signal, an outcome, or a query.',
        })
    }
    const ids = idsOf(spec.sections).flat()
    for (const twice of new Set(ids.filter((id, i) => ids.indexOf(id) !== i)))
      problems.push({
        code: 'OPS-M612',
        path: 'sections',
        message: `two of its panels are called ${twice}`,
        hint: 'Give one of them an id of its own: an address names one panel.',
      })
    return problems
  },
})
