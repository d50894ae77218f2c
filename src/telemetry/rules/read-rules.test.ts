/** The promise of the reader: what is well written is read, and each mistake is told where it stands. */
import { describe, expect, test } from 'vitest'
import { readRules } from './read-rules.ts'

const FILE = `groups:
- name: shop
  interval: 30s
  limit: 5
  rules:
  - alert: TooManyErrors
    expr: rate(errors_total[5m]) > 0.50
    for: 1h30m
    keep_firing_for: 5m
    labels: { severity: page, weight: 0.50 }
    annotations:
      summary: '{{ $value | humanize }} errors'
  - record: job:errors:rate5m
    expr: sum by (job) (rate(errors_total[5m]))
`

describe('rule files', () => {
  test('groups, alerts and records are read as they are written', () => {
    const { groups, problems } = readRules(FILE)
    expect(problems).toEqual([])
    expect(groups).toMatchObject([
      {
        name: 'shop',
        intervalMs: 30_000,
        limit: 5,
        rules: [
          {
            kind: 'alert',
            name: 'TooManyErrors',
            expr: 'rate(errors_total[5m]) > 0.50',
            forMs: 5_400_000,
            keepFiringForMs: 300_000,
            labels: { severity: 'page', weight: '0.50' },
            annotations: { summary: '{{ $value | humanize }} errors' },
            line: 6,
          },
          { kind: 'record', name: 'job:errors:rate5m', line: 13 },
        ],
      },
    ])
  })

  test('a PrometheusRule of Kubernetes is the same, alone or in a list', () => {
    const spec = FILE.split('\n').join('\n  ')
    const alone = `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {name: a}\nspec:\n  ${spec}`
    expect(readRules(`---\nkind: ConfigMap\n---\n${alone}`).groups).toHaveLength(1)
    const list = `kind: List\nitems:\n- kind: PrometheusRule\n  spec:\n    groups: [{name: a, rules: [{record: x, expr: up}]}]\n`
    expect(readRules(list).groups).toMatchObject([{ name: 'a' }])
  })

  test.each([
    ['groups: [', 'rules.not-yaml', 1],
    ['a: 1', 'rules.no-groups', 1],
    ['groups:\n- rules: []', 'rules.bad-group', 2],
    ['groups:\n- name: a\n  rules:\n  - expr: up', 'rules.bad-rule', 4],
    ['groups:\n- name: a\n  rules:\n  - alert: b', 'rules.bad-query', 4],
    ['groups:\n- name: a\n  rules:\n  - alert: b\n    expr: up >', 'rules.bad-query', 5],
    ['groups:\n- name: a\n  rules:\n  - alert: b\n    expr: up[5m]', 'rules.bad-query', 5],
    [
      'groups:\n- name: a\n  rules:\n  - alert: b\n    expr: up\n    for: soon',
      'rules.bad-duration',
      6,
    ],
    [
      'groups:\n- name: a\n  rules:\n  - alert: b\n    expr: up\n    fro: 5m',
      'rules.unknown-field',
      6,
    ],
    [
      'groups:\n- name: a\n  rules:\n  - alert: b\n    expr: up\n    annotations:\n      c: "{{ $value | shout }}"',
      'rules.bad-template',
      7,
    ],
    [
      'groups:\n- name: a\n  rules:\n  - alert: b\n    expr: up\n    labels: {"a-b": c}',
      'rules.bad-labels',
      6,
    ],
  ])('%j', (text, code, line) => {
    const { problems } = readRules(text)
    expect(problems.map((one) => ({ code: one.code, line: one.line }))).toEqual([{ code, line }])
    expect(problems[0]!.message).not.toBe('')
    expect(problems[0]!.hint).not.toBe('')
  })

  test('a mistake costs its own rule and no other', () => {
    const { groups, problems, leftOut } = readRules(FILE.replace('> 0.50', '>>'))
    expect(groups[0]!.rules.map((rule) => rule.name)).toEqual(['job:errors:rate5m'])
    expect(problems).toMatchObject([{ code: 'rules.bad-query', subject: 'shop: TooManyErrors' }])
    expect(leftOut).toBe(1)
  })
})
