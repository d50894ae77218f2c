/** Coming from elsewhere, as a script does it: the built program, files on disk, exit codes, and no server. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'opsplane-import-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function opsplane(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [resolve('bin/opsplane.mjs'), ...args],
    {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    },
  )
  return { code: status, out: stdout, err: stderr }
}

const RULES = `groups:
- name: shop
  rules:
  - alert: Down
    expr: up == 0
    for: 1m
  - alert: Odd
    expr: a > 1 and b > 1
`

test('a team brings its rules: imported, named by validate, filled in, valid, and kept when imported again', () => {
  mkdirSync(join(folder, 'rules/deep'), { recursive: true })
  writeFileSync(join(folder, 'rules/deep/shop.yml'), RULES)
  expect(opsplane('init', '.').code).toBe(0)

  const shown = opsplane('import', 'prometheus-rules', 'rules', '--dry-run')
  expect(shown.code).toBe(0)
  expect(shown.out).toContain("alarm('down', {")
  expect(readdirSync(join(folder, 'ops'))).not.toContain('imported')

  const first = opsplane('import', 'prometheus-rules', 'rules')
  expect({ code: first.code, err: first.err }).toEqual({
    code: 0,
    err: expect.stringContaining('opsplane validate'),
  })
  expect(first.out).toMatch(/rules\/deep\/shop\.yml:7 {2}Odd: it joins two conditions with `and`/)
  expect(first.out).toContain(
    '2 of 2 alarms imported, 1 opaque, 2 without owner, 2 without procedure',
  )

  const lacking = opsplane('validate', '--json')
  expect(lacking.code).toBe(3)
  const file = join(folder, 'ops/imported/shop.ts')
  const lines = readFileSync(file, 'utf8').split('\n')
  const errors = JSON.parse(lacking.out).data.diagnostics.filter(
    (one: { severity: string }) => one.severity === 'error',
  )
  expect(errors).toHaveLength(4)
  for (const { file, line, message } of errors) {
    expect(file).toBe('imported/shop.ts')
    expect(lines[line - 1]).toMatch(
      message.includes(': owner:') ? /\/\/ owner:/ : /\/\/ procedure:/,
    )
  }

  const filled = lines
    .map((line) =>
      line
        .replace(/\/\/ owner: .*/, "owner: 'team:owners',")
        .replace(/\/\/ procedure: .*/, "procedure: 'requests-fail',"),
    )
    .join('\n')
  writeFileSync(file, filled)
  const valid = opsplane('validate')
  expect(valid.code).toBe(0)
  expect(valid.err).toContain('OPS-M302')

  writeFileSync(
    join(folder, 'rules/deep/shop.yml'),
    `${RULES}  - alert: Fresh\n    expr: up == 2\n`,
  )
  const again = opsplane('import', 'prometheus-rules', 'rules', '--json')
  expect(JSON.parse(again.out).data).toMatchObject({
    alerts: 3,
    kept: 1,
    lackingOwner: 0,
    reports: [{ placed: 'kept', missing: ['fresh'] }],
  })
  expect(readFileSync(file, 'utf8')).toBe(filled)
}, 60_000)

test('what cannot be imported is told with its place, the rest is imported, and the answer is no', () => {
  writeFileSync(join(folder, 'bad.yml'), RULES.replace('up == 0', 'up =='))
  const { code, out } = opsplane('import', 'prometheus-rules', 'bad.yml', '--out', 'elsewhere')
  expect(code).toBe(3)
  expect(out).toContain('error[rules.bad-query]')
  expect(out).toContain('bad.yml:5')
  expect(readFileSync(join(folder, 'elsewhere/bad.ts'), 'utf8')).toContain("alarm('odd', {")
  expect(opsplane('import', 'prometheus-rules', 'nowhere').code).toBe(2)

  const alarm = {
    AlarmName: 'CPU',
    Namespace: 'AWS/EC2',
    MetricName: 'CPUUtilization',
    Statistic: 'Average',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 80,
    ComparisonOperator: 'GreaterThanThreshold',
  }
  writeFileSync(
    join(folder, 'alarms.json'),
    JSON.stringify({ MetricAlarms: [alarm, { ...alarm, Threshold: null }] }),
  )
  const cloud = opsplane('import', 'cloudwatch-alarms', 'alarms.json')
  expect(cloud.code).toBe(3)
  expect(cloud.out).toContain('1 of 2 alarms imported')
  expect(cloud.out).toContain('CPU: it has no threshold')
}, 60_000)

test('unit tests of rules have a verdict that scripts can read', () => {
  const fixtures = resolve('test/fixtures/rules')
  expect(opsplane('promtest', '--rules', join(fixtures, 'shop.test.yml')).code).toBe(0)
  const wrong = opsplane('promtest', '--rules', join(fixtures, 'wrong.test.yml'), '--json')
  expect(wrong.code).toBe(3)
  expect(JSON.parse(wrong.out).data).toMatchObject({ passed: 0, failed: 8 })
}, 60_000)
