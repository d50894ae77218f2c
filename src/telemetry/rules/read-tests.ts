/** Unit tests of rules in the format of `promtool test rules`, read from YAML; mistakes are told with their line. */
import {
  type Labels,
  parsePromqlDuration,
  parsePromqlNumber,
  parseValues,
  splitSeries,
  type TestValue,
} from '../promql/index.ts'
import type { RuleProblem } from './problem.ts'
import { type Path, readYaml, type YamlText } from './yaml-text.ts'

export interface RuleTests {
  /** Paths or patterns, relative to the file. */
  readonly ruleFiles: readonly string[]
  readonly evaluationMs: number
  readonly groupOrder: readonly string[]
  readonly tests: readonly RuleTest[]
}

export interface RuleTest {
  readonly name: string
  readonly line: number
  readonly intervalMs: number
  readonly series: readonly { readonly labels: Labels; readonly values: readonly TestValue[] }[]
  readonly alerts: readonly AlertExpectation[]
  readonly queries: readonly QueryExpectation[]
  readonly externalLabels: Readonly<Record<string, string>>
  readonly externalUrl: string
  /** Values that differ in their last bit are the same. */
  readonly isFuzzy: boolean
}

export interface AlertExpectation {
  readonly line: number
  readonly atMs: number
  readonly alert: string
  readonly expected: readonly {
    readonly labels: Labels
    readonly annotations: Readonly<Record<string, string>>
  }[]
}

export interface QueryExpectation {
  readonly line: number
  readonly atMs: number
  readonly expr: string
  readonly expected: readonly { readonly labels: Labels; readonly value: number }[]
}

type Fields = Record<string, unknown>

/** Never throws; tests with a mistake are left out, and the mistake is told. */
export function readRuleTests(text: string): {
  tests: RuleTests | undefined
  problems: RuleProblem[]
} {
  const { documents, problems } = readYaml(text)
  const [document] = documents
  if (!document) return { tests: undefined, problems: problems.length > 0 ? problems : [nothing()] }
  return { tests: new Reader(document, problems).file(), problems }
}

function nothing(): RuleProblem {
  return {
    code: 'rules.no-tests',
    severity: 'error',
    message: 'it holds no tests',
    hint: 'Tests stand below `tests:`, as promtool has them.',
    line: 1,
    column: 1,
  }
}

const FILE_FIELDS = [
  'rule_files',
  'evaluation_interval',
  'group_eval_order',
  'fuzzy_compare',
  'tests',
]
const TEST_FIELDS = [
  'name',
  'interval',
  'input_series',
  'alert_rule_test',
  'promql_expr_test',
  'external_labels',
  'external_url',
  'fuzzy_compare',
]

class Reader {
  readonly #document: YamlText
  readonly #problems: RuleProblem[]

  constructor(document: YamlText, problems: RuleProblem[]) {
    this.#document = document
    this.#problems = problems
  }

  file(): RuleTests | undefined {
    const file = this.#document.value
    if (!isFields(file) || !Array.isArray(file.tests)) {
      this.#problems.push(nothing())
      return undefined
    }
    this.#onlyKnown(file, [], FILE_FIELDS)
    const evaluationMs = this.#duration(file.evaluation_interval, ['evaluation_interval']) || 60_000
    const fuzzy = file.fuzzy_compare === 'true'
    return {
      ruleFiles: this.#texts(file.rule_files, ['rule_files']),
      evaluationMs,
      groupOrder: this.#texts(file.group_eval_order, ['group_eval_order']),
      tests: file.tests.flatMap(
        (test, index) => this.#test(test, ['tests', index], evaluationMs, fuzzy) ?? [],
      ),
    }
  }

  #test(test: unknown, path: Path, evaluationMs: number, fuzzy: boolean): RuleTest | undefined {
    const before = this.#problems.length
    if (!isFields(test)) return this.#bad(path, 'a test is not a map')
    this.#onlyKnown(test, path, TEST_FIELDS)
    const read: RuleTest = {
      name: typeof test.name === 'string' ? test.name : '',
      line: this.#document.placeOf(path).line,
      intervalMs: this.#duration(test.interval, [...path, 'interval']) || evaluationMs,
      series: this.#each(test.input_series, [...path, 'input_series'], (one, at) =>
        this.#series(one, at),
      ),
      alerts: this.#each(test.alert_rule_test, [...path, 'alert_rule_test'], (one, at) =>
        this.#alert(one, at),
      ),
      queries: this.#each(test.promql_expr_test, [...path, 'promql_expr_test'], (one, at) =>
        this.#query(one, at),
      ),
      externalLabels: this.#map(test.external_labels, [...path, 'external_labels']),
      externalUrl: typeof test.external_url === 'string' ? test.external_url : '',
      isFuzzy: test.fuzzy_compare === undefined ? fuzzy : test.fuzzy_compare === 'true',
    }
    return this.#problems.length > before ? undefined : read
  }

  #series(one: Fields, path: Path): RuleTest['series'][number] | undefined {
    this.#onlyKnown(one, path, ['series', 'values'])
    try {
      const { labels, rest } = splitSeries(String(one.series ?? '').trim())
      if (rest !== '') throw new Error(`unexpected ${rest}`)
      return { labels, values: parseValues(typeof one.values === 'string' ? one.values : '') }
    } catch (error) {
      return this.#bad(path, (error as Error).message)
    }
  }

  #alert(one: Fields, path: Path): AlertExpectation | undefined {
    this.#onlyKnown(one, path, ['eval_time', 'alertname', 'exp_alerts'])
    if (typeof one.alertname !== 'string' || one.alertname === '')
      return this.#bad(path, 'it names no `alertname`')
    const alert = one.alertname
    return {
      line: this.#document.placeOf(path).line,
      atMs: this.#duration(one.eval_time, [...path, 'eval_time']),
      alert,
      expected: this.#each(one.exp_alerts, [...path, 'exp_alerts'], (expected, at) => {
        this.#onlyKnown(expected, at, ['exp_labels', 'exp_annotations'])
        return {
          labels: { ...this.#map(expected.exp_labels, [...at, 'exp_labels']), alertname: alert },
          annotations: this.#map(expected.exp_annotations, [...at, 'exp_annotations']),
        }
      }),
    }
  }

  #query(one: Fields, path: Path): QueryExpectation | undefined {
    this.#onlyKnown(one, path, ['expr', 'eval_time', 'exp_samples'])
    if (typeof one.expr !== 'string' || one.expr.trim() === '')
      return this.#bad(path, 'it has no `expr`')
    return {
      line: this.#document.placeOf(path).line,
      atMs: this.#duration(one.eval_time, [...path, 'eval_time']),
      expr: one.expr,
      expected: this.#each(one.exp_samples, [...path, 'exp_samples'], (sample, at) =>
        this.#sample(sample, at),
      ),
    }
  }

  #sample(sample: Fields, path: Path): QueryExpectation['expected'][number] | undefined {
    this.#onlyKnown(sample, path, ['labels', 'value', 'histogram'])
    if (sample.histogram)
      return this.#bad(path, 'it expects a native histogram, which is not kept here')
    const value = sample.value === undefined ? 0 : numberOf(String(sample.value))
    if (value === undefined) return this.#bad([...path, 'value'], '`value` is not a number')
    const text = String(sample.labels ?? '').trim()
    try {
      return { labels: text === '' ? {} : splitSeries(text).labels, value }
    } catch (error) {
      return this.#bad([...path, 'labels'], (error as Error).message)
    }
  }

  #each<T>(value: unknown, path: Path, read: (one: Fields, path: Path) => T | undefined): T[] {
    if (value === undefined || value === '') return []
    if (!Array.isArray(value)) {
      this.#bad(path, `\`${path.at(-1)}\` is not a list`)
      return []
    }
    return value.flatMap((one, index): T[] => {
      const at = [...path, index]
      const made = isFields(one) ? read(one, at) : this.#bad(at, 'this is not a map')
      return made === undefined ? [] : [made as T]
    })
  }

  #texts(value: unknown, path: Path): string[] {
    if (value === undefined || value === '') return []
    if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value
    this.#bad(path, `\`${path.at(-1)}\` is not a list of texts`)
    return []
  }

  #map(value: unknown, path: Path): Record<string, string> {
    if (value === undefined || value === '') return {}
    if (isFields(value) && Object.values(value).every((one) => typeof one === 'string'))
      return value as Record<string, string>
    this.#bad(path, `\`${path.at(-1)}\` is not a map of texts`)
    return {}
  }

  #duration(value: unknown, path: Path): number {
    if (value === undefined || value === '' || value === '0') return 0
    const ms = typeof value === 'string' ? parsePromqlDuration(value) : undefined
    if (ms === undefined) this.#bad(path, `\`${path.at(-1)}\` is not a duration`)
    return ms ?? 0
  }

  #onlyKnown(fields: Fields, path: Path, known: readonly string[]): void {
    for (const key of Object.keys(fields))
      if (!known.includes(key))
        this.#bad(
          [...path, key],
          `no field is called \`${key}\` here: there are ${known.join(', ')}`,
        )
  }

  #bad(path: Path, message: string): undefined {
    this.#problems.push({
      code: 'rules.bad-test',
      severity: 'error',
      message,
      hint: 'The format is that of promtool test rules.',
      ...this.#document.placeOf(path),
    })
    return undefined
  }
}

/** Numbers of YAML and of PromQL: `.nan`, `-.inf`, `1e3`. */
function numberOf(text: string): number | undefined {
  return parsePromqlNumber(text.replace(/^([+-]?)\.(inf|nan)$/i, '$1$2'))
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
