import { z } from 'zod'
import { compileExpression, Duration, durationMs, messageOf } from '#base'
import { defineKind, type Problem, ref } from '../kind.ts'

const Expect = z
  .strictObject({
    status: z
      .union([z.int(), z.array(z.int()).min(1)])
      .optional()
      .describe('Any below 400 unless told'),
    text: z.string().optional().describe('Words that the body holds'),
    json: z
      .string()
      .optional()
      .describe('CEL over status, headers, body (parsed JSON) and captured'),
  })
  .default({})

const Capture = z
  .union([
    z.strictObject({ regex: z.string().describe('The first group, or the whole match') }),
    z.strictObject({ header: z.string() }),
    z.strictObject({ json: z.string().describe('CEL over body') }),
  ])
  .describe('A value for later steps: {{name}}')

const HttpStep = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]{1,63}$/, 'must be lower-case words with hyphens'),
  http: z
    .strictObject({
      method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']).default('GET'),
      url: z.string().describe('Absolute, or a path below the journey’s baseUrl'),
      headers: z.record(z.string(), z.string()).default({}),
      body: z.string().optional(),
      form: z.record(z.string(), z.string()).optional().describe('A body as HTML forms send it'),
      json: z.unknown().optional().describe('A body as JSON'),
    })
    .describe('A request; cookies are kept from step to step, redirections are not followed'),
  expect: Expect,
  capture: z.record(z.string().regex(/^[a-z]\w{0,31}$/i), Capture).default({}),
  timeout: Duration.default('10s'),
})

const BrowserStep = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]{1,63}$/, 'must be lower-case words with hyphens'),
  browser: z
    .union([
      z.strictObject({ goto: z.string() }),
      z.strictObject({ click: z.string().describe('CSS selector, or text=Words') }),
      z.strictObject({ fill: z.string().describe('CSS selector'), with: z.string() }),
      z.strictObject({ expect: z.string().describe('Text that becomes visible') }),
    ])
    .describe('What is done in Chromium, where there is one'),
  timeout: Duration.default('15s'),
})

/** A walk that a customer would take, taken by us at intervals. */
export const journey = defineKind({
  kind: 'journey',
  summary: 'A walk through the product that is taken at intervals, as a customer would.',
  schema: z.strictObject({
    title: z.string(),
    baseUrl: z
      .string()
      .regex(/^(?:https?:\/\/|\{\{)/, 'must begin with http:// or https://')
      .optional()
      .describe('In front of urls that are paths; {{env.NAME}} is a variable of the installation'),
    every: Duration.default('1m'),
    from: z
      .string()
      .regex(/^[a-z0-9-]+$/)
      .default('here')
      .describe('Where it is walked from: a label of its metrics'),
    steps: z
      .array(z.union([HttpStep, BrowserStep]))
      .min(1)
      .max(30),
    secrets: z
      .array(z.string())
      .default([])
      .describe('Names of secrets that steps use: {{secret.name}}'),
    protects: z.array(ref('outcome')).default([]).describe('The outcomes that it stands for'),
    component: ref('component').optional(),
    owner: ref('team').optional().describe('The component’s owner unless told'),
  }),
  check({ spec }) {
    const problems: Problem[] = []
    const report = (code: string, message: string, hint: string) =>
      problems.push({ code, message, hint, path: 'steps' })
    if (durationMs(spec.every) < 5_000)
      report('OPS-M401', 'it is walked more often than every 5 s', 'Say every: "30s" or longer.')
    const browsers = spec.steps.filter((step) => 'browser' in step).length
    if (browsers > 0 && browsers < spec.steps.length)
      report(
        'OPS-M402',
        'it mixes requests and steps in the browser',
        'Make two journeys of it: a cookie of one is not a cookie of the other.',
      )
    const names = spec.steps.map((step) => step.name)
    for (const twice of new Set(names.filter((one, i) => names.indexOf(one) !== i)))
      report('OPS-M403', `two steps are called ${twice}`, 'A step is found by its name.')
    for (const step of spec.steps) {
      if (!('http' in step)) continue
      if (!/^(?:https?:\/\/|\{\{)/.test(step.http.url) && !spec.baseUrl)
        report('OPS-M404', `${step.name}: its url is a path`, 'Declare baseUrl.')
      const expressions = [
        step.expect.json,
        ...Object.values(step.capture).map((one) => ('json' in one ? one.json : undefined)),
      ]
      for (const text of expressions) if (text) tryCompile(step.name, () => compileExpression(text))
      for (const one of Object.values(step.capture))
        if ('regex' in one) tryCompile(step.name, () => new RegExp(one.regex))
    }
    return problems

    function tryCompile(step: string, compile: () => unknown): void {
      try {
        compile()
      } catch (error) {
        report('OPS-M405', `${step}: ${messageOf(error)}`, 'See docs/guide/customers.md.')
      }
    }
  },
})
