/**
 * Unit tests of rules, run as promtool runs them: every group at the evaluation interval from time zero on, and
 * alerts and queries held against what is expected at their times.
 */
import { messageOf } from '#base'
import {
  evaluateInstant,
  formatLabels,
  formatNumber,
  type Labels,
  labelsKey,
  MemorySource,
  writeStale,
} from '../promql/index.ts'
import { GroupRun } from './evaluate-group.ts'
import type { RuleProblem } from './problem.ts'
import { readRules } from './read-rules.ts'
import {
  type AlertExpectation,
  type QueryExpectation,
  type RuleTest,
  readRuleTests,
} from './read-tests.ts'
import type { RuleGroup } from './rule.ts'

export interface RuleTestFailure {
  /** File and line of the expectation, or of the mistake. */
  readonly file: string
  readonly line: number
  /** Name of the test. */
  readonly test: string
  readonly what: string
  readonly problem: string
}

export interface RuleTestReport {
  readonly passed: number
  readonly failed: number
  readonly failures: readonly RuleTestFailure[]
}

/** Hands out the rule files that a path or a pattern of a test file means. */
export type RuleFiles = (
  pattern: string,
) => readonly { readonly file: string; readonly text: string }[]

/** Never throws: what is wrong with the files is a failure. */
export async function runRuleTests(
  file: string,
  text: string,
  ruleFiles: RuleFiles,
): Promise<RuleTestReport> {
  const { tests: read, problems } = readRuleTests(text)
  const failures = problems.map((problem) => mistake(file, problem))
  if (!read) return { passed: 0, failed: failures.length, failures }
  const groups: RuleGroup[] = []
  for (const pattern of read.ruleFiles)
    for (const rules of ruleFiles(pattern)) {
      const { groups: found, problems } = readRules(rules.text)
      groups.push(...found)
      failures.push(...problems.map((problem) => mistake(rules.file, problem)))
    }
  // Rules that are only partly understood prove nothing.
  if (failures.length > 0) return { passed: 0, failed: failures.length, failures }
  const order = new Map(read.groupOrder.map((name, index) => [name, index]))
  groups.sort((a, b) => (order.get(a.name) ?? 0) - (order.get(b.name) ?? 0))
  let passed = 0
  for (const test of read.tests) {
    const outcome = await runTest(file, test, groups, read.evaluationMs)
    passed += outcome.passed
    failures.push(...outcome.failures)
  }
  return { passed, failed: failures.length, failures }
}

function mistake(file: string, { line, subject, message, code }: RuleProblem): RuleTestFailure {
  return { file, line, test: '', what: subject ?? code, problem: message }
}

/** Three and a half months of minutes: a typing error must not run for ever. */
const MOST_EVALUATIONS = 150_000

async function runTest(
  file: string,
  test: RuleTest,
  groups: readonly RuleGroup[],
  evaluationMs: number,
): Promise<{ passed: number; failures: RuleTestFailure[] }> {
  const memory = new MemorySource()
  const feed = new Feed(test, memory)
  const runs = groups.map(
    (group) =>
      new GroupRun(group, memory, {
        externalLabels: test.externalLabels,
        externalUrl: test.externalUrl,
      }),
  )
  const failures: RuleTestFailure[] = []
  let passed = 0
  const judge = (line: number, what: string, problem: string | undefined) => {
    if (problem === undefined) passed++
    else failures.push({ file, line, test: test.name, what, problem })
  }
  const waiting = [...test.alerts].sort((a, b) => a.atMs - b.atMs)
  const endMs = Math.max(
    0,
    ...test.alerts.map(({ atMs }) => atMs),
    ...test.queries.map(({ atMs }) => atMs),
  )
  if (endMs / evaluationMs > MOST_EVALUATIONS) {
    const problem = `it would take more than ${MOST_EVALUATIONS} evaluations to get to its last time`
    return {
      passed,
      failures: [{ file, line: test.line, test: test.name, what: 'eval_time', problem }],
    }
  }
  for (let atMs = 0; atMs <= endMs; atMs += evaluationMs) {
    feed.until(atMs)
    for (const run of runs)
      for (const { rule, problem } of await run.evaluate(atMs))
        failures.push({
          file,
          line: test.line,
          test: test.name,
          what: `${rule} at ${atMs / 1_000}s`,
          problem,
        })
    // What is expected between two evaluations is held against the earlier one.
    while (waiting[0] && waiting[0].atMs < atMs + evaluationMs) {
      const expectation = waiting.shift()!
      judge(
        expectation.line,
        `${expectation.alert} at ${expectation.atMs / 1_000}s`,
        compareAlerts(expectation, runs),
      )
    }
  }
  feed.until(endMs)
  for (const expectation of test.queries)
    judge(
      expectation.line,
      `${expectation.expr.trim()} at ${expectation.atMs / 1_000}s`,
      await compareQuery(expectation, memory, test.isFuzzy),
    )
  return { passed, failures }
}

/** The samples of a test, given to the memory up to a moment. */
class Feed {
  readonly #test: RuleTest
  readonly #memory: MemorySource
  #fedMs = -1

  constructor(test: RuleTest, memory: MemorySource) {
    this.#test = test
    this.#memory = memory
  }

  until(atMs: number): void {
    const { intervalMs, series } = this.#test
    const from = Math.floor(this.#fedMs / intervalMs) + 1
    const to = Math.floor(atMs / intervalMs)
    for (const { labels, values } of series)
      for (let index = from; index <= Math.min(to, values.length - 1); index++) {
        const value = values[index]!
        if (value === 'gap' || value === 'histogram') continue
        const made = Float64Array.of(value === 'stale' ? 0 : value)
        if (value === 'stale') writeStale(made, 0)
        this.#memory.add(labels, Float64Array.of(index * intervalMs), made)
      }
    this.#fedMs = atMs
  }
}

function compareAlerts(
  expectation: AlertExpectation,
  runs: readonly GroupRun[],
): string | undefined {
  const write = ({
    labels,
    annotations,
  }: {
    labels: Labels
    annotations: Readonly<Record<string, string>>
  }) => `${formatLabels(labels)} ${formatLabels(annotations)}`
  const got = runs
    .flatMap((run) => run.alertsOf(expectation.alert))
    .filter(({ state }) => state === 'firing')
    .map(write)
    .sort()
  const expected = expectation.expected.map(write).sort()
  return differ(expected, got)
}

async function compareQuery(
  { expr, atMs, expected }: QueryExpectation,
  memory: MemorySource,
  isFuzzy: boolean,
): Promise<string | undefined> {
  try {
    const value = await evaluateInstant(expr, atMs, memory)
    if (value.type !== 'vector' && value.type !== 'scalar') return `it answers with a ${value.type}`
    const got = value.type === 'vector' ? value.samples : [{ labels: {}, value: value.value }]
    const write = (one: { labels: Labels; value: number }) =>
      `${formatLabels(one.labels)} ${formatNumber(one.value)}`
    const byKey = new Map(got.map((one) => [labelsKey(one.labels), one]))
    const isSame =
      got.length === expected.length &&
      new Set(expected.map(({ labels }) => labelsKey(labels))).size === got.length &&
      expected.every((one) => {
        const found = byKey.get(labelsKey(one.labels))
        return found !== undefined && equal(one.value, found.value, isFuzzy)
      })
    return isSame
      ? undefined
      : (differ(expected.map(write).sort(), got.map(write).sort()) ??
          'the values differ: NaN equals nothing')
  } catch (error) {
    return messageOf(error)
  }
}

function equal(a: number, b: number, isFuzzy: boolean): boolean {
  if (a === b) return true
  return isFuzzy && ((Number.isNaN(a) && Number.isNaN(b)) || areNeighbours(a, b))
}

/** Whether no other number lies between the two. */
function areNeighbours(a: number, b: number): boolean {
  if (!Number.isFinite(a) || !Number.isFinite(b) || a > 0 !== b > 0) return false
  const [x, y] = new BigInt64Array(Float64Array.of(a, b).buffer)
  const distance = x! - y!
  return distance === 1n || distance === -1n
}

function differ(expected: readonly string[], got: readonly string[]): string | undefined {
  if (expected.join('\n') === got.join('\n')) return undefined
  const list = (lines: readonly string[]) =>
    lines.length === 0 ? ' nothing' : lines.map((line) => `\n  ${line}`).join('')
  return `expected:${list(expected)}\ngot:${list(got)}`
}
