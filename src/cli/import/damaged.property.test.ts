/** However a file is damaged, an import never fails: it imports what it can, and what it says is precise. */
import { transformSync } from 'esbuild'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parsePromql, runRuleTests } from '#telemetry'
import { importCloudWatch } from './cloudwatch/index.ts'
import type { Draft } from './draft.ts'
import { Names } from './names.ts'
import { importRules, recordedIn } from './prometheus-file.ts'

const RULES = `groups:
- name: shop
  interval: 30s
  rules:
  - alert: TooManyErrors
    expr: |
      sum by (job) (rate(errors_total{job=~"a|b"}[5m])) / 2 > 0.5 and on() up
    for: 5m
    labels: {severity: page, "team": 'x'}
    annotations:
      summary: 'Errors {{ $value | humanize }} of {{ $labels.job }} {{ if gt $value 1.0 }}x{{ end }}'
  - record: job:up
    expr: sum(up)
  - alert: Low
    expr: job:up < 1
`
const ALARMS = JSON.stringify({
  MetricAlarms: [
    {
      AlarmName: 'a',
      Namespace: 'AWS/EC2',
      MetricName: 'CPUUtilization',
      Dimensions: [{ Name: 'InstanceId', Value: 'i' }],
      Statistic: 'Average',
      Period: 300,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      Threshold: 80.5,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'missing',
    },
    {
      AlarmName: 'b',
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      Metrics: [
        {
          Id: 'm1',
          ReturnData: false,
          MetricStat: { Metric: { Namespace: 'X', MetricName: 'Y' }, Period: 60, Stat: 'Sum' },
        },
        { Id: 'e1', Expression: '(FILL(m1, 0) + 2) * IF(m1 > 3, 1, 0)' },
      ],
    },
  ],
})
const TESTS = `rule_files: [x]
evaluation_interval: 1m
tests:
- interval: 1m
  input_series: [{series: 'up{job="a"}', values: '1 0+1x5 _x2 stale'}]
  alert_rule_test: [{eval_time: 2m, alertname: Low, exp_alerts: [{exp_labels: {a: b}}]}]
  promql_expr_test: [{expr: up, eval_time: 3m, exp_samples: [{labels: 'up{job="a"}', value: 1}]}]
`

/** A text with some of its characters cut, doubled, moved or replaced. */
const damaged = (text: string) =>
  fc
    .array(
      fc.record({
        at: fc.nat(text.length - 1),
        length: fc.nat(12),
        put: fc.oneof(
          fc.constantFrom(
            '',
            ' ',
            '\n',
            '{',
            '}',
            '[',
            ']',
            ':',
            '"',
            "'",
            '{{',
            '}}',
            '*',
            '&a ',
            '*a',
            '!!',
            '0',
            '-',
            '(',
            ')',
            '|',
            '<<: ',
            '\u0000',
            '\ud800',
            '__proto__',
            'null',
            '1e999',
            '\t',
          ),
          fc.string({ maxLength: 8, unit: 'binary' }),
          fc.nat(text.length - 1).map((from) => text.slice(from, from + 40)),
        ),
      }),
      { minLength: 1, maxLength: 6 },
    )
    .map((changes) =>
      changes.reduce(
        (made, { at, length, put }) => made.slice(0, at) + put + made.slice(at + length),
        text,
      ),
    )

function isPrecise(found: readonly { message?: string; reason?: string; line?: number }[]): void {
  for (const { message, reason, line } of found) {
    expect((message ?? reason)!.length).toBeGreaterThan(5)
    expect(line).toBeGreaterThanOrEqual(1)
  }
}

function compiles(drafts: readonly Draft[], text: string): void {
  for (const draft of drafts) {
    const { name } = draft
    expect(name).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/)
    if ('query' in draft) parsePromql(draft.query)
  }
  if (drafts.length > 0) transformSync(text, { loader: 'ts' })
}

const RUNS = { numRuns: 1_000 }

test('rule files', () => {
  fc.assert(
    fc.property(damaged(RULES), (text) => {
      const source = { file: 'x.yml', text }
      const made = importRules(
        source,
        { alarms: new Names(), signals: new Names() },
        recordedIn([source]),
        { layer: 'platform' },
      )
      isPrecise(made.problems)
      isPrecise(made.leftOut)
      compiles(made.drafts, made.text)
      const alarms = made.drafts.filter(({ kind }) => kind === 'alarm').length
      expect(alarms).toBeLessThanOrEqual(made.alerts)
      if (made.drafts.length === 0) expect(made.problems.length).toBeGreaterThan(0)
    }),
    RUNS,
  )
}, 60_000)

test('files of CloudWatch', () => {
  fc.assert(
    fc.property(damaged(ALARMS), (text) => {
      const made = importCloudWatch({ file: 'a.json', text }, new Names(), { layer: 'platform' })
      isPrecise(made.problems)
      isPrecise(made.leftOut)
      compiles(made.drafts, made.text)
      expect(made.drafts.length + made.leftOut.length).toBe(made.alerts)
    }),
    RUNS,
  )
}, 60_000)

test('unit tests of rules', async () => {
  await fc.assert(
    fc.asyncProperty(
      damaged(TESTS),
      damaged(RULES),
      fc.boolean(),
      async (tests, rules, areRulesWhole) => {
        const report = await runRuleTests('t.yml', tests.replaceAll(/\d{4,}/g, '9'), () => [
          { file: 'x', text: areRulesWhole ? RULES : rules },
        ])
        isPrecise(
          report.failures.map(({ problem, line }) => ({ message: `${problem}      `, line })),
        )
        expect(report.failed).toBe(report.failures.length)
      },
    ),
    { numRuns: 300 },
  )
}, 60_000)
