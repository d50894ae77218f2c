import { z } from 'zod'
import { compileExpression, messageOf } from '#base'
import { defineKind, type Problem } from '../kind.ts'

const SecretName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]*$/i, 'must be the name of a secret, not the secret itself')
const Cel = z.string().min(1).max(2_000)

/** Where in a message is what; CEL over `body`, `headers`, `query` and, with `each`, `item`. */
const Mapping = z.strictObject({
  each: Cel.optional().describe('A list of the message, each `item` of which is one event'),
  when: Cel.optional().describe('Whether it is of interest; everything is unless told'),
  title: Cel.describe('What people read'),
  identity: Cel.optional().describe(
    'Tells one alert from another, and is the same when it is over; its labels do unless told',
  ),
  state: Cel.optional().describe(
    '`firing` or `resolved`, or true and false; without it each is an event that is kept once',
  ),
  severity: Cel.optional().describe('Becomes the label severity'),
  labels: z.record(z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/), Cel).default({}),
  description: Cel.optional(),
  url: Cel.optional().describe('Where its sender shows it'),
  at: Cel.optional().describe('When it was so: ISO 8601, or seconds since 1970'),
  delivery: Cel.optional().describe(
    'Id of the delivery, the same when it is repeated; its header or its content unless told',
  ),
})

/** A system that sends events here, and how it is known that they are its own. */
export const eventSource = defineKind({
  kind: 'event-source',
  summary: 'Another system that sends events here: how they are proven and what they mean.',
  schema: z.strictObject({
    title: z.string(),
    format: z
      .enum(['webhook', 'github', 'sns'])
      .describe('webhook: any JSON, by its mapping; github: its webhooks; sns: CloudWatch alarms'),
    secret: SecretName.optional().describe('Name of the secret that proves a message'),
    proof: z
      .enum(['token', 'standard-webhooks'])
      .default('token')
      .describe('Of a webhook: the secret itself as a token, or a signature of Standard Webhooks'),
    map: Mapping.optional().describe('Of a webhook'),
    topics: z
      .array(z.string().regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w.-]+$/, 'must be an ARN'))
      .default([])
      .describe('ARNs of the topics of SNS that are listened to'),
    components: z
      .record(z.string(), z.string())
      .default({})
      .describe('Of github: which component a repository is; its name unless told'),
  }),
  check({ name, spec }) {
    const problem = (message: string, hint: string, path: string): Problem => ({
      ...{ code: 'OPS-M531', message: `event-source:${name} ${message}`, hint, path },
    })
    const problems: Problem[] = []
    if (spec.format !== 'sns' && !spec.secret)
      problems.push(
        problem('names no secret, and anybody could send to it', "Add secret: 'name'.", 'secret'),
      )
    if (spec.format === 'webhook' && !spec.map)
      problems.push(
        problem(
          'has no mapping, so nobody knows what its messages mean',
          "Add map: { title: 'body.title', state: 'body.status' }.",
          'map',
        ),
      )
    if (spec.format !== 'webhook' && spec.map)
      problems.push(problem(`has a mapping, and ${spec.format} needs none`, 'Remove map.', 'map'))
    if (spec.format === 'sns' && spec.topics.length === 0)
      problems.push(
        problem(
          'names no topic, and everybody can sign for a topic of their own',
          "Add topics: ['arn:aws:sns:…'].",
          'topics',
        ),
      )
    return [...problems, ...(spec.map ? mistakesOf(spec.map, problem) : [])]
  },
})

function mistakesOf(
  map: z.output<typeof Mapping>,
  problem: (message: string, hint: string, path: string) => Problem,
): Problem[] {
  const { labels, ...rest } = map
  const texts = [
    ...Object.entries(rest).map(([field, text]) => [`map.${field}`, text] as const),
    ...Object.entries(labels).map(([label, text]) => [`map.labels.${label}`, text] as const),
  ]
  return texts.flatMap(([path, text]) => {
    if (text === undefined) return []
    try {
      compileExpression(text)
      return []
    } catch (error) {
      return [
        problem(`: ${messageOf(error)}`, 'The language is described at https://cel.dev.', path),
      ]
    }
  })
}
