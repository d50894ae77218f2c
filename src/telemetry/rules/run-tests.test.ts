/** The promise: unit tests of rules have the verdict that promtool gives them. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runRuleTests } from './run-tests.ts'

const FOLDER = 'test/fixtures/rules'
const rulesBeside = (folder: string) => () => [
  { file: 'shop.rules.yml', text: readFileSync(join(folder, 'shop.rules.yml'), 'utf8') },
]
const run = (file: string) =>
  runRuleTests(file, readFileSync(join(FOLDER, file), 'utf8'), rulesBeside(FOLDER))

test('pending, firing, kept firing, recorded series, ALERTS and templates are as Prometheus has them', async () => {
  expect(await run('shop.test.yml')).toEqual({ passed: 13, failed: 0, failures: [] })
})

test('every wrong expectation fails, with its line and what was found instead', async () => {
  const { passed, failures } = await run('wrong.test.yml')
  expect(passed).toBe(0)
  expect(failures.map(({ line }) => line).sort()).toEqual([10, 11, 14, 20, 25, 26, 27, 28])
  expect(failures.every(({ problem, test }) => problem !== '' && test !== '')).toBe(true)
})

describe('what is wrong with a file is told with its line', () => {
  test.each([
    ['tests: [', 1],
    ['a: b', 1],
    ['tests:\n- intervall: 1m', 2],
    ['tests:\n- input_series:\n  - series: "up{"', 3],
    ['tests:\n- input_series:\n  - {series: up, values: "1 two"}', 3],
    ['tests:\n- alert_rule_test:\n  - eval_time: 1m', 3],
    ['tests:\n- promql_expr_test:\n  - expr: up\n    eval_time: soon', 4],
    ['rule_files: [x]\ntests: []', 24],
    ['tests:\n- promql_expr_test:\n  - {expr: up, eval_time: 9000y}', 2],
    ['tests:\n- input_series:\n  - {series: up, values: 0x99999999999}', 3],
  ])('%j', async (text, line) => {
    const { passed, failures } = await runRuleTests('t.yml', text, () => [
      { file: 'x', text: `${'#\n'.repeat(20)}groups:\n- name: a\n  rules:\n  - alert: b` },
    ])
    expect(passed).toBe(0)
    expect(failures.map((failure) => failure.line)).toEqual([line])
  })
})

test('what goes over the limit of its group fails and leaves no alerts', async () => {
  const rules = 'groups:\n- name: a\n  limit: 1\n  rules:\n  - alert: b\n    expr: up'
  const tests = `rule_files: [x]
tests:
- input_series: [{series: 'up{a="1"}', values: 1}, {series: 'up{a="2"}', values: 1}]
  alert_rule_test: [{eval_time: 0m, alertname: b}]`
  const report = await runRuleTests('t', tests, () => [{ file: 'x', text: rules }])
  expect(report).toMatchObject({
    passed: 1,
    failed: 1,
    failures: [{ problem: 'exceeded limit of 1 with 2 alerts' }],
  })
})

const NUMBERS = [
  0, 1, -1, 0.5, 2.5, 1e6, 123456, 1234567, 12345678.5, 1e-5, 1.0625, 1024, 59.5, 3661, 9e7,
  0.00123,
]
const FORMATS = [
  '{{ $value }}',
  ...[
    'humanize',
    'humanize1024',
    'humanizeDuration',
    'humanizePercentage',
    'humanizeTimestamp',
  ].map((name) => `{{ $value | ${name} }}`),
  ...[
    '%.2f',
    '%8.1f|',
    '%-8.0f|',
    '%08.3f',
    '%+.1f',
    '%e',
    '%.3e',
    '%g',
    '%.3g',
    '%v',
    '%s',
    '%d %d',
  ].map((format) => `{{ printf "${format}" $value }}`),
  '{{ $labels }} {{ .Labels.a }} {{ $labels.b }}|{{ .Value }}',
  '{{ if gt $value 100.0 }}much{{ else if lt $value 0.0 }}less{{ else }}some{{ end }}',
  '{{ if eq $value 1 }}x{{ end }}',
  '{{- /* c */ -}} a {{- " b " -}} c {{ `raw` }} {{ len "äb" }} {{ print 1 2 "x" 3 }}',
  '{{ range $i, $e := query "up" }}{{ $i }}:{{ $e.Value }},{{ end }}{{ with query "none" }}a{{ else }}b{{ end }}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a group of a pattern of Go.
  '{{ "ab cd" | title | toUpper }} {{ reReplaceAll "(a)(b)" "$2-${1}" "xab" }} {{ match "^a.c" "abcd" }}',
  '{{ stripPort "a.b:80" }} {{ stripDomain "a.b:80" }} {{ stripDomain "1.2.3.4:80" }} {{ tableLink "up > 1" }}',
  '{{ $x := 5 }}{{ $x = 6 }}{{ $x }} {{ and 1 0 }} {{ or 0 "y" }} {{ not true }} {{ index $labels "a" }}',
  '{{ define "t" }}<{{ . }}>{{ end }}{{ template "t" $value }} {{ args 1 "b" }}',
  '{{ html "<a>" }} {{ urlquery "a b&c" }} {{ printf "%q %5s|%-5s| %t %c" "a" "b" "c" true 65 }} {{ printf "%d" 5 6 }}',
  '{{ first (query "none") }}',
  '{{ .Nothing }}',
]

const hasPromtool = spawnSync('promtool', ['--version']).status === 0

describe.skipIf(!hasPromtool)('beside promtool', () => {
  test('files that are right and files that are wrong have the same verdict', () => {
    const verdict = (file: string) =>
      spawnSync('promtool', ['test', 'rules', join(FOLDER, file)]).status
    expect([verdict('shop.test.yml'), verdict('wrong.test.yml')]).toEqual([0, 1])
  })

  test('templates come out letter for letter', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'opsplane-rules-'))
    try {
      const rules = JSON.stringify({
        groups: [
          {
            name: 'g',
            rules: FORMATS.map((text, at) => ({
              alert: `A${at}`,
              expr: 'x',
              annotations: { text },
            })),
          },
        ],
      })
      writeFileSync(join(folder, 'shop.rules.yml'), rules)
      const tests = JSON.stringify({
        rule_files: ['shop.rules.yml'],
        evaluation_interval: '1m',
        tests: [
          {
            interval: '1m',
            input_series: [
              { series: 'x{a="1"}', values: NUMBERS.join(' ') },
              { series: 'up{a="1"}', values: '3x20' },
            ],
            alert_rule_test: FORMATS.flatMap((_, at) =>
              NUMBERS.map((_, minute) => ({ eval_time: `${minute}m`, alertname: `A${at}` })),
            ),
          },
        ],
      })
      writeFileSync(join(folder, 't.yml'), tests)
      const { stdout, stderr } = spawnSync('promtool', ['test', 'rules', join(folder, 't.yml')], {
        encoding: 'utf8',
      })
      const theirs = [
        ...`${stdout}${stderr}`.matchAll(
          /alertname: (\w+), time: (\S+),[\s\S]*?Annotations:\{text=(".*")\}/g,
        ),
      ]
        .map(
          ([, alert, time, text]) =>
            `${alert} ${secondsOf(time!)} ${JSON.parse(text!.replace(/\\x([\da-f]{2})/g, '\\u00$1'))}`,
        )
        .sort()
      const { failures } = await runRuleTests('t.yml', tests, rulesBeside(folder))
      const ours = failures
        .map(({ what, problem }) => {
          const text = /text=(".*")\}/.exec(problem)![1]!
          return `${what.replace(' at ', ' ').replace(/s$/, '')} ${JSON.parse(text)}`
        })
        .sort()
      expect(theirs).toHaveLength(FORMATS.length * NUMBERS.length)
      // Why a template cannot be filled in is said in other words.
      const bare = (line: string) => line.replace(/(<error expanding template).*/, '$1')
      expect(ours.map(bare)).toEqual(theirs.map(bare))
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

function secondsOf(time: string): number {
  const [, minutes = '0', seconds = '0'] = /^(?:(\d+)m)?(?:(\d+)s)?$/.exec(time)!
  return Number(minutes) * 60 + Number(seconds)
}
