import { z } from 'zod'
import { Duration, durationMs } from '#base'
import { defineKind, type Problem } from '../kind.ts'

const LabelName = z
  .string()
  .regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'must be a name of letters, digits and underscores')
const SecretName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]*$/i, 'must be the name of a secret, not the secret itself')

const NEEDS_TARGET = ['replace', 'hashmod', 'lowercase', 'uppercase', 'keepequal', 'dropequal']

const Rule = z
  .strictObject({
    action: z
      .enum([
        'replace',
        'keep',
        'drop',
        'keepequal',
        'dropequal',
        'hashmod',
        'labelmap',
        'labeldrop',
        'labelkeep',
        'lowercase',
        'uppercase',
      ])
      .default('replace'),
    sourceLabels: z.array(LabelName).default([]).describe('Their values, joined, are what is read'),
    separator: z.string().default(';'),
    regex: z.string().default('(.*)').describe('RE2, of the whole value'),
    modulus: z.int().positive().optional().describe('Of hashmod'),
    targetLabel: z.string().optional().describe('What is written or compared with'),
    replacement: z.string().default('$1'),
  })
  .refine(({ action, targetLabel }) => !NEEDS_TARGET.includes(action) || targetLabel, {
    path: ['targetLabel'],
    error: 'is missing: this action writes it or compares with it',
  })
  .refine(({ action, modulus }) => action !== 'hashmod' || modulus, {
    path: ['modulus'],
    error: 'is missing: hashmod divides by it',
  })

const Url = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address' })
  .refine((text) => !/^https?:\/\/[^/?#]*@/i.test(text), {
    error: 'has a password in it: name a secret in basicAuth or bearerSecret',
  })

/** Targets that speak Prometheus' text format and are asked in turn. */
export const scrape = defineKind({
  kind: 'scrape',
  summary: 'Targets that are asked for their metrics, as Prometheus asks them.',
  schema: z.strictObject({
    targets: z
      .array(Url)
      .min(1)
      .describe('Addresses; the path is /metrics unless told: http://10.0.0.7:9100'),
    interval: Duration.default('15s').describe('How often each of them is asked'),
    timeout: Duration.default('10s').describe('How long it may take; at most the interval'),
    job: z.string().optional().describe('Value of the label job; the name unless told'),
    labels: z.record(LabelName, z.string()).default({}).describe('Given to every series'),
    relabel: z.array(Rule).default([]).describe('Prometheus’ relabel_configs: over targets'),
    metricRelabel: z
      .array(Rule)
      .default([])
      .describe('Prometheus’ metric_relabel_configs: over what they answer'),
    honorLabels: z
      .boolean()
      .default(false)
      .describe('Whose labels win when both have one: the target’s answer, or ours'),
    honorTimestamps: z.boolean().default(true).describe('Whether times in the answer are believed'),
    sampleLimit: z.int().min(0).default(50_000).describe('With more, the answer is refused whole'),
    bodySizeLimit: z
      .int()
      .positive()
      .default(10 * 2 ** 20)
      .describe('Bytes, unpacked; a longer answer is refused'),
    basicAuth: z
      .strictObject({
        username: z.string(),
        passwordSecret: SecretName.describe('Name of the secret; never the password'),
      })
      .optional(),
    bearerSecret: SecretName.optional().describe('Name of the secret that holds the token'),
  }),
  check: ({ spec }) => {
    const problems: Problem[] = []
    if (durationMs(spec.interval) < 1_000)
      problems.push({
        code: 'OPS-M221',
        message: `it would ask every ${spec.interval}, and a second is the shortest`,
        hint: 'Ask less often.',
        path: 'interval',
      })
    if (durationMs(spec.timeout) > durationMs(spec.interval))
      problems.push({
        code: 'OPS-M222',
        message: `its timeout of ${spec.timeout} is longer than its interval of ${spec.interval}`,
        hint: 'Make the timeout shorter, or ask less often.',
        path: 'timeout',
      })
    if (spec.basicAuth && spec.bearerSecret)
      problems.push({
        code: 'OPS-M223',
        message: 'it has both basicAuth and bearerSecret, and one request carries one of them',
        hint: 'Keep the one that the targets ask for.',
        path: 'bearerSecret',
      })
    return problems
  },
})
