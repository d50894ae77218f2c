/** What an import promises: the same meaning, the same text in every run, and never a word over what a person wrote. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { transformSync } from 'esbuild'
import { describe, expect, test } from 'vitest'
import type { AlarmDraft } from './draft.ts'
import { kebab, Names, words } from './names.ts'
import { decidePlacing, lackingIn, placeFile } from './place.ts'
import { importRules, recordedIn } from './prometheus-file.ts'
import { isAsWritten } from './write.ts'

const file = (rules: string) => ({
  file: 'x/shop.yml',
  text: `groups:\n- name: g\n  interval: 30s\n  limit: 7\n  rules:\n${rules}`,
})
const run = (rules: string, given = {}) => {
  const source = file(rules)
  return importRules(source, { alarms: new Names(), signals: new Names() }, recordedIn([source]), {
    layer: 'platform',
    ...given,
  })
}
const alarmOf = (expr: string, more = '') =>
  run(`  - alert: TooHot\n    expr: ${expr}\n${more}`).drafts.at(-1) as AlarmDraft

describe('rules of Prometheus', () => {
  test('keep their times, their limit, their labels and their texts', () => {
    expect(
      alarmOf(
        'avg(temperature) > 30',
        '    for: 90s\n    keep_firing_for: 1d2h\n    labels: {severity: page, team: "{{ $labels.zone }}"}\n    annotations: {summary: "Hot in {{ $labels.zone }}", runbook_url: https://r/1}',
      ),
    ).toMatchObject({
      name: 'too-hot',
      title: 'Too hot',
      query: 'avg(temperature)',
      when: '> 30',
      for: '1m30s',
      keepFiringFor: '1d2h',
      interval: '30s',
      limit: 7,
      severity: 'critical',
      labels: { severity: 'page', team: '{{ $labels.zone }}' },
      annotations: { summary: 'Hot in {{ $labels.zone }}', runbook_url: 'https://r/1' },
      onMissing: 'nodata',
      missingAfter: '5m',
      procedureHint: expect.stringContaining('https://r/1'),
    })
  })

  test.each([
    ['temperature < 3', '< 3', 'nodata'],
    ['rate(errors_total[5m]) > 3', '> 3', 'ok'],
    ['rate(orders_total[5m]) < 3', '< 3', 'nodata'],
    ['count(up == 0) > 3', '> 3', 'ok'],
    ['absent(up) == 1', '== 1', 'ok'],
    ['absent(up)', 'present', 'ok'],
    ['a > 1 and b > 1', 'present', 'ok'],
    ['a > Inf', 'present', 'ok'],
    ['a > 1e30', '> 1e30', 'nodata'],
  ])('%s: when %s, missing is %s', (expr, when, onMissing) => {
    const draft = alarmOf(expr)
    expect({ when: draft.when, onMissing: draft.onMissing }).toEqual({
      when,
      onMissing,
    })
  })

  test('a recorded series is written out, and one that cannot be is told', () => {
    const { drafts } = run(
      '  - record: job:e\n    expr: sum by (job) (rate(e[5m]))\n  - record: job:f\n    expr: job:e * 2\n  - alert: A\n    expr: job:f > 3\n  - alert: B\n    expr: max_over_time(job:f[1h]) > 3',
    )
    const [, , a, b] = drafts as AlarmDraft[]
    expect(drafts[0]).toMatchObject({
      kind: 'signal',
      name: 'job-e',
      query: 'sum by (job) (rate(e[5m]))',
    })
    expect(a!.query).toBe('((sum by (job) (rate(e[5m]))) * 2)')
    expect(b!.comments.join()).toContain('recorded series job:f, which is not recorded here')
  })

  test('what the text of a rule holds stays text', () => {
    const evil = `'}); process.exit() //\\n\\u2028 \${x} */ \\\\`
    const { text } = run(
      `  - alert: "${evil}"\n    expr: up == 0\n    labels: {severity: "${evil}", team: "${evil}"}\n    annotations: {summary: "${evil}", __proto__: "${evil}", runbook_url: "${evil}"}`,
    )
    const code = transformSync(text, { loader: 'ts', format: 'cjs' }).code
    const declared: unknown[] = []
    const opsplane = {
      alarm: (...args: unknown[]) => declared.push(args),
      signal: (name: string) => name,
    }
    new Function('require', 'module', code)(() => opsplane, {})
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it must not be a placeholder.
    const plain = "'}); process.exit() //\n\u2028 ${x} */ \\"
    expect(declared).toMatchObject([
      [expect.stringMatching(/^[a-z0-9-]+$/), { labels: { severity: plain, team: plain } }],
    ])
  })

  test('alerts of one name are told apart by their severity, then by a number', () => {
    const alert = (severity: string) =>
      `  - alert: Disk\n    expr: a > 1\n    labels: {severity: ${severity}}\n`
    const { drafts } = run(alert('page') + alert('warning') + alert('warning'))
    expect(drafts.map(({ name }) => name)).toEqual(['disk', 'disk-warning', 'disk-g'])
  })

  test('a signal of a recorded series and an alarm of the same name do not meet', () => {
    const { text } = run('  - record: disk\n    expr: a\n  - alert: Disk\n    expr: a > 1')
    expect(text).toContain("signal('disk', {")
    expect(text).toContain("signal: signal('disk-alarm', {")
  })

  test('owner and procedure can be given for all', () => {
    const { text } = run('  - alert: A\n    expr: up == 0', { owner: 'team:t', procedure: 'p' })
    expect(lackingIn(text, ['a'])).toEqual({ owner: 0, procedure: 0, missing: [] })
    expect(text).toContain("owner: 'team:t',")
  })
})

test('names and titles', () => {
  expect(['HostOutOfMemory', 'KubePVCFull', 'job:a:rate5m', 'Ärger!', '???'].map(kebab)).toEqual([
    'host-out-of-memory',
    'kube-pvc-full',
    'job-a-rate5m',
    'a-rger',
    'unnamed',
  ])
  expect(kebab('x'.repeat(80))).toHaveLength(63)
  expect(['HostOOMKillDetected', 'disk_full'].map(words)).toEqual([
    'Host OOM kill detected',
    'disk full',
  ])
})

test('a file that a person changed is kept, and what it lacks is told', () => {
  const folder = mkdtempSync(join(tmpdir(), 'opsplane-place-'))
  try {
    const path = join(folder, 'deep/shop.ts')
    const [first, second] = ['up == 0', 'up == 1'].map(
      (expr) => run(`  - alert: A\n    expr: ${expr}`).text,
    )
    expect(placeFile(path, first!, true)).toMatchObject({ placed: 'shown' })
    expect(placeFile(path, first!, false).placed).toBe('written')
    expect(placeFile(path, first!, false).placed).toBe('unchanged')
    expect(placeFile(path, second!, false).placed).toBe('updated')
    const changed = readFileSync(path, 'utf8').replace(/\/\/ owner: .*/, "owner: 'team:a',")
    expect(isAsWritten(changed)).toBe(false)
    writeFileSync(path, changed)
    expect(placeFile(path, first!, false)).toEqual({ placed: 'kept', text: changed })
    expect(readFileSync(path, 'utf8')).toBe(changed)
    expect(lackingIn(changed, ['a', 'b'])).toEqual({ owner: 0, procedure: 1, missing: ['b'] })
    expect(decidePlacing('by hand', first!)).toBe('kept')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
