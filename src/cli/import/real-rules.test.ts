/**
 * The promise: rule files that people really run are imported whole, evaluate, and mean the same. The files are not
 * part of the repository: OPSPLANE_TEST_ALERT_RULES names their folder, and without them this is skipped.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkManifest, findField, loadFolder } from '#model'
import {
  type Expr,
  evaluateInstant,
  formatExpr,
  labelsKey,
  type Matcher,
  MemorySource,
  parsePromql,
  readRules,
  selectorsOf,
  splitRule,
} from '#telemetry'
import { Names } from './names.ts'
import { importRules, recordedIn } from './prometheus-file.ts'
import { readSources } from './sources.ts'

const FOLDER = process.env.OPSPLANE_TEST_ALERT_RULES ?? '../shared/data/prometheus-alerts'
const GIVEN = { layer: 'platform' }
const HOUR = 3_600_000

describe.skipIf(!existsSync(FOLDER))(`rule files in ${FOLDER}`, () => {
  const sources = existsSync(FOLDER) ? readSources([FOLDER], ['.yml', '.yaml']) : []
  const alerts = sources.flatMap(({ text }) =>
    readRules(text).groups.flatMap(({ rules }) => rules.filter((rule) => rule.kind === 'alert')),
  )

  test('every alert is read and imported, and nothing is left out', () => {
    const names = { alarms: new Names(), signals: new Names() }
    const recorded = recordedIn(sources)
    for (const source of sources) {
      const { alerts, drafts, leftOut, problems } = importRules(source, names, recorded, GIVEN)
      expect({ file: source.file, leftOut, problems }).toEqual({
        file: source.file,
        leftOut: [],
        problems: [],
      })
      expect(drafts.filter(({ kind }) => kind === 'alarm')).toHaveLength(alerts)
    }
    expect(alerts.length).toBeGreaterThan(0)
  })

  test('the model says of each imported alarm that it lacks its owner and its procedure, and nothing else', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'opsplane-imported-'))
    try {
      const names = { alarms: new Names(), signals: new Names() }
      mkdirSync(join(folder, 'ops'))
      writeFileSync(
        join(folder, 'ops/index.ts'),
        "import { workload } from 'opsplane'\nworkload('w', { title: 'W', description: 'w', tier: 2, owner: 'team:t' } as never)\n",
      )
      for (const source of sources)
        writeFileSync(
          join(folder, 'ops', source.target),
          importRules(source, names, new Map(), GIVEN).text,
        )
      const loaded = await loadFolder(folder)
      const mistakes = [
        ...loaded.diagnostics,
        ...checkManifest(loaded.manifest, { broken: loaded.broken }).map((one) =>
          findField(loaded.folder, one),
        ),
      ].filter(({ subject }) => subject?.startsWith('alarm:'))
      const lacking = (field: string) =>
        new Set(
          mistakes
            .filter(({ message }) => message.includes(`: ${field}: is missing`))
            .map(({ file, line }) => `${file}:${line}`),
        )
      expect(lacking('owner').size).toBe(alerts.length)
      expect(lacking('procedure').size).toBe(alerts.length)
      expect(mistakes).toHaveLength(2 * alerts.length)
    } finally {
      rmSync(folder, { recursive: true })
    }
  }, 60_000)

  test('every query evaluates over nothing and over samples, and a split alarm is breached exactly when its rule answers', async () => {
    const empty = new MemorySource()
    const filled = new MemorySource()
    for (const { query } of alerts)
      for (const { matchers } of selectorsOf(query)) fill(filled, matchers)
    let breached = 0
    for (const { query, name } of alerts) {
      await evaluateInstant(query, HOUR, empty)
      const split = splitRule(query)
      for (const atMs of [HOUR, 2 * HOUR]) {
        const answered = await answers(query, atMs, filled)
        breached += answered.length
        if (split.kind === 'opaque') continue
        const holds = COMPARE[split.op]!
        const measured = await answers(parsePromql(formatExpr(split.query)), atMs, filled)
        const held = measured.filter(({ value }) => holds(value, split.threshold))
        expect({ name, keys: held.map(keyOf).sort() }).toEqual({
          name,
          keys: answered.map(keyOf).sort(),
        })
      }
    }
    expect(breached).toBeGreaterThan(alerts.length / 4)
  }, 120_000)
})

const COMPARE: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
}

async function answers(query: Expr, atMs: number, source: MemorySource) {
  const value = await evaluateInstant(query, atMs, source).catch((error: Error) => {
    // Samples that were made up may match each other twice, which is an answer, too.
    if (/many-to-many|duplicate|several|same labels|multiple matches/i.test(error.message))
      return undefined
    throw error
  })
  return value?.type === 'vector' ? value.samples : []
}

function keyOf({
  labels,
  value,
}: {
  labels: Readonly<Record<string, string>>
  value: number
}): string {
  const { __name__: _, ...rest } = labels
  return `${labelsKey(rest)} ${value}`
}

/** Samples that the matchers let pass: rising and falling, for two hours. */
function fill(source: MemorySource, matchers: readonly Matcher[]): void {
  const name = matchers.find(({ name, op }) => name === '__name__' && op === '=')?.value
  if (!name) return
  const labels: Record<string, string> = { __name__: name, instance: 'host:1', job: 'exporter' }
  for (const { name: label, op, value } of matchers)
    if (label !== '__name__')
      labels[label] = op === '=' ? value : op === '=~' ? simplest(value) : 'other'
  const seed = [...name].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 997, 7)
  const times = Float64Array.from({ length: 481 }, (_, at) => at * 15_000)
  for (const le of name.endsWith('_bucket') ? ['0.1', '1', '10', '+Inf'] : [undefined]) {
    const rate = seed * (le === '+Inf' ? 2 : 1)
    const values = times.map((time) =>
      name.endsWith('_total') || le
        ? (time / 15_000) * rate
        : Math.abs(Math.sin(time / HOUR + seed)) * seed,
    )
    source.add(le ? { ...labels, le } : labels, times, values)
  }
}

/** A value that a simple pattern matches. */
function simplest(pattern: string): string {
  return pattern
    .replace(/\|.*/s, '')
    .replace(/\[(\w)[^\]]*\]/g, '$1')
    .replace(/\\(.)/g, '$1')
    .replace(/[.][*+]/g, 'x')
    .replace(/[()^$?*+]/g, '')
    .replaceAll('.', '5')
}
