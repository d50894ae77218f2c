/** The promise: over any samples, alerts live as they do in Prometheus. Its own tool is the judge, where there is one. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { evaluateInstant, MemorySource, writeStale } from '../promql/index.ts'
import { GroupRun } from './evaluate-group.ts'
import { readRules } from './read-rules.ts'

const MINUTE = 60_000
const MINUTES = 24
const RULES = `groups:
- name: first
  rules:
  - { record: total, expr: sum(a) }
  - { record: 'named:a', expr: 'a * 2', labels: { by: rule } }
- name: second
  rules:
  - { alert: Now, expr: a > 2 }
  - { alert: Later, expr: a > 1, for: 2m, labels: { level: '{{ if gt $value 3.0 }}high{{ else }}low{{ end }}' } }
  - { alert: Kept, expr: a > 2, keep_firing_for: 3m }
  - { alert: LaterAndKept, expr: 'named:a{x="1"} > 4', for: 1m30s, keep_firing_for: 90s }
  - { alert: Gone, expr: 'absent(a{x="1"})', for: 1m }
  - { alert: Sum, expr: 'total > 3 unless on() a{x="2"} == 0', for: 3m, keep_firing_for: 1m }
  - { alert: Chained, expr: 'count(ALERTS{alertstate="firing",alertname!="Chained"}) > 1', for: 1m }
`

/** Numbers that look random and are the same in every run. */
function chances(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return state / 0x80000000
  }
}

function history(next: () => number): string[] {
  let value = 0
  let gaps = 0
  return Array.from({ length: MINUTES + 1 }, () => {
    const chance = next()
    // A sample that is just five minutes old counts in Prometheus 2 and does not in Prometheus 3.
    if (chance < 0.25 && gaps < 4) {
      gaps++
      return '_'
    }
    gaps = 0
    if (chance < 0.31) return 'stale'
    if (chance < 0.6) value = Math.floor(next() * 6)
    return `${value}`
  })
}

interface Sample {
  readonly labels: string
  readonly value: number
}

/** What every series about alerts and records says, minute by minute. */
async function ours(histories: readonly string[][]): Promise<Sample[][]> {
  const memory = new MemorySource()
  const runs = readRules(RULES).groups.map((group) => new GroupRun(group, memory))
  const minutes: Sample[][] = []
  for (let minute = 0; minute <= MINUTES; minute++) {
    for (const [at, values] of histories.entries()) {
      const word = values[minute]!
      if (word === '_') continue
      const value = Float64Array.of(Number(word) || 0)
      if (word === 'stale') writeStale(value, 0)
      memory.add({ __name__: 'a', x: `${at + 1}` }, Float64Array.of(minute * MINUTE), value)
    }
    for (const run of runs) expect(await run.evaluate(minute * MINUTE)).toEqual([])
    const value = await evaluateInstant(QUERY, minute * MINUTE, memory)
    if (value.type !== 'vector') throw new Error(value.type)
    minutes.push(
      value.samples.map(({ labels, value }) => ({
        labels: `{${Object.entries(labels)
          .map(([name, text]) => `${name}=${JSON.stringify(text)}`)
          .join(',')}}`,
        value,
      })),
    )
  }
  return minutes
}

const QUERY = '{__name__=~"ALERTS.*|total|named:.*"}'
const hasPromtool = spawnSync('promtool', ['--version']).status === 0

describe.skipIf(!hasPromtool)('beside promtool', () => {
  test('alerts and recorded series of random histories are the same, minute by minute', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'opsplane-histories-'))
    try {
      const tests = []
      let samples = 0
      for (let seed = 1; seed <= 30; seed++) {
        const next = chances(seed)
        const histories = [history(next), history(next), history(next)]
        const minutes = await ours(histories)
        samples += minutes.flat().length
        tests.push({
          name: `seed ${seed}`,
          interval: '1m',
          input_series: histories.map((values, at) => ({
            series: `a{x="${at + 1}"}`,
            values: values.join(' '),
          })),
          promql_expr_test: minutes.map((exp_samples, minute) => ({
            expr: QUERY,
            eval_time: `${minute}m`,
            exp_samples,
          })),
        })
      }
      writeFileSync(join(folder, 'rules.yml'), RULES)
      writeFileSync(
        join(folder, 'tests.yml'),
        JSON.stringify({
          rule_files: ['rules.yml'],
          evaluation_interval: '1m',
          group_eval_order: ['first', 'second'],
          tests,
        }),
      )
      const { status, stdout, stderr } = spawnSync(
        'promtool',
        ['test', 'rules', join(folder, 'tests.yml')],
        { encoding: 'utf8' },
      )
      expect(`${stdout}${stderr}`.replace(/\n+/g, '\n').slice(0, 3_000)).toContain('SUCCESS')
      expect(status).toBe(0)
      expect(samples).toBeGreaterThan(5_000)
    } finally {
      rmSync(folder, { recursive: true })
    }
  }, 60_000)
})
